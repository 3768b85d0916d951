import type { AgentService } from '../../agent/agent-service.ts';
import type { Handlers } from '../run-call.ts';

/** What the agent is: ready, busy, on a break, off duty, and the wrap-up after a call. */
export const agentHandlers = (
  agent: AgentService,
): Pick<Handlers, Extract<keyof Handlers, `agent.${string}`>> => ({
  'agent.state': () => agent.view(),
  'agent.set': ({ state, reason }) => agent.set(state, reason),
  'agent.extendWrapUp': () => agent.extendWrapUp(),
  'agent.finishWrapUp': () => agent.finishWrapUp(),
});
