import type { CallEnding } from '../call/types.ts';
import type { EndingRule, LocalText, PhonePolicy } from './policy-schema.ts';

/** How a call ended. `reasonCause` is the Q.850 cause of the Reason header (RFC 3326), where there was one. */
export type EndedCall = { ending: CallEnding; sipStatus: number | null; reasonCause?: number | null };

/** The disposition of domain.md 3.3 that fits the way a call ended, or why none is suggested. */
export type Suggestion =
  { code: string; countsTry: boolean } | { code: null; countsTry: false; reason: LocalText };

const hasStatus = (statuses: NonNullable<EndingRule['statuses']>, status: number | null): boolean =>
  status !== null &&
  statuses.some((entry) =>
    typeof entry === 'number'
      ? entry === status
      : Number(entry.slice(0, 3)) <= status && status <= Number(entry.slice(4)),
  );

const fits = (rule: EndingRule, call: EndedCall): boolean =>
  (rule.endings === undefined || rule.endings.includes(call.ending)) &&
  (rule.statuses === undefined || hasStatus(rule.statuses, call.sipStatus)) &&
  (rule.causes === undefined || rule.causes.some((cause) => cause === call.reasonCause));

/**
 * Only proposes: the agent, who heard the announcement, decides. Calls that were talked to or that this side
 * ended keep their own reason, whatever status the library gave them.
 */
export function suggestDisposition(policy: PhonePolicy, call: EndedCall): Suggestion {
  const own = ownDoing.includes(call.ending);
  const rule = policy.endings.find((candidate) =>
    fits(candidate, own ? { ending: call.ending, sipStatus: null } : call),
  );
  if (rule !== undefined && rule.suggest !== null) return { code: rule.suggest, countsTry: rule.countsTry };
  // The loader saw to it that every ending has a rule, and every rule a code or a reason.
  if (rule?.reason === undefined) throw new Error(`The phone policy says nothing of "${call.ending}".`);
  return { code: null, countsTry: false, reason: rule.reason };
}

/** Endings that are no answer of the other side: a 487 after our CANCEL says nothing of the customer. */
const ownDoing: readonly CallEnding[] = [
  'local_hangup',
  'remote_hangup',
  'cancelled',
  'microphone_refused',
  'not_registered',
];

/** Whether a role may dial a number that is on no task (domain.md 3.3: only the number on the policy). */
export const mayDialFreely = (policy: PhonePolicy, role: string): boolean =>
  policy.freeDialling.roles.includes(role);
