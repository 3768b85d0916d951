import { z } from 'zod';

/**
 * Kinds of callback (domain.md section 4 `scripts`): new 新契约, lapse 失效与复效, pos 保全后续, recheck 问题件二次回访,
 * orphan 离职告知, survey 满意度. The kind and the product choose the script.
 */
export const callbackKinds = ['new', 'lapse', 'pos', 'recheck', 'orphan', 'survey'] as const;
export type CallbackKind = (typeof callbackKinds)[number];

/** What may be said about a contract whose seller has left. */
export const contractStatuses = ['有效', '效力中止'] as const;
export type ContractStatus = (typeof contractStatuses)[number];

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/**
 * What a callback that is not about a new policy is about. `date` is the day its due time counts from: lapse, service
 * done, last callback, or the seller's exit (calendar day in China). It travels with the policy, as the list gave it.
 */
export const callbackSubjectSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('lapse'), date: day }),
  z.object({
    kind: z.literal('pos'),
    date: day,
    /** 保全项目, e.g. 退保, 变更受益人. */
    service: z.string().min(1).max(60),
    requestedOn: day,
    hasPayout: z.boolean(),
  }),
  z.object({
    kind: z.literal('recheck'),
    date: day,
    /** What the customer had said, in the words that are read out. */
    problem: z.string().min(1).max(200),
    /** Type of the issue that is checked. */
    issue: z.string().regex(/^I\d{2}$/),
    /** Questions answered abnormally then; they are asked again. */
    questions: z.array(z.string().regex(/^[A-Z]\d{1,2}$/)).max(40),
  }),
  z.object({ kind: z.literal('orphan'), date: day, contractStatus: z.enum(contractStatuses) }),
  z.object({ kind: z.literal('survey'), date: day }),
]);
export type CallbackSubject = z.infer<typeof callbackSubjectSchema>;

/** How the last day of a kind of callback is found: the end of 犹豫期, or so many days after the subject's date. */
export const dueRuleSchema = z.union([
  z.strictObject({ from: z.literal('cooling_off_end') }),
  z.strictObject({ from: z.literal('date'), days: z.number().int().nonnegative() }),
  z.strictObject({ from: z.literal('date'), workingDays: z.number().int().nonnegative() }),
]);
export type DueRule = z.infer<typeof dueRuleSchema>;
export type DueRules = Readonly<Record<CallbackKind, DueRule>>;

const dayMs = 86_400_000;
const isWeekend = (ms: number): boolean => [0, 6].includes(new Date(ms).getUTCDay());

/**
 * Last day of a callback, `YYYY-MM-DD`. Working days are Monday to Friday: public holidays make the true limit later,
 * never earlier, so that the day told here is on the safe side except after a shifted working day.
 */
export const dueDay = (
  policy: { coolingOffEnd: string; callback?: CallbackSubject | undefined },
  rules: DueRules,
): string => {
  const { callback } = policy;
  const rule = rules[callback?.kind ?? 'new'];
  if (rule.from === 'cooling_off_end' || callback === undefined) return policy.coolingOffEnd;
  let at = Date.parse(`${callback.date}T00:00:00Z`);
  if ('days' in rule) at += rule.days * dayMs;
  else
    for (let left = rule.workingDays; left > 0;) {
      at += dayMs;
      if (!isWeekend(at)) left -= 1;
    }
  return new Date(at).toISOString().slice(0, 10);
};
