import { z } from 'zod';

const named = z.object({ code: z.string(), name: z.string() });

/** A question of the customer as the console shows it. */
export const questionViewSchema = z.object({
  n: z.number().int(),
  text: z.string(),
  questionId: z.string().nullable(),
  status: z.enum(['open', 'answered', 'promised']),
  answer: z
    .object({ words: z.string(), entry: z.object({ id: z.string(), title: z.string() }).nullable() })
    .nullable(),
  promise: z
    .object({
      what: z.string(),
      dueAt: z.number().int(),
      way: named,
      owner: named,
    })
    .nullable(),
});
export type QuestionView = z.infer<typeof questionViewSchema>;

export const noteTagViewSchema = named.extend({ isOn: z.boolean() });
export type NoteTagView = z.infer<typeof noteTagViewSchema>;
