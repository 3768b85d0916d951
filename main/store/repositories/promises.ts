import type Database from 'better-sqlite3';
import type { CustomerPromise } from '../../../core/callback/promise.ts';
import type { Store } from '../../../core/ports.ts';
import { StoreError } from '../errors.ts';
import type { Audit } from './audit.ts';

type PromiseRecord = {
  id: string;
  task_id: string;
  attempt_id: string;
  mode: CustomerPromise['mode'];
  question: string;
  what: string;
  due_at: number;
  way: string;
  owner: string;
  made_at: number;
  made_by: string;
  state: CustomerPromise['state'];
  reply: string;
  replied_at: number | null;
  replied_by: string | null;
  note: string;
  closed_at: number | null;
  closed_by: string | null;
};
type Listed = PromiseRecord & { holder_name: string; policy_no: string };

const toPromise = (row: PromiseRecord): CustomerPromise => ({
  id: row.id,
  taskId: row.task_id,
  attemptId: row.attempt_id,
  mode: row.mode,
  question: row.question,
  what: row.what,
  dueAt: row.due_at,
  way: row.way,
  owner: row.owner,
  madeAt: row.made_at,
  madeBy: row.made_by,
  state: row.state,
  reply: row.reply,
  repliedAt: row.replied_at,
  repliedBy: row.replied_by,
  note: row.note,
  closedAt: row.closed_at,
  closedBy: row.closed_by,
});

/** Promises to customers. */
export const createPromises = (db: Database.Database, audit: Audit) => {
  const put = db.prepare(
    `INSERT INTO promise (id, task_id, attempt_id, mode, question, what, due_at, way, owner, made_at, made_by, state,
       reply, replied_at, replied_by, note, closed_at, closed_by)
     VALUES (@id, @taskId, @attemptId, @mode, @question, @what, @dueAt, @way, @owner, @madeAt, @madeBy, @state,
       @reply, @repliedAt, @repliedBy, @note, @closedAt, @closedBy)
     ON CONFLICT (id) DO UPDATE SET what = excluded.what, due_at = excluded.due_at, way = excluded.way,
       owner = excluded.owner, state = excluded.state,
       reply = iif(excluded.reply = '', promise.reply, excluded.reply),
       replied_at = coalesce(excluded.replied_at, promise.replied_at),
       replied_by = coalesce(excluded.replied_by, promise.replied_by), note = excluded.note, closed_at = excluded.closed_at,
       closed_by = excluded.closed_by WHERE promise.state = 'open'`,
  );
  const find = db.prepare<[string], PromiseRecord>('SELECT * FROM promise WHERE id = ?');
  const select = `SELECT promise.*, policy.holder_name, policy.policy_no FROM promise
     JOIN task ON task.id = promise.task_id JOIN policy ON policy.id = task.policy_id`;
  type Page = { mode: string; limit: number };
  const page = {
    open: db.prepare<[Page], Listed>(
      `${select} WHERE promise.mode = @mode AND promise.state = 'open'
       ORDER BY promise.due_at, promise.id LIMIT @limit`,
    ),
    closed: db.prepare<[Page], Listed>(
      `${select} WHERE promise.mode = @mode AND promise.state <> 'open'
       ORDER BY promise.closed_at DESC, promise.id LIMIT @limit`,
    ),
  };
  const counts = db.prepare<
    [{ mode: string; now: number }],
    { open: number; overdue: number; kept: number; late: number; broken: number }
  >(
    `SELECT (SELECT count(*) FROM promise WHERE mode = @mode AND state = 'open') AS open,
       (SELECT count(*) FROM promise WHERE mode = @mode AND state = 'open' AND due_at < @now) AS overdue,
       (SELECT count(*) FROM promise WHERE mode = @mode AND state = 'kept') AS kept,
       (SELECT count(*) FROM promise WHERE mode = @mode AND state = 'late') AS late,
       (SELECT count(*) FROM promise WHERE mode = @mode AND state = 'broken') AS broken`,
  );

  /** Inside the transaction of the event that made, changed or kept it. */
  const save = (promise: CustomerPromise): void => {
    put.run(promise);
  };
  const act = db.transaction((input: Parameters<Store['promiseAct']>[0]): void => {
    const known = find.get(input.promise.id);
    if (known === undefined) throw new StoreError('not_found');
    // Another hand was faster: what was worked out is out of date.
    if (known.state !== 'open') throw new StoreError('promise_closed');
    save(input.promise);
    audit.append(input.audit);
  });

  return {
    save,
    port: {
      promises: ({ mode, list, limit }: Parameters<Store['promises']>[0]) =>
        page[list]
          .all({ mode, limit })
          .map((row) => ({ ...toPromise(row), holderName: row.holder_name, policyNo: row.policy_no })),
      promise: (id: string): CustomerPromise | null => {
        const row = find.get(id);
        return row === undefined ? null : toPromise(row);
      },
      promiseAct: (input: Parameters<Store['promiseAct']>[0]) => act.immediate(input),
      promiseCounts: (mode: string, now: number) =>
        counts.get({ mode, now }) ?? { open: 0, overdue: 0, kept: 0, late: 0, broken: 0 },
    },
  };
};
export type Promises = ReturnType<typeof createPromises>;
