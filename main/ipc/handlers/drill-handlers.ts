import type { DrillReviews } from '../../practice/drill-reviews.ts';
import type { Handlers } from '../run-call.ts';

type Names = Extract<keyof Handlers, `drill.${string}`>;

/** Reviews of practice calls and the hints of the first one. */
export const drillHandlers = (reviews: DrillReviews): Pick<Handlers, Names> => ({
  'drill.review': ({ attemptId }) => reviews.review(attemptId),
  'drill.history': () => reviews.history(),
  'drill.hints': () => reviews.hints(),
  'drill.putHintsAway': () => reviews.putHintsAway(),
});
