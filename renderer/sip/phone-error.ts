import type { z } from 'zod';
import type { phoneReplySchema } from '../../core/ipc/features/phone-window.ts';

export type PhoneErrorCode = NonNullable<z.infer<typeof phoneReplySchema>['error']>;

/** A failure with a code of the contract; anything else that is thrown is a defect (`internal`). */
export class PhoneError extends Error {
  readonly code: PhoneErrorCode;
  /** The SIP answer behind it, when there was one. */
  readonly sipStatus: number | null;

  constructor(code: PhoneErrorCode, cause?: unknown, sipStatus: number | null = null) {
    super(code, { cause });
    this.name = 'PhoneError';
    this.code = code;
    this.sipStatus = sipStatus;
  }
}
