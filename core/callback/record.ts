import { z } from 'zod';
import { paceSchema } from '../quality/pace.ts';
import { recordChecksSchema } from '../script/record-checks.ts';
import { customerQuestionSchema } from '../script/customer-question.ts';
import { issueGrades, workModes } from './task.ts';

/** An open or handled 问题件 as kept with the task (domain.md 3.4). */
export const issueSchema = z.object({
  id: z.string(),
  taskId: z.string(),
  attemptId: z.string(),
  code: z.string(),
  grade: z.enum(issueGrades),
  questionId: z.string().nullable(),
  owner: z.string(),
  /** First handling is due, UTC ms. */
  firstDueAt: z.number().int(),
  openedAt: z.number().int(),
  note: z.string(),
});
export type Issue = z.infer<typeof issueSchema>;

/** One answer as it goes into the record: the text read out, its hash, the answer and the moment. */
export const answerRecordSchema = z.object({
  questionId: z.string(),
  /** 1 = first asking, 2 = after an explanation, 3+ = corrections. */
  asking: z.number().int(),
  textHash: z.string(),
  value: z.string(),
  label: z.string(),
  words: z.string(),
  abnormal: z.boolean(),
  /** Who heard the answer, where it was not the agent. */
  by: z.literal('robot').optional(),
  /** How fast the question was read at least; missing where the card was not timed. */
  pace: paceSchema.optional(),
  at: z.number().int(),
  offsetMs: z.number().int().nullable(),
});
export type AnswerRecord = z.infer<typeof answerRecordSchema>;

export const verificationRecordSchema = z.object({
  factorId: z.string(),
  outcome: z.enum(['pass', 'fail', 'forgot']),
  pace: paceSchema.optional(),
  at: z.number().int(),
  offsetMs: z.number().int().nullable(),
});
export type VerificationRecord = z.infer<typeof verificationRecordSchema>;

/**
 * The callback record of domain.md row 85: what one attempt said, answered and decided. This is the body
 * that goes to head office; its id is the attempt's UUIDv7.
 */
export const callbackRecordSchema = z.object({
  id: z.string(),
  taskId: z.string(),
  mode: z.enum(workModes),
  policyNo: z.string(),
  holderName: z.string(),
  /** Masked: last four digits only. */
  holderMobileMasked: z.string(),
  agentId: z.string(),
  /** Name and number of the agent as read out in the opening. */
  agentName: z.string(),
  agentNumber: z.string(),
  packId: z.string(),
  packVersion: z.string(),
  packHash: z.string(),
  scriptId: z.string(),
  /** Which attempt on the task this was, 1 = the first (row 85 次数); attempts that count as no try included. */
  attemptNumber: z.number().int().positive(),
  startedAt: z.number().int(),
  answeredAt: z.number().int().nullable(),
  endedAt: z.number().int(),
  /** domain.md F23: a call can be completed and still not successful. */
  completed: z.boolean(),
  successful: z.boolean(),
  disposition: z.string(),
  dispositionReason: z.string(),
  appointmentAt: z.number().int().nullable(),
  identityPassed: z.boolean(),
  answers: z.array(answerRecordSchema),
  verifications: z.array(verificationRecordSchema),
  issues: z.array(
    z.object({
      code: z.string(),
      grade: z.enum(issueGrades),
      questionId: z.string().nullable(),
      note: z.string(),
    }),
  ),
  notes: z.string(),
  /** What the rules found; missing in records of versions that did not look. */
  checks: recordChecksSchema.optional(),
  /** Codes of `noteTags` of the pack; left out when none was set. */
  noteTags: z.array(z.string()).optional(),
  /** What the customer asked, and the answer or the promise; left out when nothing was asked. */
  customerQuestions: z.array(customerQuestionSchema).optional(),
});
export type CallbackRecord = z.infer<typeof callbackRecordSchema>;
