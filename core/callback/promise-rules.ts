import { z } from 'zod';
import { addDays, instantOf, localDate, minuteOf } from './zone-time.ts';

/** What may be promised to a customer, as data of the script pack (domain.md rows 43 and 44). */

const bilingual = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const code = z.string().regex(/^[a-z][a-z0-9_]{1,30}$/);

const dueChoiceSchema = z.union([
  /** At `time` (`HH:MM` in the pack's time zone) so many days after the day of the promise. */
  z.strictObject({
    code,
    name: bilingual,
    days: z.number().int().min(0).max(30),
    time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  }),
  z.strictObject({ code, name: bilingual, minutes: z.number().int().positive() }),
]);
export type PromiseDueChoice = z.infer<typeof dueChoiceSchema>;

export const promiseRulesSchema = z.strictObject({
  due: z.array(dueChoiceSchema).min(1).max(9).describe('Moments that are promised with one key.'),
  usualLatest: code.describe('The moment of `due` after which the agent is told that it is late.'),
  maxDays: z.number().int().positive().describe('No promise may lie further ahead.'),
  ways: z
    .array(z.strictObject({ code, name: bilingual }))
    .min(1)
    .max(9)
    .describe('How the customer gets the answer.'),
  owners: z
    .array(
      z.strictObject({
        code,
        name: bilingual,
        asked: z.boolean().optional().describe('Is asked, and the answer comes back to the agent.'),
      }),
    )
    .min(1)
    .max(9)
    .describe('Who sees to it.'),
  alarmMinutes: z.number().int().nonnegative().describe('So long before its time a promise gives the alarm.'),
});
export type PromiseRules = z.infer<typeof promiseRulesSchema>;

export const noteTagSchema = z.strictObject({ code, name: bilingual });

/** UTC ms of a quick choice for a promise made at `at`; it may be over already (today 18:00 at 19:00). */
export const promiseDueAt = (choice: PromiseDueChoice, at: number, timeZone: string): number =>
  'minutes' in choice
    ? at + choice.minutes * 60_000
    : instantOf(addDays(localDate(at, timeZone), choice.days), minuteOf(choice.time), timeZone);

export type PromiseDueFault = 'promise_in_past' | 'promise_too_far';

/** What speaks against a promise for `dueAt` made at `at`, null when nothing does. */
export const promiseDueFault = (
  dueAt: number,
  at: number,
  rules: Pick<PromiseRules, 'maxDays'>,
): PromiseDueFault | null => {
  if (dueAt <= at) return 'promise_in_past';
  return dueAt > at + rules.maxDays * 86_400_000 ? 'promise_too_far' : null;
};
