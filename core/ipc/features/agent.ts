import { z } from 'zod';
import { chosenStates, shownStates } from '../../agent/agent-state.ts';
import { agentStateIds } from '../../phone-policy/policy-schema.ts';
import { channel, eventChannel } from '../envelope.ts';

const name = z.object({ 'zh-CN': z.string(), en: z.string() });
const namedReason = z.object({ id: z.string(), name });

/** The seat as the console shows it: what the agent is now, what he may become, when he is reminded. */
export const agentViewSchema = z.object({
  state: z.enum(shownStates),
  reason: z.string().nullable(),
  /** UTC ms. */
  since: z.number().int(),
  /** What follows the call and its wrap-up; null while nothing covers it. */
  next: z.object({ state: z.enum(chosenStates), reason: z.string().nullable() }).nullable(),
  wrapUp: z
    .object({
      /** UTC ms. */
      deadline: z.number().int(),
      extensionsLeft: z.number().int(),
      extensionSeconds: z.number().int(),
      overTime: z.boolean(),
      /** The wrap-up ends with the record; before that it cannot be finished. */
      recordOpen: z.boolean(),
    })
    .nullable(),
  /** UTC ms at which the present state has lasted too long; null = never. */
  remindAt: z.number().int().nullable(),
  /** Whether an incoming call would ring now. */
  rings: z.boolean(),
  /** All states with their names; those of `chosenStates` may be chosen. */
  states: z.array(z.object({ id: z.enum(agentStateIds), name, reasons: z.array(namedReason) })),
  policy: z.object({
    version: z.string(),
    source: z.enum(['shipped', 'head_office']),
    /** First broken line of a policy of head office that was not taken over; null when there is none. */
    refusedLine: z.number().int().nullable(),
  }),
});
export type AgentView = z.infer<typeof agentViewSchema>;

const nothing = z.object({});

export const agentChannels = {
  'agent.state': channel(['console'], nothing, agentViewSchema),
  /** `reason` is needed for a state that has reasons. During a call it takes effect when the call is over. */
  'agent.set': channel(
    ['console'],
    z.object({ state: z.enum(chosenStates), reason: z.string().max(40).nullable() }),
    agentViewSchema,
  ),
  /** Refused with `not_permitted` outside wrap-up and when no extension is left. */
  'agent.extendWrapUp': channel(['console'], nothing, agentViewSchema),
  /** Refused with `attempt_open` while the record waits for its disposition. */
  'agent.finishWrapUp': channel(['console'], nothing, agentViewSchema),
} as const;

export const agentEvents = {
  'agent.changed': eventChannel(['console'], agentViewSchema),
} as const;
