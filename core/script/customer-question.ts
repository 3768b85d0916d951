import { z } from 'zod';

/** One thing the customer asked and what became of it (domain.md rows 15, 36, 43 and 44). */
export const customerQuestionSchema = z.object({
  /** Number within the callback, from 1. */
  n: z.number().int().positive(),
  text: z.string(),
  /** The question on screen when it was asked; null at the end or for an identity factor. */
  questionId: z.string().nullable(),
  /** `agent`: written down with the flag. `answer`: came as the answer to a question of the script. */
  from: z.enum(['agent', 'answer']),
  at: z.number().int(),
  offsetMs: z.number().int().nullable(),
  /** `withdrawn`: the answer it came with was put right. */
  status: z.enum(['open', 'answered', 'promised', 'withdrawn']),
  answer: z
    .object({
      words: z.string(),
      entry: z.object({ id: z.string(), title: z.string() }).nullable(),
      at: z.number().int(),
    })
    .nullable(),
  promise: z
    .object({
      id: z.string(),
      what: z.string(),
      dueAt: z.number().int(),
      way: z.string(),
      owner: z.string(),
      at: z.number().int(),
    })
    .nullable(),
});
export type CustomerQuestion = z.infer<typeof customerQuestionSchema>;

type Log = { questions: readonly CustomerQuestion[] };

/** Questions that have neither an answer nor a promise. */
export const openQuestions = ({ questions }: Log): CustomerQuestion[] =>
  questions.filter(({ status }) => status === 'open');

/**
 * The rule of domain.md row 15: a call does not close while a question of the customer has neither an answer nor a
 * promise. Gives the numbers of those in the way; empty when it may close.
 */
export const closeBlockedBy = (log: Log): number[] => openQuestions(log).map(({ n }) => n);

/** The log as it goes into the callback record. */
export const recordQuestions = ({ questions }: Log): CustomerQuestion[] =>
  questions.filter(({ status }) => status !== 'withdrawn');
