import { z } from 'zod';
import { nextDialViewSchema } from '../../callback/next-dial-view.ts';
import { issueGrades, taskStates, workModes } from '../../callback/task.ts';
import { barReasons } from '../../issue/recheck.ts';
import { channel } from '../envelope.ts';

const bilingual = z.object({ zh: z.string(), en: z.string() });

/** One line of the work list: no product, no premium (design.md I4), phone masked. */
export const taskRowSchema = z.object({
  id: z.string(),
  state: z.enum(taskStates),
  holderName: z.string(),
  mobileMasked: z.string(),
  policyNo: z.string(),
  scriptName: z.string(),
  channel: z.string(),
  branch: z.string().nullable(),
  deadlineAt: z.number().int(),
  appointmentAt: z.number().int().nullable(),
  notBeforeAt: z.number().int().nullable(),
  notBeforeReason: z.string().nullable(),
  /** When it may be dialled next and why; never without a reason. */
  dial: nextDialViewSchema,
  tries: z.number().int(),
  grade: z.enum(issueGrades).nullable(),
  lastDisposition: z.string().nullable(),
  /** Why it stands where it stands (locale key `orderReason.*`). */
  orderReason: z.enum([
    'appointment_due',
    'deadline_passed',
    'deadline_today',
    'deadline_soon',
    'by_deadline',
    'waiting',
    'appointment_later',
    'not_open',
  ]),
});
export type TaskRow = z.infer<typeof taskRowSchema>;

export const taskFilters = ['open', 'due_soon', 'appointments', 'waiting', 'issues', 'done', 'all'] as const;
export type TaskFilter = (typeof taskFilters)[number];

export const taskCountsSchema = z.object({
  open: z.number().int(),
  due_soon: z.number().int(),
  appointments: z.number().int(),
  waiting: z.number().int(),
  issues: z.number().int(),
  done: z.number().int(),
  all: z.number().int(),
  /** Open tasks whose 犹豫期 has ended. */
  overdue: z.number().int(),
});
export type TaskCounts = z.infer<typeof taskCountsSchema>;

/** One closed attempt in a list or a history. */
export const recordRowSchema = z.object({
  attemptId: z.string(),
  taskId: z.string(),
  mode: z.enum(workModes),
  holderName: z.string(),
  policyNo: z.string(),
  startedAt: z.number().int(),
  durationS: z.number().int(),
  disposition: z.string(),
  successful: z.boolean(),
  issueCount: z.number().int(),
  syncState: z.enum(['waiting', 'sent', 'refused']),
});
export type RecordRow = z.infer<typeof recordRowSchema>;

/** Pre-call card: enough to prepare and to dial, nothing that the identity gate guards. */
export const taskCardSchema = z.object({
  row: taskRowSchema,
  coolingOffEnd: z.string(),
  coolingOffDaysLeft: z.number().int(),
  /** Last day for the first dial; null when somebody has dialled or the rules name none. */
  firstTry: z.object({ dueOn: z.string(), late: z.boolean() }).nullable(),
  /** Age in full years, null when the birth date is unknown; ≥60 wants extra care (domain.md F16). */
  elderly: z.boolean().nullable(),
  /** What is remarkable about the number; null when nothing is. */
  mobileWarning: z.object({ holders: z.number().int().nullable(), sellers: z.boolean() }).nullable(),
  channel: z.string(),
  triesNeeded: z.number().int(),
  /** Callbacks of the customer on all his policies, newest first. */
  history: z.array(recordRowSchema),
  issues: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      grade: z.enum(issueGrades),
      owner: z.string(),
      firstDueAt: z.number().int(),
    }),
  ),
  /** Whether dialling is possible now, and if not why and when. */
  dial: nextDialViewSchema,
  /** Open follow-ups of the task, the most urgent first. */
  followUps: z.array(z.object({ name: bilingual, owner: bilingual, dueAt: z.number().int() })),
  /** Follow-ups a person may ask for. */
  askable: z.array(z.object({ kind: z.string(), name: bilingual })),
  /** True when a hung-up callback of this task goes on at its first unanswered question. */
  resumes: z.boolean(),
  /** Why the signed-in agent may not make this second callback; null when he may. */
  barred: z.enum(barReasons).nullable(),
});
export type TaskCard = z.infer<typeof taskCardSchema>;

export const worklistChannels = {
  'worklist.page': channel(
    ['console'],
    z.object({
      filter: z.enum(taskFilters),
      search: z.string().max(100),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
    }),
    z.object({ total: z.number().int(), rows: z.array(taskRowSchema), counts: taskCountsSchema }),
  ),
  'worklist.next': channel(
    ['console'],
    z.object({}),
    z.object({ task: taskRowSchema.nullable(), nextPossibleAt: z.number().int().nullable() }),
  ),
  'task.card': channel(['console'], z.object({ taskId: z.string() }), taskCardSchema),
  'records.page': channel(
    ['console'],
    z.object({
      search: z.string().max(100),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
    }),
    z.object({ total: z.number().int(), rows: z.array(recordRowSchema) }),
  ),
} as const;
