import { remindAt, ringsNow, shownOf, type AgentState } from '../../core/agent/agent-state.ts';
import { agentStateIds } from '../../core/phone-policy/policy-schema.ts';
import type { AgentView } from '../../core/ipc/features/agent.ts';
import type { ActivePhonePolicy } from '../phone-policy/read-phone-policy.ts';

/** The seat for the console. */
export const agentView = (
  state: AgentState,
  { policy, source, refusedLine }: ActivePhonePolicy,
): AgentView => {
  const { activity, chosen, record, since } = state;
  return {
    ...shownOf(state),
    since,
    next: activity === null ? null : { state: chosen.state, reason: chosen.reason },
    wrapUp:
      activity?.kind === 'wrap_up'
        ? {
            deadline: activity.deadline,
            extensionsLeft: policy.wrapUp.extensions - activity.extensions,
            extensionSeconds: policy.wrapUp.extensionSeconds,
            overTime: activity.overTime,
            recordOpen: record !== 'none',
          }
        : null,
    remindAt: remindAt(state, policy),
    rings: ringsNow(state, policy),
    states: agentStateIds.map((id) => {
      const { name, reasons } = policy.agentStates[id];
      return { id, name, reasons: reasons.map((reason) => ({ id: reason.id, name: reason.name })) };
    }),
    policy: { version: policy.version, source, refusedLine },
  };
};
