import { chosenStates } from '../../core/agent/agent-state.ts';
import type { ChosenState } from '../../core/agent/agent-state.ts';
import type { AgentView } from '../../core/ipc/features/agent.ts';
import type { Locale } from '../../core/ipc/features/app.ts';
import type { TrayFacts } from './tray-model.ts';

const choiceId = (state: string, reason: string | null): string =>
  reason === null ? state : `${state}/${reason}`;

/** The states the agent may choose in the tray, one line for each reason; names come from the phone policy. */
export const agentChoices = (view: AgentView, locale: Locale): TrayFacts['agentStates'] =>
  view.states
    .filter(({ id }) => chosenStates.some((chosen) => chosen === id))
    .flatMap(({ id, name, reasons }) =>
      (reasons.length === 0 ? [null] : reasons).map((reason) => ({
        id: choiceId(id, reason?.id ?? null),
        label: reason === null ? name[locale] : `${name[locale]} · ${reason.name[locale]}`,
        current: view.state === id && view.reason === (reason?.id ?? null),
      })),
    );

/** What a line of the tray's menu stands for; null for a line that is no state any more. */
export const chosenOf = (id: string): { state: ChosenState; reason: string | null } | null => {
  const [name = '', reason = null] = id.split('/');
  const state = chosenStates.find((chosen) => chosen === name);
  return state === undefined ? null : { state, reason };
};
