import { z } from 'zod';
import { issueGrades } from '../callback/task.ts';
import { noteTagViewSchema, questionViewSchema } from './question-view.ts';

/**
 * What the console may see of a running script. The projection is the identity wall (design.md I4): text
 * that holds a policy fact is not in here before the identity gate has passed.
 */

/** Answer sets of domain.md 3.5. */
export const answerSets = ['YN', 'NY', 'OPEN', 'OPT', 'ST', 'RATE'] as const;

export const answerOptionSchema = z.object({
  /** Keyboard key, '1'…'9'. */
  key: z.string(),
  value: z.string(),
  label: z.string(),
});

const issueViewSchema = z.object({
  code: z.string(),
  name: z.string(),
  grade: z.enum(issueGrades),
  /** Question whose answer opened it; null for a flag set by hand. */
  questionId: z.string().nullable(),
});
export type IssueView = z.infer<typeof issueViewSchema>;

export const identityViewSchema = z.object({
  status: z.enum(['locked', 'passed', 'failed']),
  /** Factors passed and factors needed, e.g. 1 of 2. */
  passed: z.number().int(),
  needed: z.number().int(),
  strongPassed: z.number().int(),
  strongNeeded: z.number().int(),
  factors: z.array(
    z.object({
      id: z.string(),
      questionId: z.string(),
      label: z.string(),
      strength: z.enum(['strong', 'medium', 'weak']),
      state: z.enum(['open', 'current', 'passed', 'failed', 'forgotten']),
      triesLeft: z.number().int(),
    }),
  ),
});
export type IdentityView = z.infer<typeof identityViewSchema>;

/** The one thing on screen. Exactly one card at any time (domain.md section 1 row 11). */
export const cardSchema = z.discriminatedUnion('kind', [
  /** A statement is read out (ST); key 1 = "read, go on". */
  z.object({
    kind: z.literal('statement'),
    questionId: z.string(),
    text: z.string(),
    textHash: z.string(),
    options: z.array(answerOptionSchema),
    /** The pace floor: seconds the text takes at the fastest lawful speed. */
    minSeconds: z.number(),
  }),
  z.object({
    kind: z.literal('question'),
    questionId: z.string(),
    text: z.string(),
    textHash: z.string(),
    set: z.enum(answerSets),
    options: z.array(answerOptionSchema),
    /** Optional questions may be skipped with a key of their own. */
    optional: z.boolean(),
    /** OPEN questions take the customer's words as well. */
    wantsWords: z.boolean(),
    /** Statutory item (一)–(七) the question covers, if any. */
    item: z.string().nullable(),
    /** Agent's answer hint or explanation points, never read out. */
    hint: z.string().nullable(),
    /** 1 = first asking, 2 = asked again after an explanation. */
    asking: z.number().int(),
    minSeconds: z.number(),
  }),
  /** Identity factor: the agent types what the customer said; the expected value is never shown. */
  z.object({
    kind: z.literal('verify'),
    factorId: z.string(),
    questionId: z.string(),
    text: z.string(),
    textHash: z.string(),
    strength: z.enum(['strong', 'medium', 'weak']),
    /** How the reply is typed: a date, 4 characters, a number, free words. */
    inputKind: z.enum(['date', 'id4', 'mobile', 'product', 'amount']),
    triesLeft: z.number().int(),
    minSeconds: z.number(),
  }),
  /** An abnormal answer was given: explain, then ask again once, or go on. The issue is already open. */
  z.object({
    kind: z.literal('abnormal'),
    questionId: z.string(),
    text: z.string(),
    answerLabel: z.string(),
    issues: z.array(issueViewSchema),
    /** Points the agent explains, from the pack. */
    explain: z.string().nullable(),
    canAskAgain: z.boolean(),
  }),
  /** Somebody else answered (NOT_SELF): one neutral sentence, then an end without policy facts. */
  z.object({ kind: z.literal('not_self'), text: z.string(), textHash: z.string() }),
  /** Nothing more to ask: choose a disposition. `reason` is a locale key (`ending.*`). */
  z.object({ kind: z.literal('ending'), reason: z.string() }),
]);
export type Card = z.infer<typeof cardSchema>;

export const dispositionChoiceSchema = z.object({
  code: z.string(),
  name: z.string(),
  /** What the console asks for with it. */
  needs: z.array(z.enum(['appointment', 'reason'])),
  counts: z.boolean(),
});

/** Six steps of a callback (domain.md row 46). */
export const stages = ['opening', 'identity', 'questions', 'objections', 'summary', 'archive'] as const;

export const scriptViewSchema = z.object({
  scriptId: z.string(),
  scriptName: z.string(),
  /** Why this script: facts its condition names, with their values; empty until identity has passed. */
  because: z.array(z.object({ fact: z.string(), value: z.string() })),
  packId: z.string(),
  packVersion: z.string(),
  stage: z.enum(stages),
  identity: identityViewSchema,
  card: cardSchema,
  progress: z.object({
    requiredDone: z.number().int(),
    requiredTotal: z.number().int(),
    /** True until identity has passed: what is behind the gate is neither named nor counted. */
    hidesRest: z.boolean(),
    sections: z.array(
      z.object({ id: z.string(), name: z.string(), done: z.number().int(), total: z.number().int() }),
    ),
  }),
  issues: z.array(issueViewSchema),
  /** Answers given so far, newest last; texts only of questions already on screen. */
  answered: z.array(
    z.object({
      questionId: z.string(),
      text: z.string(),
      answerLabel: z.string(),
      abnormal: z.boolean(),
      asking: z.number().int(),
      canCorrect: z.boolean(),
    }),
  ),
  /** What the customer asked, with what became of it. */
  questions: z.array(questionViewSchema),
  /** Numbers of the questions that keep the call from closing. */
  closeBlockedBy: z.array(z.number().int()),
  noteTags: z.array(noteTagViewSchema),
  /** Dispositions that the state of the answers allows, best first. */
  dispositions: z.array(dispositionChoiceSchema),
  /** Why 成功 (D01) is not offered, as locale keys with the question ids; empty when it is. */
  successBlockedBy: z.array(z.object({ reason: z.string(), questionId: z.string().nullable() })),
});
export type ScriptView = z.infer<typeof scriptViewSchema>;
