import { z } from 'zod';
import { issueGrades, taskStates } from '../../callback/task.ts';
import { issueClocks } from '../../issue/issue-clock.ts';
import {
  issueActionSchema,
  issueEventSchema,
  issuePersonSchema,
  issueStatuses,
} from '../../issue/issue-life.ts';
import { barReasons } from '../../issue/recheck.ts';
import { channel, eventChannel } from '../envelope.ts';

const moment = z.number().int();

/** One line of the board of 问题件; no product, no premium, phone masked (design.md I4). */
export const issueRowSchema = z.object({
  id: z.string(),
  taskId: z.string(),
  attemptId: z.string(),
  code: z.string(),
  name: z.string(),
  grade: z.enum(issueGrades),
  status: z.enum(issueStatuses),
  questionId: z.string().nullable(),
  note: z.string(),
  owner: z.string(),
  handler: issuePersonSchema.nullable(),
  holderName: z.string(),
  mobileMasked: z.string(),
  policyNo: z.string(),
  branch: z.string().nullable(),
  openedAt: moment,
  firstDueAt: moment,
  targetAt: moment,
  limitAt: moment,
  firstHandledAt: moment.nullable(),
  closedAt: moment.nullable(),
  /** The running clock that ends first; null when closed. */
  next: z.object({ clock: z.enum(issueClocks), at: moment }).nullable(),
  /** Clocks that ran out before they stopped. */
  late: z.array(z.enum(issueClocks)),
});
export type IssueRow = z.infer<typeof issueRowSchema>;

const countsSchema = z.object({
  open: z.number().int(),
  /** Open with a clock that has run out. */
  overdue: z.number().int(),
  /** Open with a clock that ends within two hours (domain.md section 5, team lead 1). */
  soon: z.number().int(),
  /** Open and in nobody's hands. */
  unowned: z.number().int(),
});
export type IssueCounts = z.infer<typeof countsSchema>;

const detailSchema = z.object({
  row: issueRowSchema,
  recall: z.enum(['yes', 'no', 'call_back', 'visit']),
  /** The words that were read out and answered, where the finding belongs to a question. */
  question: z.string().nullable(),
  mayLower: z.boolean(),
  /** It is a complaint: the form and the two clocks are complaint.get's. */
  isComplaint: z.boolean(),
  /** The second callback that it waits for; `barred` is why the signed-in person may not make it. */
  recheck: z
    .object({
      taskId: z.string(),
      state: z.enum(taskStates),
      deadlineAt: moment,
      barred: z.enum(barReasons).nullable(),
    })
    .nullable(),
  /** Follow-ups that a person may open from here (resources: issueRules.arrange). */
  arrange: z.array(z.object({ kind: z.string(), name: z.string(), owner: z.string() })),
  /** The year whose holidays are not known and that a clock runs into; working days are then Monday to Friday. */
  calendarGap: z.string().nullable(),
  events: z.array(issueEventSchema),
});
export type IssueDetail = z.infer<typeof detailSchema>;

/** unowned: open and nobody has taken it (domain.md row 75, 在途排查). */
export const boardScopes = ['open', 'unowned', 'closed'] as const;

export const issueChannels = {
  'issue.board': channel(
    ['console'],
    z.object({ scope: z.enum(boardScopes), search: z.string().max(100) }),
    z.object({ rows: z.array(issueRowSchema), counts: countsSchema }),
  ),
  'issue.get': channel(['console'], z.object({ issueId: z.string() }), detailSchema),
  'issue.act': channel(
    ['console'],
    z.object({ issueId: z.string(), action: issueActionSchema }),
    detailSchema,
  ),
  'issue.counts': channel(['console'], z.object({}), countsSchema),
} as const;

export const issueEvents = {
  'issue.counts': eventChannel(['console'], countsSchema),
} as const;
