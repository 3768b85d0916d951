import type { ErrorCode, IpcError } from '../../core/ipc/envelope.ts';

/** An expected failure that the person shall read about; anything else becomes `internal` and is logged. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly field: string | null;
  readonly params: IpcError['params'];

  constructor(code: ErrorCode, field: string | null = null, params: IpcError['params'] = {}) {
    super(code);
    this.code = code;
    this.field = field;
    this.params = params;
  }
}
