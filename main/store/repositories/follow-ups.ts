import type Database from 'better-sqlite3';
import type { FollowUp } from '../../../core/callback/follow-up-schema.ts';
import { doneStates } from '../../../core/callback/order.ts';
import type { TaskState, WorkMode } from '../../../core/callback/task.ts';
import type { FiledAttempt } from '../../../core/callback/tries.ts';
import type { Store } from '../../../core/ports.ts';
import { StoreError } from '../errors.ts';
import type { Audit } from './audit.ts';
import type { Rechecks } from './rechecks.ts';

type FollowUpRecord = {
  id: string;
  task_id: string;
  kind: string;
  state: FollowUp['state'];
  origin: FollowUp['origin'];
  opened_at: number;
  due_at: number;
  outcome: string | null;
  note: string;
  receipt: string;
  closed_at: number | null;
  closed_by: string | null;
};
type Listed = FollowUpRecord & { holder_name: string; policy_no: string };

const toFollowUp = (row: FollowUpRecord): FollowUp => ({
  id: row.id,
  taskId: row.task_id,
  kind: row.kind,
  state: row.state,
  origin: row.origin,
  openedAt: row.opened_at,
  dueAt: row.due_at,
  outcome: row.outcome,
  note: row.note,
  receipt: row.receipt,
  closedAt: row.closed_at,
  closedBy: row.closed_by,
});

const groupBy = <T, V>(
  rows: readonly T[],
  key: (row: T) => string,
  value: (row: T) => V,
): Map<string, V[]> => {
  const groups = new Map<string, V[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), value(row)]);
  return groups;
};

/** In the order in which they were opened; a few rows of one task, sorted by hand. */
const byOpening = (a: FollowUpRecord, b: FollowUpRecord): number =>
  a.opened_at - b.opened_at || (a.id < b.id ? -1 : 1);

const taskUpdate = `UPDATE task SET state = @state, deadline_at = @deadlineAt, not_before_at = @notBeforeAt,
   not_before_reason = @notBeforeReason, appointment_at = @appointmentAt, appointment_agent_id = @appointmentAgentId,
   tries = @tries, last_disposition = @lastDisposition, updated_at = @updatedAt WHERE id = @id`;

