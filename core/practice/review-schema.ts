import { z } from 'zod';

const textSchema = z.object({ 'zh-CN': z.string(), en: z.string() });

/** A moment of the call that a rule speaks of. */
const momentSchema = z.object({
  questionId: z.string().nullable(),
  /** Milliseconds since the customer picked up; null where no call was up. */
  offsetMs: z.number().int().nullable(),
  /** Characters a minute, for rules on pace. */
  pace: z.number().int().nullable(),
});
export type Moment = z.infer<typeof momentSchema>;

const findingSchema = z.object({
  ruleId: z.string(),
  /** `person`: only somebody who listened can judge it. */
  outcome: z.enum(['passed', 'failed', 'person']),
  text: textSchema,
  /** Where it was seen; of a failed rule each place at which it failed. */
  moments: z.array(momentSchema),
  knowledge: z.string().nullable(),
});
export type Finding = z.infer<typeof findingSchema>;

export const drillReviewSchema = z.object({
  attemptId: z.string(),
  drill: z.string(),
  title: textSchema,
  endedAt: z.number().int(),
  disposition: z.string(),
  /** `not_judged`: the drill has no rules, or its call cannot be gone through any more. */
  verdict: z.enum(['passed', 'failed', 'not_judged']),
  /** What the drill asks for. */
  rules: z.array(findingSchema),
  /** What is good in any callback. */
  always: z.array(findingSchema),
});
export type DrillReview = z.infer<typeof drillReviewSchema>;
