import { z } from 'zod';
import { callbackKinds } from './callback-kind.ts';

/** Practice work never mixes with real work: lists, counts and head office keep the two apart. */
export const workModes = ['live', 'practice'] as const;
export type WorkMode = (typeof workModes)[number];

/**
 * Task states of domain.md 3.2. The Chinese names live in the locale files (`taskState.*`):
 * to_dial 待拨, calling 通话中, appointment 预约, redial 待重拨, to_verify 待核实, other_way 其他方式,
 * issue 问题件, succeeded 成功, exhausted 重拨用尽, failed 未成功, closed 归档(免访等).
 */
export const taskStates = [
  'to_dial',
  'calling',
  'appointment',
  'redial',
  'to_verify',
  'other_way',
  'issue',
  'succeeded',
  'exhausted',
  'failed',
  'closed',
] as const;
export type TaskState = (typeof taskStates)[number];

/** States in which the task stands in the work list and may be dialled. */
export const diallableStates: readonly TaskState[] = ['to_dial', 'appointment', 'redial'];

export const issueGrades = ['U', 'I', 'N'] as const;
/** U 紧急, I 重要, N 一般 (domain.md row 61). */
export type IssueGrade = (typeof issueGrades)[number];

export const taskSchema = z.object({
  id: z.string(),
  policyId: z.string(),
  mode: z.enum(workModes),
  /** Kind of callback; with the policy it selects the script. */
  type: z.enum(callbackKinds),
  state: z.enum(taskStates),
  /** End of the last day of the 犹豫期, UTC ms. */
  deadlineAt: z.number().int(),
  /** Earliest time of the next dial, UTC ms; null = now. */
  notBeforeAt: z.number().int().nullable(),
  /** Why `notBeforeAt` is what it is: a key of the locale files (`nextDial.*`). */
  notBeforeReason: z.string().nullable(),
  appointmentAt: z.number().int().nullable(),
  appointmentAgentId: z.string().nullable(),
  /** Tries that count towards the three (domain.md 3.3 column Try). */
  tries: z.number().int().nonnegative(),
  /** Highest grade of its open issues. */
  grade: z.enum(issueGrades).nullable(),
  lastDisposition: z.string().nullable(),
  createdAt: z.number().int(),
  updatedAt: z.number().int(),
});
export type Task = z.infer<typeof taskSchema>;