/** Follow-ups of the tasks, and the tasks' life outside of calls. */
export const createFollowUps = (db: Database.Database, audit: Audit, rechecks: Rechecks) => {
  const put = db.prepare(
    `INSERT INTO follow_up (id, task_id, mode, kind, state, origin, opened_at, due_at, outcome, note, receipt, closed_at, closed_by)
     VALUES (@id, @taskId, @mode, @kind, @state, @origin, @openedAt, @dueAt, @outcome, @note, @receipt, @closedAt, @closedBy)
     ON CONFLICT (id) DO UPDATE SET state = excluded.state, outcome = excluded.outcome, note = excluded.note,
       receipt = excluded.receipt, closed_at = excluded.closed_at, closed_by = excluded.closed_by
     WHERE follow_up.state = 'open'`,
  );
  const ofTasks = db.prepare<[string], FollowUpRecord>(
    `SELECT follow_up.* FROM json_each(?) AS key
     CROSS JOIN task ON task.id = key.value CROSS JOIN follow_up ON follow_up.task_id = task.id
     WHERE follow_up.opened_at >= task.created_at`,
  );
  // What belongs to an earlier callback on the same policy is no try of this one.
  const attemptsOf = db.prepare<[string], { task_id: string; started_at: number; disposition: string }>(
    `SELECT attempt.task_id, attempt.started_at, attempt.disposition
     FROM json_each(?) AS key
     CROSS JOIN task ON task.id = key.value CROSS JOIN attempt ON attempt.task_id = task.id
     WHERE attempt.closed_at IS NOT NULL AND attempt.started_at >= task.created_at`,
  );
  const updateTask = db.prepare(taskUpdate);
  const stateOf = db.prepare<[string], { state: TaskState; updated_at: number }>(
    'SELECT state, updated_at FROM task WHERE id = ?',
  );
  const select = `SELECT follow_up.*, policy.holder_name, policy.policy_no FROM follow_up
     JOIN task ON task.id = follow_up.task_id JOIN policy ON policy.id = task.policy_id`;
  const page = {
    open: db.prepare<[Record<string, unknown>], Listed>(
      `${select} WHERE follow_up.mode = @mode AND follow_up.state = 'open'
       ORDER BY follow_up.due_at, follow_up.id LIMIT @limit OFFSET @offset`,
    ),
    closed: db.prepare<[Record<string, unknown>], Listed>(
      `${select} WHERE follow_up.mode = @mode AND follow_up.state <> 'open'
       ORDER BY follow_up.closed_at DESC, follow_up.id LIMIT @limit OFFSET @offset`,
    ),
  };
  const counts = db.prepare<
    [{ mode: string; now: number }],
    { open: number; overdue: number; closed: number }
  >(
    `SELECT (SELECT count(*) FROM follow_up WHERE mode = @mode AND state = 'open') AS open,
       (SELECT count(*) FROM follow_up WHERE mode = @mode AND state = 'open' AND due_at < @now) AS overdue,
       (SELECT count(*) FROM follow_up WHERE mode = @mode AND state <> 'open') AS closed`,
  );
  // A call that is going on escalates at its end; a second callback by the reminders of its issues.

  const toEscalate = db.prepare<[{ mode: string; until: number; limit: number }], { id: string }>(
    `SELECT id FROM task WHERE mode = @mode AND deadline_at <= @until AND state <> 'calling' AND type <> 'recheck'
       AND state NOT IN (${doneStates.map((state) => `'${state}'`).join(', ')})
       AND NOT EXISTS (SELECT 1 FROM follow_up WHERE follow_up.task_id = task.id AND follow_up.origin = 'escalation')
       AND NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.task_id = task.id AND attempt.completed)
     ORDER BY deadline_at, id LIMIT @limit`,
  );

  /** Inside the transaction of what opened or closed them. */
  const save = (mode: WorkMode, all: readonly FollowUp[]): void => {
    for (const followUp of all) put.run({ ...followUp, mode });
  };
  const saveLife = db.transaction((input: Parameters<Store['saveLife']>[0]): void => {
    const known = stateOf.get(input.task.id);
    if (known === undefined) throw new StoreError('not_found');
    // Another hand was faster: what was worked out is out of date.
    if (known.state === 'calling' || known.updated_at !== input.readAt) throw new StoreError('task_changed');
    updateTask.run(input.task);
    save(input.task.mode, input.followUps);
    audit.append({ at: input.at, agentId: input.agentId, ...input.audit });
    rechecks.settleTask(input.task.id, { at: input.at, agentId: input.agentId });
  });

  return {
    save,
    ofTasks: (taskIds: readonly string[]): Map<string, FollowUp[]> =>
      groupBy(ofTasks.all(JSON.stringify(taskIds)).sort(byOpening), (row) => row.task_id, toFollowUp),
    attemptsOf: (taskIds: readonly string[]): Map<string, FiledAttempt[]> =>
      groupBy(
        attemptsOf.all(JSON.stringify(taskIds)).sort((a, b) => a.started_at - b.started_at),
        (row) => row.task_id,
        (row) => ({ at: row.started_at, disposition: row.disposition }),
      ),
    port: {
      saveLife: (input: Parameters<Store['saveLife']>[0]) => saveLife.immediate(input),
      followUps: ({ mode, list, offset, limit }: Parameters<Store['followUps']>[0]) =>
        page[list].all({ mode, offset, limit }).map((row) => ({
          ...toFollowUp(row),
          holderName: row.holder_name,
          policyNo: row.policy_no,
        })),
      followUpCounts: (mode: WorkMode, now: number) =>
        counts.get({ mode, now }) ?? { open: 0, overdue: 0, closed: 0 },
      tasksToEscalate: (mode: WorkMode, until: number, limit: number): string[] =>
        toEscalate.all({ mode, until, limit }).map(({ id }) => id),
    },
  };
};
export type FollowUps = ReturnType<typeof createFollowUps>;
