import type { CallbackKind } from './callback-kind.ts';
import type { Policy } from './policy.ts';
import type { AttemptRules } from './rules-schema.ts';
import { addDays, localDate } from './zone-time.ts';

/** Last day for the first dial of a new policy, and whether it is over. */
export type FirstTry = { dueOn: string; late: boolean };

/**
 * Domain.md 3.3: "try 1 within 2 days of policy receipt". The day of receipt does not count; where it is not on
 * the policy, the day the task came in stands for it. Null once somebody has dialled, for other callbacks, and
 * where the rules say nothing.
 */
export const firstTryOf = (
  kind: CallbackKind,
  receiptDate: Policy['receiptDate'],
  createdAt: number,
  dialled: boolean,
  now: number,
  { firstTryDays, timeZone }: Pick<AttemptRules, 'firstTryDays' | 'timeZone'>,
): FirstTry | null => {
  if (dialled || kind !== 'new' || firstTryDays === undefined) return null;
  const dueOn = addDays(receiptDate ?? localDate(createdAt, timeZone), firstTryDays);
  return { dueOn, late: localDate(now, timeZone) > dueOn };
};
