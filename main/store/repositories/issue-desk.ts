import type Database from 'better-sqlite3';
import type { IssueGrade, TaskState, WorkMode } from '../../../core/callback/task.ts';
import { highestGrade } from '../../../core/issue/open-issue.ts';
import {
  closedOnBoard,
  type IssueFile,
  type IssueWithHistory,
  type RecheckStep,
} from '../../../core/issue/issue-file.ts';
import {
  issueEventSchema,
  issuePersonSchema,
  type IssueEvent,
  type IssueStatus,
} from '../../../core/issue/issue-life.ts';
import { StoreError } from '../errors.ts';
import type { Audit } from './audit.ts';
import type { Rechecks } from './rechecks.ts';

type FileRecord = {
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
  status: IssueStatus;
  handler: string | null;
  first_handled_at: number | null;
  closed_at: number | null;
  mode: WorkMode;
  task_state: TaskState;
  policy_no: string;
  holder_name: string;
  holder_mobile: string;
  branch: string | null;
  cooling_off_end: string;
  seller_name: string | null;
  seller_code: string | null;
  finder: string | null;
};

const toFile = (row: FileRecord): IssueFile => ({
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
  status: row.status,
  handler: row.handler === null ? null : issuePersonSchema.parse(JSON.parse(row.handler)),
  firstHandledAt: row.first_handled_at,
  closedAt: row.closed_at,
  mode: row.mode,
  taskState: row.task_state,
  policyNo: row.policy_no,
  holderName: row.holder_name,
  holderMobile: row.holder_mobile,
  branch: row.branch,
  coolingOffEnd: row.cooling_off_end,
  seller: { name: row.seller_name, code: row.seller_code },
  finder: row.finder,
});

const selectFile = `
  SELECT issue.*, task.mode, task.state AS task_state, policy.policy_no, policy.holder_name, policy.holder_mobile,
    policy.branch, policy.body ->> '$.coolingOffEnd' AS cooling_off_end, policy.body ->> '$.sellerName' AS seller_name, policy.body ->> '$.sellerCode' AS seller_code,
    attempt.record ->> '$.agentNumber' AS finder
  FROM issue
  JOIN task ON task.id = issue.task_id
  JOIN policy ON policy.id = task.policy_id
  JOIN attempt ON attempt.id = issue.attempt_id`;

/** 问题件 after they were opened: the board, one issue with its history, and what is done with it. */
export const createIssueDesk = (db: Database.Database, audit: Audit, rechecks: Rechecks) => {
  const open = db.prepare<[WorkMode], FileRecord>(
    `${selectFile} WHERE issue.closed_at IS NULL AND task.mode = ? ORDER BY issue.opened_at, issue.id`,
  );
  const closed = db.prepare<[WorkMode, number], FileRecord>(
    `${selectFile} WHERE issue.closed_at IS NOT NULL AND task.mode = ? ORDER BY issue.closed_at DESC, issue.id LIMIT ?`,
  );
  const one = db.prepare<[string], FileRecord>(`${selectFile} WHERE issue.id = ?`);
  const eventsOf = db.prepare<[string], { body: string }>(
    'SELECT body FROM issue_event WHERE issue_id = ? ORDER BY n',
  );
  const addEvent = db.prepare<[string, string, string]>(
    `INSERT INTO issue_event (issue_id, n, body)
     VALUES (?, (SELECT count(*) FROM issue_event WHERE issue_id = ?), ?)`,
  );
  const change = db.prepare(
    `UPDATE issue SET status = @status, grade = @grade, handler = @handler, first_handled_at = @firstHandledAt,
       first_due_at = @firstDueAt, closed_at = @closedAt WHERE id = @id`,
  );
  const openGrades = db.prepare<[string], { grade: IssueGrade }>(
    'SELECT grade FROM issue WHERE task_id = ? AND closed_at IS NULL',
  );
  const setGrade = db.prepare<[string | null, number, string]>(
    'UPDATE task SET grade = ?, updated_at = ? WHERE id = ?',
  );
  // 办结: the last open issue of a callback that waited for its issues only.
  const closeTask = db.prepare<[number, string]>(
    "UPDATE task SET state = 'closed', updated_at = ? WHERE id = ? AND state = 'issue'",
  );

  const withHistory = (id: string): IssueWithHistory | null => {
    const row = one.get(id);
    if (row === undefined) return null;
    const recheck = rechecks.ofIssue(id);
    const events = eventsOf.all(id).map(({ body }) => issueEventSchema.parse(JSON.parse(body)));
    return { issue: toFile(row), events, recheck };
  };

  const log = (id: string, event: IssueEvent): void => {
    addEvent.run(id, id, JSON.stringify(issueEventSchema.parse(event)));
  };

  const apply = (issue: IssueFile, event: IssueEvent): void => {
    const before = one.get(issue.id);
    // Somebody at this seat was quicker: what is on screen is old.
    if (before === undefined || before.closed_at !== null)
      throw new StoreError('bad_input', 'issue is closed');
    const { id, status, grade, firstHandledAt, firstDueAt, closedAt } = issue;
    const handler = issue.handler === null ? null : JSON.stringify(issue.handler);
    change.run({ id, status, grade, handler, firstHandledAt, firstDueAt, closedAt });
    log(id, event);
    const grades = openGrades.all(issue.taskId);
    setGrade.run(highestGrade(grades), event.at, issue.taskId);
    if (grades.length === 0) closeTask.run(event.at, issue.taskId);
    audit.append({
      at: event.at,
      agentId: event.agentId,
      action: `issue.${event.did.type}`,
      ref: id,
      detail: `${status} ${grade}`,
    });
    if (before.status === 'recheck' && status !== 'recheck') rechecks.decide(id, 'withdrawn');
  };
  const act = db.transaction((issue: IssueFile, event: IssueEvent): void => {
    apply(issue, event);
    rechecks.settleTask(issue.taskId, { at: event.at, agentId: event.agentId });
  });

  /** What a second callback decides, inside the transaction that closes it and settles the policy's tasks after. */
  const writeBack = (steps: readonly RecheckStep[]): void => {
    for (const { issue, event, result } of steps) {
      rechecks.decide(issue.id, result);
      apply(issue, event);
    }
  };

  return {
    writeBack,
    port: {
      /** Every open issue oldest first, then the latest closed ones. */
      issueBoard: (mode: WorkMode): IssueFile[] =>
        [...open.all(mode), ...closed.all(mode, closedOnBoard)].map(toFile),
      issue: withHistory,
      /** The issue as it is after the event, the event, the task's grade and the audit: one transaction. */
      issueAct: (input: { issue: IssueFile; event: IssueEvent }): void =>
        act.immediate(input.issue, input.event),
      /** A reminder was given; changes nothing else. */
      issueReminded: (input: { issueId: string; event: IssueEvent }): void => log(input.issueId, input.event),
    },
  };
};
export type IssueDesk = ReturnType<typeof createIssueDesk>;
