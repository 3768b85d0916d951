import type Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import type { CallbackSubject } from '../../../core/callback/callback-kind.ts';
import { dueDay } from '../../../core/callback/callback-kind.ts';
import { deadlineOf } from '../../../core/callback/deadline.ts';
import { newTask } from '../../../core/callback/new-task.ts';
import type { IssueGrade, TaskState, WorkMode } from '../../../core/callback/task.ts';
import { localDate } from '../../../core/callback/zone-time.ts';
import { highestGrade } from '../../../core/issue/open-issue.ts';
import { workingDaysAfter, type WorkingCalendar } from '../../../core/issue/working-days.ts';
import type { Barred, BarReason, RecheckIssue } from '../../../core/issue/recheck.ts';
import { barredFrom, recheckSubject } from '../../../core/issue/recheck.ts';
import type { StoreRules } from '../protocol.ts';
import type { Audit } from './audit.ts';
import { parseSubject } from './policies.ts';
import type { TaskIndex } from './task-index.ts';

export type RecheckResult = 'accepted' | 'reopened' | 'withdrawn';

type Waiting = {
  id: string;
  code: string;
  grade: IssueGrade;
  opened_at: number;
  question_id: string | null;
  status: string;
  finder: string | null;
  handler: string | null;
};
type Running = {
  id: string;
  state: TaskState;
  type: string;
  origin: string;
  subject: string | null;
  deadline_at: number;
};
type Sold = {
  mode: WorkMode;
  coolingOffEnd: string;
  sellerCode: string | null;
  sellerName: string | null;
  holderName: string;
  policyNo: string;
  holderMobile: string;
};
/** Who does it and when; for the audit. */
type Deed = { at: number; agentId: string };

/** Without the list of holidays, which the store does not have. */
const mondayToFriday: WorkingCalendar = { id: 'plain', version: '0.0.0', years: {} };

/**
 * Second callbacks that arise by themselves (domain.md 3.2, 待二次回访). `settle` brings the tasks of a policy in line
 * with its issues and runs inside the transaction of whatever changed one of them.
 */
