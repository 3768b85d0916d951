import { z } from 'zod';
import { shownCardSchema } from '../quality/pace.ts';

/**
 * What can happen in a running script. The list of events is the stored truth of an attempt: replaying it
 * through `next` gives the same state again (design.md I1, I5). No event holds what the customer replied to
 * an identity factor, only whether it fitted (domain.md section 4 `identity.ui.store`).
 */
const stamp = {
  /** UTC ms. */
  at: z.number().int(),
  /** Milliseconds since the call was answered; null when no call is up. */
  offsetMs: z.number().int().nullable(),
};

export const scriptEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('answer'),
    questionId: z.string(),
    value: z.string(),
    words: z.string().max(2000),
    /** Since when the card stood there and how long its text was; missing where the card was not timed. */
    shown: shownCardSchema.optional(),
    ...stamp,
  }),
  z.object({ type: z.literal('skip'), questionId: z.string(), ...stamp }),
  z.object({
    type: z.literal('verify'),
    factorId: z.string(),
    outcome: z.enum(['pass', 'fail', 'forgot']),
    shown: shownCardSchema.optional(),
    ...stamp,
  }),
  /** The agent explained and asks the same question once more. */
  z.object({ type: z.literal('ask_again'), questionId: z.string(), ...stamp }),
  /** The agent leaves an abnormal answer as it is and goes on. */
  z.object({ type: z.literal('go_on'), questionId: z.string(), ...stamp }),
  /** Back to an answered question to correct a slip; the earlier answer is kept. */
  z.object({ type: z.literal('correct'), questionId: z.string(), ...stamp }),
  /** One-key flags (domain.md section 5, item 6). */
  z.object({
    type: z.literal('flag'),
    flag: z.enum(['abnormal', 'customer_question', 'complaint', 'voice_mismatch', 'cancel_wish']),
    words: z.string().max(2000),
    ...stamp,
  }),
  /** An objection of the playbook was raised; it opens `issue`, null opens none (domain.md rows 41-42). */
  z.object({
    type: z.literal('objection'),
    objectionId: z.string().max(10),
    /** Cause code and the customer's words as the playbook has them. */
    cause: z.string().max(100),
    trigger: z.string().max(200),
    issue: z.string().nullable(),
    ...stamp,
  }),
  /**
   * A word of the pack's list stood in what was typed (domain.md row 102): the agent had its issue opened with one
   * key, or the pack opens it by itself, or the agent said that there is none.
   */
  z.object({
    type: z.literal('keyword'),
    word: z.string().max(100),
    /** Where it stood. */
    source: z.enum(['notes', 'words', 'question']),
    questionId: z.string().nullable(),
    /** Null: the agent looked, and there is none. */
    issue: z.string().nullable(),
    ...stamp,
  }),
  /** The customer asked something; what becomes of it follows (domain.md row 15). */
  z.object({ type: z.literal('question_asked'), text: z.string().max(1000), ...stamp }),
  /** Question `n` of the log was answered: from an entry of the knowledge, in the agent's own words, or both. */
  z.object({
    type: z.literal('question_answered'),
    n: z.number().int(),
    words: z.string().max(2000),
    entry: z.object({ id: z.string().max(10), title: z.string().max(200) }).nullable(),
    ...stamp,
  }),
  /** An answer to question `n` is promised; the same `promiseId` again changes the promise (domain.md row 43). */
  z.object({
    type: z.literal('question_promised'),
    n: z.number().int(),
    promiseId: z.string().max(100),
    what: z.string().max(1000),
    /** UTC ms. */
    dueAt: z.number().int(),
    way: z.string().max(40),
    owner: z.string().max(40),
    ...stamp,
  }),
  /** A tag of the notes was set or taken away (domain.md row 53). */
  z.object({ type: z.literal('note_tag'), tag: z.string().max(40), on: z.boolean(), ...stamp }),
  /** A robot began this callback and hands it over (domain.md section 4 ROBOT_HANDOVER); comes first of all. */
  z.object({ type: z.literal('handed_over'), reason: z.string().max(100), ...stamp }),
  /** A normal answer that the robot took before it handed over. */
  z.object({ type: z.literal('robot_answer'), questionId: z.string(), value: z.string(), ...stamp }),
  /** A new call for the same attempt chain begins: identity must be verified again (flow_rules.resume_after_hangup). */
  z.object({ type: z.literal('resumed'), ...stamp }),
]);
export type ScriptEvent = z.infer<typeof scriptEventSchema>;
