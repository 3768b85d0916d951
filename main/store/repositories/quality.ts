import type Database from 'better-sqlite3';
import { qualityFormSchema } from '../../../core/quality/form-schema.ts';
import type { KeptReview, QualityStore } from '../../../core/quality/quality-store.ts';
import { qualityReviewSchema } from '../../../core/quality/review.ts';
import type { Audit } from './audit.ts';
import type { Issues } from './issues.ts';

type Row = { body: string; form: string; issue_id: string | null };
type Input = Parameters<QualityStore['addQualityReview']>[0];

/** Scores of callbacks, each with the form it was made with. */
export const createQuality = (db: Database.Database, { audit, issues }: { audit: Audit; issues: Issues }) => {
  const ofAttempt = db.prepare<[string], Row>(
    `SELECT quality_review.body, quality_form.body AS form, quality_review.issue_id FROM quality_review
       JOIN quality_form ON quality_form.hash = quality_review.form_hash
     WHERE attempt_id = ? ORDER BY n DESC`,
  );
  const keepForm = db.prepare<[string, string, string, string]>(
    'INSERT INTO quality_form (hash, id, version, body) VALUES (?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING',
  );
  const insert = db.prepare(
    `INSERT INTO quality_review
       (id, attempt_id, mode, form_hash, agent_number, scorer_number, scored_at, total, passed, issue_id, body)
     VALUES (@id, @attemptId, @mode, @formHash, @agentNumber, @scorerNumber, @at, @total, @passed, @issueId, @body)`,
  );
  const openedBefore = db.prepare<[string, string], { id: string }>(
    'SELECT id FROM issue WHERE attempt_id = ? AND code = ? LIMIT 1',
  );
  // Whoever has read the task before must see that its grade may be another now.
  const touch = db.prepare<[number, string]>('UPDATE task SET updated_at = ? WHERE id = ?');

  const add = db.transaction(({ review, form, issue, agentId }: Input): KeptReview => {
    keepForm.run(review.form.hash, form.id, form.version, JSON.stringify(form));
    const known = issue === null ? undefined : openedBefore.get(review.attemptId, issue.code);
    if (issue !== null && known === undefined) {
      issues.add(issue.taskId, [issue]);
      touch.run(review.at, issue.taskId);
    }
    const issueId = issue === null ? null : (known?.id ?? issue.id);
    insert.run({
      id: review.id,
      attemptId: review.attemptId,
      mode: review.mode,
      formHash: review.form.hash,
      agentNumber: review.agent.number,
      scorerNumber: review.scorer.number,
      at: review.at,
      total: review.total,
      passed: review.passed ? 1 : 0,
      issueId,
      body: JSON.stringify(qualityReviewSchema.parse(review)),
    });
    const fatal = review.fatal.map(({ id }) => ` ${id}`).join('');
    audit.append({
      at: review.at,
      agentId,
      action: 'quality.scored',
      ref: review.attemptId,
      detail: `${form.id} ${form.version} ${review.total}${fatal}`,
    });
    return { review, form, issueId };
  });

  return {
    qualityReviews: (attemptId: string): KeptReview[] =>
      ofAttempt.all(attemptId).map((row) => ({
        review: qualityReviewSchema.parse(JSON.parse(row.body)),
        form: qualityFormSchema.parse(JSON.parse(row.form)),
        issueId: row.issue_id,
      })),
    addQualityReview: (input: Input): KeptReview => add.immediate(input),
  };
};
