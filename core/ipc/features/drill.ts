import { z } from 'zod';
import { drillReviewSchema } from '../../practice/review-schema.ts';
import { channel } from '../envelope.ts';

/** A review with the names of what it speaks of, in the language on screen. */
const shownReviewSchema = z.object({
  review: drillReviewSchema,
  dispositionName: z.string(),
  questionNames: z.record(z.string(), z.string()),
  knowledgeTitles: z.record(z.string(), z.string()),
});
export type ShownReview = z.infer<typeof shownReviewSchema>;

const historySchema = z.object({
  drill: z.string(),
  /** Calls of this drill among the latest ones of the person. */
  runs: z.number().int(),
  passed: z.number().int(),
  /** The best of them, null before the first. */
  best: z
    .object({
      attemptId: z.string(),
      verdict: drillReviewSchema.shape.verdict,
      endedAt: z.number().int(),
      /** Rules kept and rules judged, of the drill and of any callback together. */
      kept: z.number().int(),
      judged: z.number().int(),
    })
    .nullable(),
});
export type DrillHistory = z.infer<typeof historySchema>;

/** What a practice call is worth afterwards, and the help in the very first one. */
export const drillChannels = {
  /** The review of a practice call; null names the latest one of the person. `shown` is null when there is none. */
  'drill.review': channel(
    ['console'],
    z.object({ attemptId: z.string().nullable() }),
    z.object({ shown: shownReviewSchema.nullable() }),
  ),
  /** Every drill of the book in its order, with what the person made of it. */
  'drill.history': channel(['console'], z.object({}), z.object({ drills: z.array(historySchema) })),
  /** Whether the call screen explains itself: until the first practice callback is over, or hints were put away. */
  'drill.hints': channel(['console'], z.object({}), z.object({ show: z.boolean() })),
  'drill.putHintsAway': channel(['console'], z.object({}), z.object({ show: z.boolean() })),
} as const;
