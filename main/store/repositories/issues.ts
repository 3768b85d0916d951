import type Database from 'better-sqlite3';
import { highestGrade } from '../../../core/issue/open-issue.ts';
import type { Issue } from '../../../core/callback/record.ts';
import { issueGrades, type IssueGrade } from '../../../core/callback/task.ts';

type IssueRecord = {
  id: string;
  task_id: string;
  attempt_id: string;
  code: string;
  grade: IssueGrade;
  question_id: string | null;
  owner: string;
  first_due_at: number;
  opened_at: number;
  note: string;
};

const toIssue = (row: IssueRecord): Issue => ({
  id: row.id,
  taskId: row.task_id,
  attemptId: row.attempt_id,
  code: row.code,
  grade: row.grade,
  questionId: row.question_id,
  owner: row.owner,
  firstDueAt: row.first_due_at,
  openedAt: row.opened_at,
  note: row.note,
});

/** 问题件 of the tasks. Called inside the transaction of the answer or the closing that opens them. */
export const createIssues = (db: Database.Database) => {
  const insert = db.prepare(
    `INSERT INTO issue (id, task_id, attempt_id, code, grade, question_id, owner, first_due_at, opened_at, note)
     VALUES (@id, @taskId, @attemptId, @code, @grade, @questionId, @owner, @firstDueAt, @openedAt, @note)
     ON CONFLICT (id) DO NOTHING`,
  );
  const columns = `id, issue.task_id, attempt_id, code, grade, question_id, owner, first_due_at, opened_at, note`;
  // Its own, and those that it checks as a second callback.
  const openOf = db.prepare<[string, string], IssueRecord>(
    `SELECT ${columns} FROM issue WHERE task_id = ? AND closed_at IS NULL
     UNION ALL
     SELECT ${columns} FROM recheck_issue CROSS JOIN issue ON issue.id = recheck_issue.issue_id
     WHERE recheck_issue.task_id = ? AND result IS NULL AND closed_at IS NULL`,
  );
  // A second finding weighs more whichever callback of the policy made the first (domain.md 3.4).
  const everOf = db.prepare<[string], { code: string; attemptId: string }>(
    `SELECT issue.code, issue.attempt_id AS attemptId FROM task CROSS JOIN task AS other
       ON other.policy_id = task.policy_id CROSS JOIN issue ON issue.task_id = other.id WHERE task.id = ?`,
  );
  const setGrade = db.prepare<[string | null, string]>('UPDATE task SET grade = ? WHERE id = ?');
  const gravestFirst = (a: IssueRecord, b: IssueRecord): number =>
    issueGrades.indexOf(a.grade) - issueGrades.indexOf(b.grade) ||
    a.opened_at - b.opened_at ||
    (a.id < b.id ? -1 : 1);
  const openIssues = (taskId: string): Issue[] => openOf.all(taskId, taskId).sort(gravestFirst).map(toIssue);
  return {
    openIssues,
    issuesEver: (taskId: string): { code: string; attemptId: string }[] => everOf.all(taskId),
    /** An issue that is here already stays as it is: it may be handed in again at the end of the call. */
    add: (taskId: string, issues: readonly Issue[]): void => {
      for (const issue of issues) insert.run(issue);
      setGrade.run(highestGrade(openIssues(taskId)), taskId);
    },
  };
};
export type Issues = ReturnType<typeof createIssues>;
