import { useTranslation } from 'react-i18next';
import type { IpcError } from '../../../../core/ipc/envelope.ts';
import { textOf } from '../../../locales/i18n.ts';
import { fieldError } from '../settings/field-error.ts';
import { problemsOf, useAccountDraft } from './account-draft.ts';

/** The first field of the list of servers is called so by the registration. */
const pathOfError = (error: IpcError): IpcError =>
  error.field === 'server' ? { ...error, field: 'servers.0' } : error;

/** Sentence below a field: what the form's own check says, else what main said about the last try. */
export const useFieldErrors = (
  error: IpcError | null,
): { of: (field: string) => string | null; count: number } => {
  const { t } = useTranslation();
  const draft = useAccountDraft();
  const problems = draft.tried ? problemsOf(draft) : [];
  return {
    count: problems.length,
    of: (field) => {
      const problem = problems.find((one) => one.field === field);
      if (problem) return textOf(`accountProblem.${problem.reason}`, problem.values);
      return error === null ? null : fieldError(t, pathOfError(error), field);
    },
  };
};