export const createRechecks = (
  db: Database.Database,
  { rules, audit, index }: { rules: StoreRules; audit: Audit; index: TaskIndex },
) => {
  const { timeZone } = rules.attempts;
  const policyOfTask = db.prepare<[string], { policy_id: string }>('SELECT policy_id FROM task WHERE id = ?');
  const running = db.prepare<[string], Running>(
    `SELECT id, state, type, origin, subject, deadline_at FROM task WHERE policy_id = ? AND type = 'recheck'
       AND state NOT IN ('issue', 'succeeded', 'failed', 'closed')`,
  );
  const issueColumns = `issue.id, issue.code, issue.grade, issue.opened_at, issue.question_id, issue.status,
    attempt.record ->> '$.agentNumber' AS finder, issue.handler ->> '$.number' AS handler`;
  const linked = db.prepare<[string], Waiting>(
    `SELECT ${issueColumns} FROM recheck_issue JOIN issue ON issue.id = recheck_issue.issue_id
       JOIN attempt ON attempt.id = issue.attempt_id
     WHERE recheck_issue.task_id = ? AND recheck_issue.result IS NULL`,
  );
  // One whose second callback ended without a decision waits for what that call found, then is called again.
  const unlinked = db.prepare<[string], Waiting>(
    `SELECT ${issueColumns} FROM task CROSS JOIN issue ON issue.task_id = task.id
       JOIN attempt ON attempt.id = issue.attempt_id
     WHERE task.policy_id = ? AND issue.status = 'recheck' AND NOT EXISTS (
       SELECT 1 FROM recheck_issue JOIN task AS again ON again.id = recheck_issue.task_id
       WHERE recheck_issue.issue_id = issue.id AND recheck_issue.result IS NULL AND (again.state <> 'issue' OR EXISTS (
         SELECT 1 FROM issue AS found
         WHERE found.task_id = again.id AND found.closed_at IS NULL AND found.status <> 'recheck')))`,
  );
  const policyOf = db.prepare<[string], Sold>(
    `SELECT mode, body ->> '$.coolingOffEnd' AS coolingOffEnd, body ->> '$.sellerCode' AS sellerCode,
       body ->> '$.sellerName' AS sellerName, holder_name AS holderName, policy_no AS policyNo,
       holder_mobile AS holderMobile FROM policy WHERE id = ?`,
  );
  const insertTask = db.prepare(
    `INSERT INTO task (id, policy_id, mode, type, state, deadline_at, tries, grade, subject, origin, created_at, updated_at)
     VALUES (@id, @policyId, @mode, @type, @state, @deadlineAt, 0, @grade, @subject, 'issue', @createdAt, @updatedAt)`,
  );
  const change = db.prepare(
    'UPDATE task SET subject = @subject, grade = @grade, deadline_at = @deadlineAt, updated_at = @at WHERE id = @id',
  );
  const close = db.prepare<[number, string]>("UPDATE task SET state = 'closed', updated_at = ? WHERE id = ?");
  const insertLink = db.prepare<[string, string]>(
    'INSERT INTO recheck_issue (task_id, issue_id) VALUES (?, ?)',
  );
  const setResult = db.prepare<[RecheckResult, string]>(
    'UPDATE recheck_issue SET result = ? WHERE issue_id = ? AND result IS NULL',
  );
  const link = (taskId: string, issueId: string): void => {
    setResult.run('withdrawn', issueId);
    insertLink.run(taskId, issueId);
  };
  const closeSettled = db.prepare<[number, string]>(
    `UPDATE task SET state = 'closed', updated_at = ? WHERE id = ? AND state = 'issue' AND NOT EXISTS (
       SELECT 1 FROM issue WHERE issue.task_id = task.id AND issue.closed_at IS NULL)`,
  );
  const clearBarred = db.prepare<[string]>('DELETE FROM task_barred WHERE task_id = ?');
  const bar = db.prepare<[string, string, string]>(
    'INSERT INTO task_barred (task_id, person, reason) VALUES (?, ?, ?)',
  );
  const barredOf = db.prepare<[string], { person: string; reason: BarReason }>(
    'SELECT person, reason FROM task_barred WHERE task_id = ?',
  );
  const taskOfIssue = db.prepare<
    [string],
    { id: string; state: TaskState; tries: number; not_before_at: number | null; deadline_at: number }
  >(
    `SELECT task.id, task.state, task.tries, task.not_before_at, task.deadline_at FROM recheck_issue
       JOIN task ON task.id = recheck_issue.task_id
     WHERE recheck_issue.issue_id = ? AND recheck_issue.result IS NULL`,
  );

  const byPhone = ({ code }: Waiting): boolean => !rules.issues.notByPhone.includes(code);
  const setBarred = (taskId: string, issues: readonly Waiting[], policy: Sold): void => {
    clearBarred.run(taskId);
    const barred = barredFrom({
      finders: issues.map(({ finder }) => finder),
      handlers: issues.map(({ handler }) => handler),
      seller: { number: policy.sellerCode, name: policy.sellerName },
    });
    for (const { person, reason } of barred) bar.run(taskId, person, reason);
  };
  const gravestFirst = (issues: readonly Waiting[]): Waiting[] => {
    const rank = ({ grade }: Waiting): number => ['U', 'I', 'N'].indexOf(grade);
    return issues.toSorted((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
  };
  const subjectOf = (issues: readonly Waiting[], date: string) =>
    recheckSubject(
      issues.map(({ id, code, question_id }) => ({ issueId: id, code, questionId: question_id })),
      rules.issues.names,
      date,
    );

  /**
   * Last day of a second callback: by the rule of its kind, but before the issues should be closed and while the
   * 犹豫期 lasts, and never in the past. Working days are Monday to Friday, as for all kinds (dueDay).
   */
  const lastDay = (
    issues: readonly Waiting[],
    policy: Sold,
    callback: CallbackSubject,
    at: number,
  ): string => {
    const today = localDate(at, timeZone);
    const targets = issues.map(({ grade, opened_at: openedAt }) => {
      const target = rules.issues.targetClose[grade];
      if ('hours' in target) return localDate(openedAt + target.hours * 3_600_000, timeZone);
      return workingDaysAfter(localDate(openedAt, timeZone), target.workingDays, mondayToFriday);
    });
    const { coolingOffEnd } = policy;
    const days = [dueDay({ coolingOffEnd, callback }, rules.due), ...targets];
    if (coolingOffEnd >= today) days.push(coolingOffEnd);
    const first = days.reduce((one, other) => (other < one ? other : one));
    return first < today ? today : first;
  };

  const open = (policyId: string, issues: readonly Waiting[], policy: Sold, { at, agentId }: Deed): void => {
    const callback = subjectOf(issues, localDate(at, timeZone));
    const dueOn = lastDay(issues, policy, callback, at);
    const task = newTask({
      id: uuidv7(),
      policyId,
      mode: policy.mode,
      type: 'recheck',
      dueOn,
      rules: rules.attempts,
      now: at,
    });
    const { id, mode, type, state, deadlineAt, createdAt, updatedAt } = task;
    const grade = highestGrade(issues);
    const subject = JSON.stringify(callback);
    const columns = { id, policyId, mode, type, state, deadlineAt, grade, subject, createdAt, updatedAt };
    const { lastInsertRowid } = insertTask.run(columns);
    index.put(lastInsertRowid, policy);
    for (const issue of issues) link(id, issue.id);
    setBarred(id, issues, policy);
    const detail = issues.map((issue) => issue.id).join(' ');
    audit.append({ at, agentId, action: 'recheck.opened', ref: id, detail });
  };

  /** A task that is in a call is left as it is: it is settled when that call is closed. */
  const settle = (policyId: string, deed: Deed): void => {
    const policy = policyOf.get(policyId);
    if (policy === undefined) return;
    const task = running.get(policyId);
    if (task?.state === 'calling') return;
    if (task !== undefined && task.origin !== 'issue') return;
    const fresh = unlinked.all(policyId).filter(byPhone);
    if (task === undefined) {
      if (fresh.length > 0) open(policyId, gravestFirst(fresh), policy, deed);
      return;
    }
    for (const issue of fresh) link(task.id, issue.id);
    const issues = gravestFirst(linked.all(task.id));
    if (issues.length === 0) {
      close.run(deed.at, task.id);
      audit.append({ ...deed, action: 'recheck.withdrawn', ref: task.id, detail: '' });
      return;
    }
    setBarred(task.id, issues, policy);
    const known = parseSubject(task.subject);
    const callback = subjectOf(issues, known?.date ?? localDate(deed.at, timeZone));
    const subject = JSON.stringify(callback);
    if (subject === task.subject && fresh.length === 0) return;
    const lastMoment = deadlineOf(lastDay(issues, policy, callback, deed.at), timeZone);
    const deadlineAt = Math.min(task.deadline_at, lastMoment);
    change.run({ id: task.id, subject, grade: highestGrade(issues), deadlineAt, at: deed.at });
  };

  const ofTask = (taskId: string): RecheckIssue[] =>
    linked.all(taskId).map(({ id, code, question_id }) => ({ issueId: id, code, questionId: question_id }));

  return {
    settle,
    settleTask: (taskId: string, deed: Deed): void => {
      const found = policyOfTask.get(taskId);
      if (found !== undefined) settle(found.policy_id, deed);
    },
    /** The issue has been decided, by the second callback or otherwise. */
    decide: (issueId: string, result: RecheckResult): void => {
      setResult.run(result, issueId);
    },
    /** A second callback that leaves nothing of its own to settle is over. */
    closeIfSettled: (taskId: string, at: number): void => {
      closeSettled.run(at, taskId);
    },
    /** Issues that the task checks and that are not decided. */
    ofTask,
    barred: (taskId: string): Barred[] => barredOf.all(taskId),
    /** The second callback that an issue waits for. */
    ofIssue: (issueId: string) => {
      const row = taskOfIssue.get(issueId);
      return row === undefined
        ? null
        : {
            taskId: row.id,
            state: row.state,
            tries: row.tries,
            notBeforeAt: row.not_before_at,
            deadlineAt: row.deadline_at,
            barred: barredOf.all(row.id),
          };
    },
  };
};
export type Rechecks = ReturnType<typeof createRechecks>;
