import { z } from 'zod';
import { issueGrades } from '../../callback/task.ts';
import { complaintClocks } from '../../complaint/complaint-clock.ts';
import { complaintActionSchema, complaintEventSchema, complaintSchema } from '../../complaint/complaint.ts';
import {
  correctionActionSchema,
  correctionEventSchema,
  correctionRequestSchema,
  correctionStatuses,
} from '../../correction/correction.ts';
import { issuePersonSchema, issueStatuses } from '../../issue/issue-life.ts';
import { channel } from '../envelope.ts';

const moment = z.number().int();
/** A list of the rules in the person's language. */
const choices = z.array(z.object({ code: z.string(), name: z.string() }));

const faceSchema = z.object({
  clock: z.enum(complaintClocks),
  dueAt: moment,
  doneAt: moment.nullable(),
  late: z.boolean(),
});
export type ComplaintFace = z.infer<typeof faceSchema>;

/** One line of the board of complaints; no product, no premium, phone masked (design.md I4). */
export const complaintRowSchema = z.object({
  issueId: z.string(),
  taskId: z.string(),
  holderName: z.string(),
  policyNo: z.string(),
  grade: z.enum(issueGrades),
  status: z.enum(issueStatuses),
  owner: z.string(),
  handler: issuePersonSchema.nullable(),
  openedAt: moment,
  faces: z.array(faceSchema),
  closedAt: moment.nullable(),
});
export type ComplaintRow = z.infer<typeof complaintRowSchema>;

const complaintDetailSchema = z.object({
  row: complaintRowSchema,
  complaint: complaintSchema,
  events: z.array(complaintEventSchema),
  steps: z.array(z.object({ code: z.string(), name: z.string(), done: z.boolean() })),
  lists: z.object({
    channels: choices,
    about: choices,
    wishes: choices,
    ways: choices,
    opinions: choices,
  }),
});
export type ComplaintDetail = z.infer<typeof complaintDetailSchema>;

/** A correction as it may be shown: values masked. */
export const correctionRowSchema = z.object({
  id: z.string(),
  taskId: z.string(),
  holderName: z.string(),
  policyNo: z.string(),
  field: z.string(),
  fieldName: z.string(),
  atCounter: z.boolean(),
  oldValue: z.string().nullable(),
  newValue: z.string(),
  sourceName: z.string(),
  note: z.string(),
  status: z.enum(correctionStatuses),
  requestedAt: moment,
  requestedBy: issuePersonSchema,
  settledAt: moment.nullable(),
  answer: z.string(),
  events: z.array(correctionEventSchema),
});
export type CorrectionRow = z.infer<typeof correctionRowSchema>;

const correctionListSchema = z.object({
  rows: z.array(correctionRowSchema),
  department: z.string(),
  /** Told to the customer word for word. */
  tell: z.string(),
  fields: z.array(z.object({ code: z.string(), name: z.string(), counter: z.boolean() })),
  sources: choices,
});
export type CorrectionList = z.infer<typeof correctionListSchema>;

export const caseScopes = ['open', 'closed'] as const;

export const caseChannels = {
  'complaint.board': channel(
    ['console'],
    z.object({ scope: z.enum(caseScopes), search: z.string().max(100) }),
    z.object({ rows: z.array(complaintRowSchema), late: z.number().int() }),
  ),
  'complaint.get': channel(['console'], z.object({ issueId: z.string() }), complaintDetailSchema),
  'complaint.act': channel(
    ['console'],
    z.object({ issueId: z.string(), action: complaintActionSchema }),
    complaintDetailSchema,
  ),
  'correction.board': channel(
    ['console'],
    z.object({ scope: z.enum(caseScopes), search: z.string().max(100) }),
    correctionListSchema,
  ),
  /** All requests on the policy of a task, newest first. */
  'correction.ofTask': channel(['console'], z.object({ taskId: z.string() }), correctionListSchema),
  'correction.request': channel(
    ['console'],
    z.object({ taskId: z.string(), issueId: z.string().nullable(), request: correctionRequestSchema }),
    correctionListSchema,
  ),
  'correction.act': channel(
    ['console'],
    z.object({ correctionId: z.string(), action: correctionActionSchema }),
    correctionListSchema,
  ),
  /** The new value in full, for handing it on; each look is in the audit chain. */
  'correction.reveal': channel(
    ['console'],
    z.object({ correctionId: z.string() }),
    z.object({ newValue: z.string() }),
  ),
} as const;
