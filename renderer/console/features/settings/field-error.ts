import type { IpcError } from '../../../../core/ipc/envelope.ts';
import type { T } from '../../../locales/i18n.ts';
import { errorSentence } from '../../shared/error-sentence.ts';

/** Sentence for the field the error names; null for the others. */
export const fieldError = (t: T, error: IpcError | null, field: string): string | null =>
  error?.field === field ? errorSentence(t, { ...error, field: null }) : null;

/** The error when it names none of the form's fields, to be shown under the form. */
export const formError = (error: IpcError | null, fields: readonly string[]): IpcError | null =>
  error !== null && (error.field === null || !fields.includes(error.field)) ? error : null;
