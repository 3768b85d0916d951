import { z } from 'zod';
import { promiseSchema } from '../../callback/promise.ts';
import { channel } from '../envelope.ts';
import { sessionViewSchema } from './call.ts';

const bilingual = z.object({ zh: z.string(), en: z.string() });
const sessionResult = z.object({ session: sessionViewSchema });

/** When a promise is due: a quick choice of the pack, or a moment of its own in UTC ms. */
const promiseDueSchema = z.union([
  z.object({ choice: z.string().max(40) }),
  z.object({ at: z.number().int() }),
]);

/** A promise as the list shows it. No policy facts. */
export const promiseRowSchema = promiseSchema
  .pick({
    id: true,
    taskId: true,
    question: true,
    what: true,
    dueAt: true,
    madeAt: true,
    state: true,
    reply: true,
    repliedAt: true,
    note: true,
    closedAt: true,
  })
  .extend({
    holderName: z.string(),
    policyNo: z.string(),
    owner: z.object({ code: z.string(), name: bilingual, isAsked: z.boolean() }),
    wayName: bilingual,
    /** Past its time and not dealt with: broken until somebody says what became of it. */
    isOverdue: z.boolean(),
  });
export type PromiseRow = z.infer<typeof promiseRowSchema>;

/** Figures of the report on promises (domain.md row 43). */
export const promiseCountsSchema = z.object({
  open: z.number().int(),
  overdue: z.number().int(),
  kept: z.number().int(),
  late: z.number().int(),
  broken: z.number().int(),
});

export const promiseChannels = {
  /**
   * A question of the customer (domain.md row 15): `n` is null for a new one; at most one of `answer` and `promise`
   * says what becomes of it. Everything is taken or nothing.
   */
  'question.record': channel(
    ['console'],
    z.object({
      n: z.number().int().nullable(),
      text: z.string().max(1000),
      answer: z.object({ words: z.string().max(2000), entryId: z.string().max(10).nullable() }).nullable(),
      promise: z
        .object({
          what: z.string().max(1000),
          due: promiseDueSchema,
          way: z.string().max(40),
          owner: z.string().max(40),
        })
        .nullable(),
    }),
    sessionResult,
  ),
  'notes.tag': channel(['console'], z.object({ tag: z.string().max(40), on: z.boolean() }), sessionResult),
  'promise.page': channel(
    ['console'],
    z.object({ list: z.enum(['open', 'closed']) }),
    z.object({ rows: z.array(promiseRowSchema), counts: promiseCountsSchema }),
  ),
  /** What the department answered; the promise is then the agent's to keep. */
  'promise.reply': channel(
    ['console'],
    z.object({ id: z.string(), words: z.string().max(2000) }),
    z.object({}),
  ),
  'promise.settle': channel(
    ['console'],
    z.object({ id: z.string(), done: z.boolean(), note: z.string().max(2000) }),
    z.object({}),
  ),
} as const;
