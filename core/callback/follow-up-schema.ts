import { z } from 'zod';
import { taskStates } from './task.ts';

/**
 * What has to be done for a task beside dialling (domain.md 3.2 and 3.3: SMS request, seller assist, number check,
 * visit or letter with a signed receipt, lead approval). The kinds are data of the script pack.
 */

const bilingual = z.object({ zh: z.string().min(1), en: z.string().min(1) });

/** Until when it has to be done, counted from the moment it is opened. */
export const followUpDueSchema = z.union([
  z.strictObject({ minutes: z.number().int().positive() }),
  z.strictObject({ endOfDay: z.literal(true) }),
  z.strictObject({ workingDays: z.number().int().positive() }),
  /** End of the day so many days before the 犹豫期 ends; never before the end of the day it is opened on. */
  z.strictObject({ beforeDeadlineDays: z.number().int().nonnegative() }),
]);
export type FollowUpDue = z.infer<typeof followUpDueSchema>;

export const followUpNeeds = ['note', 'receipt', 'appointment'] as const;

const kindCode = z.string().regex(/^[a-z][a-z0-9_]{1,30}$/);

export const followUpOutcomeSchema = z.strictObject({
  code: kindCode,
  name: bilingual,
  result: z.enum(['done', 'failed']),
  needs: z.array(z.enum(followUpNeeds)),
  /** Disposition that is applied to the task, as if a call had ended with it; it is never a try. */
  disposition: z
    .string()
    .regex(/^D\d{2}$/)
    .optional(),
  /** Or the state it goes to. */
  task: z
    .strictObject({
      state: z.enum(taskStates),
      dial: z.enum(['never', 'now', 'other_band']),
      /** The number is another one: tries and rechecks count from here. */
      fresh: z.boolean().optional(),
    })
    .optional(),
  opens: z.array(kindCode).optional(),
});
export type FollowUpOutcome = z.infer<typeof followUpOutcomeSchema>;

export const followUpKindSchema = z.strictObject({
  code: kindCode,
  name: bilingual,
  /** Who acts. */
  owner: bilingual,
  due: followUpDueSchema,
  /** Key of `sms`: the text to be sent. */
  sms: z.string().optional(),
  /** Nothing depends on its outcome: something else carries the task on. */
  notice: z.boolean().optional(),
  /** May be opened by a person. */
  manual: z.boolean().optional(),
  /** Goes on although the callback is done. */
  survives: z.boolean().optional(),
  /** States of the task in which it is no longer needed. */
  endsIn: z.array(z.enum(taskStates)).optional(),
  outcomes: z.array(followUpOutcomeSchema).min(1),
});
export type FollowUpKind = z.infer<typeof followUpKindSchema>;

export const followUpStates = ['open', 'done', 'failed', 'superseded'] as const;
export const followUpOrigins = ['disposition', 'used_up', 'escalation', 'outcome', 'person'] as const;
export type FollowUpOrigin = (typeof followUpOrigins)[number];

/** One follow-up of a task. Its id is made of the task's id, the kind and a number, so that a replay gives it again. */
export const followUpSchema = z.object({
  id: z.string(),
  taskId: z.string(),
  kind: kindCode,
  state: z.enum(followUpStates),
  origin: z.enum(followUpOrigins),
  openedAt: z.number().int(),
  dueAt: z.number().int(),
  /** Code of the outcome; null while open and when superseded. */
  outcome: z.string().nullable(),
  note: z.string(),
  /** Number under which the signed receipt is filed. */
  receipt: z.string(),
  closedAt: z.number().int().nullable(),
  closedBy: z.string().nullable(),
});
export type FollowUp = z.infer<typeof followUpSchema>;
