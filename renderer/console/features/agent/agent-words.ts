import type { AgentView } from '../../../../core/ipc/features/agent.ts';
import type { Locale } from '../../../../core/ipc/features/app.ts';
import type { T } from '../../../locales/i18n.ts';

type Named = Pick<AgentView, 'states'>;

/** Name of a state: head office's own words, but for a call, which is no choice. */
export const stateName = (t: T, { states }: Named, state: AgentView['state'], locale: Locale): string =>
  state === 'on_call'
    ? t('agent.onCall')
    : (states.find(({ id }) => id === state)?.name[locale] ?? t('agent.unnamed', { state }));

const programReasons = ['restart', 'extended', 'over_time', 'locked', 'signed_in'] as const;

/** Name of a reason, head office's or the program's; null when there is none to tell. */
export const reasonName = (
  t: T,
  { states }: Named,
  { state, reason }: { state: AgentView['state']; reason: string | null },
  locale: Locale,
): string | null => {
  if (reason === null) return null;
  const own = programReasons.find((one) => one === reason);
  if (own !== undefined) return t(`agent.reason.${own}`);
  return (
    states.find(({ id }) => id === state)?.reasons.find(({ id }) => id === reason)?.name[locale] ?? reason
  );
};

/** `小休：用餐`, `示闲`. */
export const stateSentence = (
  t: T,
  named: Named,
  at: { state: AgentView['state']; reason: string | null },
  locale: Locale,
): string => {
  const name = stateName(t, named, at.state, locale);
  const reason = reasonName(t, named, at, locale);
  return reason === null ? name : t('agent.withReason', { state: name, reason });
};
