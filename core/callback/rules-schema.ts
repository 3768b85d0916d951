import { z } from 'zod';
import { issueGrades, taskStates } from './task.ts';

/**
 * Shapes of the trade's rules as data. They live in the script pack, so that head office changes them
 * without a new program (domain.md sections 3.3 and 3.4).
 */

const bilingual = z.object({ zh: z.string().min(1), en: z.string().min(1) });

/** What is true of an attempt at its end; the script stepper works these out (see docs/script-format.md). */
export const situations = [
  /** Nobody picked up. */
  'no_contact',
  /** Somebody picked up. */
  'contact',
  /** The person on the line said not to be the holder. */
  'not_self',
  /** Q03 answered no / Q04 answered no / Q03 or Q04 refused. */
  'inconvenient',
  'recording_refused',
  'refused',
  'identity_passed',
  /** The script tells nothing about the policy and asks for no proof of identity (a survey). */
  'identity_not_needed',
  /** The holder wants to be called again about what was asked (L05 考虑). */
  'call_again',
  'identity_failed',
  /** Too many factors forgotten to pass, none failed for good. */
  'identity_forgotten',
  /** Every required item is answered, clear or explained. */
  'complete',
  'incomplete',
  /** At least one abnormal answer stands / none does. */
  'abnormal',
  'clean',
  'complaint',
  /** The call is down although the script is not at its end. */
  'cut_off',
] as const;
export type Situation = (typeof situations)[number];

export const dispositionSchema = z.object({
  code: z.string().regex(/^D\d{2}$/),
  name: bilingual,
  /** Counts towards the three tries. */
  try: z.boolean(),
  completed: z.boolean(),
  successful: z.boolean(),
  /** Offered when all situations of at least one inner list hold. An empty outer list = never by the agent. */
  allowed: z.array(z.array(z.enum(situations)).min(1)),
  needs: z.array(z.enum(['appointment', 'reason'])),
  /** State of the task afterwards, and how the next possible dial time is found. */
  next: z.object({
    state: z.enum(taskStates),
    dial: z.enum(['never', 'now', 'appointment', 'other_band', 'after_minutes', 'next_day']),
    /** For `after_minutes`. */
    minutes: z.number().int().positive().optional(),
    /** The next dial, if in the same band of the same day, is part of this try (D31). */
    sameTry: z.boolean().optional(),
    /** State once the tries are used up (only with a dial that may come again). */
    exhausted: z.enum(taskStates).optional(),
    /** Dialled again so many times after endings of the same key, then no more (D14, D33, D34). */
    recheck: z
      .strictObject({
        key: z.string().min(1),
        times: z.number().int().positive(),
        then: z.strictObject({ state: z.enum(taskStates), followUps: z.array(z.string()) }),
      })
      .optional(),
    /** Who dials next, where it is not the agent. */
    by: bilingual.optional(),
  }),
  /** Follow-ups it opens at once. */
  followUps: z.array(z.string()),
  /** Issue types the disposition itself opens (D17 -> I02). */
  opens: z.array(z.string()),
});
export type Disposition = z.infer<typeof dispositionSchema>;

export const issueTypeSchema = z.object({
  code: z.string().regex(/^I\d{2}$/),
  name: bilingual,
  grade: z.enum(issueGrades),
  owner: z.string().min(1),
  recall: z.enum(['yes', 'no', 'call_back', 'visit']),
});
export type IssueType = z.infer<typeof issueTypeSchema>;

const clockTime = z.string().regex(/^\d{2}:\d{2}$/);

/** Try rules of domain.md 3.3, times in the zone of the callee (China Standard Time). */
export const attemptRulesSchema = z.object({
  timeZone: z.string(),
  bands: z.array(z.object({ from: clockTime, to: clockTime })).min(1),
  minTries: z.number().int().positive(),
  minBands: z.number().int().positive(),
  minDays: z.number().int().positive(),
  minGapMinutes: z.number().int().nonnegative(),
  maxPerDay: z.number().int().positive(),
  /** The first dial within so many days of the receipt of the policy; told on the card. */
  firstTryDays: z.number().int().positive().optional(),
  /** Lead alert and other ways this many days before the 犹豫期 ends. */
  escalateDays: z.number().int().nonnegative(),
  /** Days a task counts as due soon in the work list. */
  dueSoonDays: z.number().int().positive(),
  appointmentAlarmMinutes: z.number().int().positive(),
  /** The appointment is kept for the agent who made it until so many minutes past its time. */
  appointmentOwnerMinutes: z.number().int().nonnegative(),
  /** Follow-ups when the tries are used up, and when the 犹豫期 is about to end. */
  usedUp: z.array(z.string()),
  escalation: z.array(z.string()).min(1),
});
export type AttemptRules = z.infer<typeof attemptRulesSchema>;

const span = z.union([
  z.strictObject({ hours: z.number().positive() }),
  z.strictObject({ workingDays: z.number().int().positive() }),
]);

/** First handling in real hours by grade, raise rules (domain.md 3.4). */
export const issueRulesSchema = z.object({
  firstHandlingHours: z.object({
    U: z.number().positive(),
    I: z.number().positive(),
    N: z.number().positive(),
  }),
  /** One grade up when so many days or fewer of the 犹豫期 are left. */
  raiseWhenDaysLeft: z.number().int().nonnegative(),
  /** One grade up for holders of this age or older with a new-type product (all designs but 普通型). */
  raiseAge: z.number().int().positive(),
  /** Target of the end, in real hours or working days by grade. */
  targetClose: z.object({ U: span, I: span, N: span }),
  /** Days of work within which an issue must be solved (art. 18, domain.md F4). */
  limitWorkingDays: z.number().int().positive(),
  /** Kinds of follow-up that a person may open from an issue (domain.md row 69, 资深顾问重新解释). */
  arrange: z.array(z.string()).optional(),
  /** Roles that may lower a grade; everybody may raise one (domain.md row 61). */
  gradeLoweredBy: z.array(z.string().min(1)),
  /** Types that tell of mis-selling (domain.md 3.7), for the counts by seller, product and branch. */
  misSelling: z.array(z.string().regex(/^I\d{2}$/)),
  /** So many policies with findings of one seller, product or question within so many days make a pattern. */
  pattern: z.object({ policies: z.number().int().min(2), days: z.number().int().positive() }),
  /** Shares of each clock at which somebody is told, rising; who it is, in the words of the house. */
  reminders: z
    .array(z.object({ percent: z.number().positive(), to: z.string().min(1) }))
    .refine((all) => all.every(({ percent }, at) => percent > (all[at - 1]?.percent ?? 0)), {
      message: 'the percentages must rise',
    }),
});
export type IssueRules = z.infer<typeof issueRulesSchema>;

/** Import defaults that differ by company or product (domain.md F30: never a constant in code). */
export const coolingOffRulesSchema = z.object({
  /** Used, and told in the preview, when a file gives no length. */
  defaultDays: z.number().int().positive(),
  /** 0 = the start day counts as day one. */
  firstDayOffset: z.number().int().nonnegative(),
});
export type CoolingOffRules = z.infer<typeof coolingOffRulesSchema>;
