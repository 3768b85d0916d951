import { z } from 'zod';
import { qualityFormSchema } from '../../quality/form-schema.ts';
import { preScoreSchema } from '../../quality/pre-score.ts';
import { qualityMarksSchema, qualityReviewSchema } from '../../quality/review.ts';
import { channel } from '../envelope.ts';

const viewSchema = z.object({
  /** The form for a new scoring. */
  form: qualityFormSchema,
  /** Why who sits here cannot score this callback; null = can. */
  bar: z.enum(['quality_no_talk', 'quality_own_call']).nullable(),
  /** What the record says, by item; for whoever scores only. */
  pre: z.object({ items: z.record(z.string(), preScoreSchema), fatal: z.record(z.string(), preScoreSchema) }),
  /** Scores so far, newest first, each with the form it was made with. Whoever may not score sees his own calls only. */
  reviews: z.array(
    z.object({ review: qualityReviewSchema, form: qualityFormSchema, issueId: z.string().nullable() }),
  ),
});
export type QualityView = z.infer<typeof viewSchema>;

export const qualityChannels = {
  /** Form, pre-score and scores of a closed callback. */
  'quality.get': channel(['console'], z.object({ attemptId: z.string() }), viewSchema),
  /** A person scores; a second scoring stands beside the first. */
  'quality.score': channel(
    ['console'],
    z.object({ attemptId: z.string(), formVersion: z.string().max(20), marks: qualityMarksSchema }),
    viewSchema,
  ),
} as const;
