import type { IpcError } from '../../../core/ipc/envelope.ts';
import { textOf } from '../../locales/i18n.ts';
import type { T } from '../../locales/i18n.ts';

const fieldName = (field: string | null): string | null =>
  field === null ? null : (textOf(`field.${field}`) ?? textOf(`importField.${field}`));

/** The same word means different things to the phone and to head office. */
const reasonGroups = (code: IpcError['code']): readonly string[] => {
  if (code === 'head_office_unreachable' || code === 'head_office_refused')
    return ['errorDetail', 'syncReason'];
  if (code === 'address_not_allowed') return ['errorDetail', 'accountProblem'];
  if (code === 'not_registered') return ['errorDetail', 'registration'];
  if (code === 'recheck_not_by_you') return ['recheckBar'];
  return code === 'task_not_diallable' ? ['nextDial'] : ['errorDetail'];
};

/** What main says beyond the code: a reason of its own, of the phone, of head office, of the dial rules, or a limit. */
const detailOf = ({ code, field, params }: IpcError): string | null => {
  if (code === 'bad_input' && field === 'reply')
    return textOf(
      params['reason'] === 'ambiguous_reply' ? 'errorDetail.ambiguous_reply' : 'errorDetail.unreadable_reply',
    );
  if ('maxRows' in params) return textOf('errorDetail.max_rows', params);
  if ('maxMegabytes' in params) return textOf('errorDetail.max_megabytes', params);
  const { reason } = params;
  if (typeof reason !== 'string') return null;
  for (const group of reasonGroups(code)) {
    const text = textOf(`${group}.${reason}`, params);
    if (text !== null) return text;
  }
  return null;
};

/** An error of main as a sentence: field, reason and remedy. */
export const errorSentence = (t: T, error: IpcError): string => {
  const text = detailOf(error) ?? t(`error.${error.code}`, error.params);
  const named = fieldName(error.field);
  // Any field can be the one with a number that must not be typed: the sentence always says that it is a field.
  const field =
    named ?? (error.code === 'sensitive_number' && error.field !== null ? t('field.other') : null);
  return field === null ? text : t('errorAt', { field, text });
};
