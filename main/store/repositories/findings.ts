import type Database from 'better-sqlite3';
import type { IssueGrade, WorkMode } from '../../../core/callback/task.ts';
import type { Finding } from '../../../core/issue/findings.ts';

type FindingRecord = {
  code: string;
  grade: IssueGrade;
  opened_at: number;
  closed_at: number | null;
  policy_id: string;
  question_id: string | null;
  seller_name: string | null;
  seller_code: string | null;
  product: string;
  branch: string | null;
  channel: string | null;
};

// Two halves, each read from the index of its own; what was opened in the span was closed in it too, or never.
const half = (where: string): string => `
  SELECT issue.code, issue.grade, issue.opened_at, issue.closed_at, task.policy_id, issue.question_id,
    policy.body ->> '$.sellerName' AS seller_name, policy.body ->> '$.sellerCode' AS seller_code,
    policy.body ->> '$.product' AS product, policy.branch, policy.channel
  FROM issue
  JOIN task ON task.id = issue.task_id
  JOIN policy ON policy.id = task.policy_id
  WHERE ${where} AND issue.opened_at >= @since AND task.mode = @mode`;

/** Findings for the counts by seller, product, branch, channel, question and type. */
export const createFindings = (db: Database.Database) => {
  const since = db.prepare<[{ mode: WorkMode; since: number }], FindingRecord>(
    `${half('issue.closed_at IS NULL')} UNION ALL ${half('issue.closed_at IS NOT NULL AND issue.closed_at >= @since')}`,
  );
  return {
    findings: (mode: WorkMode, from: number): Finding[] =>
      since.all({ mode, since: from }).map((row) => ({
        code: row.code,
        grade: row.grade,
        openedAt: row.opened_at,
        closed: row.closed_at !== null,
        policyId: row.policy_id,
        questionId: row.question_id,
        sellerName: row.seller_name,
        sellerCode: row.seller_code,
        product: row.product,
        branch: row.branch,
        channel: row.channel,
      })),
  };
};
