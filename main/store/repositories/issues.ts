import type Database from 'better-sqlite3';
import { highestGrade } from '../../../core/issue/open-issue.ts';
import type { Issue } from '../../../core/callback/record.ts';
import type { IssueGrade } from '../../../core/callback/task.ts';

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
  const openOf = db.prepare<[string], IssueRecord>(
    `SELECT id, task_id, attempt_id, code, grade, question_id, owner, first_due_at, opened_at, note
     FROM issue WHERE task_id = ? AND closed_at IS NULL ORDER BY grade = 'N', grade = 'I', opened_at, id`,
  );
  const everOf = db.prepare<[string], { code: string; attemptId: string }>(
    'SELECT DISTINCT code, attempt_id AS attemptId FROM issue WHERE task_id = ?',
  );
  const setGrade = db.prepare<[string | null, string]>('UPDATE task SET grade = ? WHERE id = ?');
  const openIssues = (taskId: string): Issue[] => openOf.all(taskId).map(toIssue);
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
