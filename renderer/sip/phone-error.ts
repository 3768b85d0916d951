import type { z } from 'zod';
import type { phoneReplySchema } from '../../core/ipc/features/phone-window.ts';

export type PhoneErrorCode = NonNullable<z.infer<typeof phoneReplySchema>['error']>;

/** A failure with a code of the contract; anything else that is thrown is a defect (`internal`). */
export class PhoneError extends Error {
  readonly code: PhoneErrorCode;

  constructor(code: PhoneErrorCode, cause?: unknown) {
    super(code, { cause });
    this.name = 'PhoneError';
    this.code = code;
  }
}
