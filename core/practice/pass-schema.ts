import { z } from 'zod';
import { issueGrades } from '../callback/task.ts';

/** A text of the drill book in both languages. */
export const localText = z.strictObject({ 'zh-CN': z.string().min(1), en: z.string().min(1) });

const ruleId = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens');
/** What the customer said when a question was put to him for the first time. */
const heard = { after: z.array(z.string()).min(1), silence: z.boolean().default(false) };

/** What the review says when a rule was kept and when it was not, and where the right way can be read. */
const judged = {
  id: ruleId,
  good: localText,
  improve: localText,
  /** Entry of the knowledge base. */
  knowledge: z
    .string()
    .regex(/^[A-Z]\d{1,2}$/)
    .optional(),
};

/**
 * The `pass` rules of a drill (domain.md section 4 `drills`), judged from what was stored of the call. What only
 * ears can judge (tone, an argument, a hint given aloud) is a rule of kind `person` and never passed or failed.
 */
export const passRuleSchema = z.discriminatedUnion('check', [
  /** The call ended with one of these dispositions. */
  z.strictObject({ ...judged, check: z.literal('disposition'), codes: z.array(z.string()).min(1) }),
  /** Identity never passed, so nothing of the policy was ever on screen to be read out. */
  z.strictObject({ ...judged, check: z.literal('nothing_told') }),
  /**
   * Characters a minute from the card's appearance to the key, for every text of at least `shortest` characters.
   * The customer's answer lies in that time too, so that the figure is a lower bound (domain.md 3.6).
   */
  z.strictObject({
    ...judged,
    check: z.literal('pace'),
    max: z.number().int().positive(),
    shortest: z.number().int().positive(),
  }),
  /** Each question at which the customer said one of these lines (or nothing at all) was asked again. */
  z.strictObject({ ...judged, ...heard, check: z.literal('asked_again') }),
  /** Where the customer said one of these lines (or nothing at all), the answer entered was not the normal one. */
  z.strictObject({ ...judged, ...heard, check: z.literal('not_normal') }),
  /** All these issues are open at the end, of this grade if one is named. */
  z.strictObject({
    ...judged,
    check: z.literal('issues'),
    codes: z.array(z.string()).min(1),
    grade: z.enum(issueGrades).optional(),
  }),
  /** Identity passed with another factor after one was not known, and that one was not "remembered" after all. */
  z.strictObject({ ...judged, check: z.literal('other_factor') }),
  /** Every required question was put, or the script itself ended the call before. */
  z.strictObject({ ...judged, check: z.literal('settled') }),
  /** Every abnormal answer that may be asked again was explained and asked again. */
  z.strictObject({ ...judged, check: z.literal('explained') }),
  /** The closing summary was confirmed by the customer. */
  z.strictObject({ ...judged, check: z.literal('summed_up') }),
  /** Only a person can judge it. */
  z.strictObject({
    id: ruleId,
    check: z.literal('person'),
    say: localText,
    knowledge: judged.knowledge,
  }),
]);
export type PassRule = z.infer<typeof passRuleSchema>;
