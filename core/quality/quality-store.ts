import type { Issue } from '../callback/record.ts';
import type { QualityForm } from './form-schema.ts';
import type { QualityReview } from './review.ts';

/** A scoring with the form it was made with, and the issue that it opened or found open. */
export type KeptReview = { review: QualityReview; form: QualityForm; issueId: string | null };

/** Scores of callbacks; nothing of them is ever changed or taken away. */
export type QualityStore = {
  /** Newest first. */
  qualityReviews(attemptId: string): Promise<KeptReview[]>;
  /**
   * The review, its form, the issue it opens and the audit row in one transaction. An issue of the same type that the
   * callback has already is linked instead of opening another.
   */
  addQualityReview(input: {
    review: QualityReview;
    form: QualityForm;
    issue: Issue | null;
    agentId: string;
  }): Promise<KeptReview>;
};
