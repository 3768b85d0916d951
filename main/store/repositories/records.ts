import type Database from 'better-sqlite3';
import type { CallbackRecord } from '../../../core/callback/record.ts';
import { callbackRecordSchema } from '../../../core/callback/record.ts';
import { isSameHolder } from '../../../core/callback/same-holder.ts';
import { policySchema } from '../../../core/callback/policy.ts';
import type { WorkMode } from '../../../core/callback/task.ts';
import type { RecordRow } from '../../../core/ipc/features/worklist.ts';
import type { MessageState } from '../../../core/outbox/states.ts';
import { messageState } from '../../../core/outbox/states.ts';
import { noteQuery, searchQuery } from '../search-text.ts';

type Row = {
  id: string;
  task_id: string;
  mode: WorkMode;
  holder_name: string;
  policy_no: string;
  started_at: number;
  answered_at: number | null;
  ended_at: number;
  disposition: string;
  successful: number;
  issue_count: number;
  outbox_n: number;
  refused_n: number | null;
};
type Query = { mode: WorkMode; search: string; offset: number; limit: number };
type BodyQuery = Query & { until: number };
type Paged = Query & { match: string; notes: string };

/** Closed attempts. `behind` gives the last outbox row behind the watermark. */
export const createRecords = (db: Database.Database, behind: () => number) => {
  // Names as the record has them: a later import may have changed the policy.
  const select = `SELECT attempt.id, attempt.task_id, attempt.mode, attempt.record ->> '$.holderName' AS holder_name,
      attempt.record ->> '$.policyNo' AS policy_no, attempt.started_at, attempt.answered_at, attempt.ended_at,
      attempt.disposition, attempt.successful, attempt.outbox_n, attention.n AS refused_n,
      (SELECT count(*) FROM issue WHERE issue.attempt_id = attempt.id) AS issue_count`;
  const refused = 'LEFT JOIN attention ON attention.n = attempt.outbox_n';
  const closed = 'attempt.mode = @mode AND attempt.closed_at IS NOT NULL';
  const newest = 'ORDER BY attempt.started_at DESC, attempt.id DESC';
  // Found by whom the callback was with, or by what was noted in it.
  const hits = `WITH hit (id) AS (
      SELECT attempt.id FROM task_fts CROSS JOIN task ON task.n = task_fts.rowid
        CROSS JOIN attempt ON attempt.task_id = task.id WHERE task_fts MATCH @match
      UNION SELECT attempt.id FROM note_fts CROSS JOIN attempt ON attempt.outbox_n = note_fts.rowid
        WHERE note_fts MATCH @notes)`;
  const found = 'FROM hit CROSS JOIN attempt ON attempt.id = hit.id';

  const all = db.prepare<Paged, Row>(
    `${select} FROM attempt ${refused} WHERE ${closed} ${newest} LIMIT @limit OFFSET @offset`,
  );
  const countAll = db.prepare<Paged, { n: number }>(`SELECT count(*) AS n FROM attempt WHERE ${closed}`);
  const search = db.prepare<Paged, Row>(
    `${hits} ${select} ${found} ${refused} WHERE ${closed} ${newest} LIMIT @limit OFFSET @offset`,
  );
  const countSearch = db.prepare<Paged, { n: number }>(
    `${hits} SELECT count(*) AS n ${found} WHERE ${closed}`,
  );
  const whole = `${closed} AND attempt.closed_at <= @until`;
  const allBodies = db.prepare<Paged & BodyQuery, { record: string }>(
    `SELECT attempt.record FROM attempt WHERE ${whole} ${newest} LIMIT @limit OFFSET @offset`,
  );
  const foundBodies = db.prepare<Paged & BodyQuery, { record: string }>(
    `${hits} SELECT attempt.record ${found} WHERE ${whole} ${newest} LIMIT @limit OFFSET @offset`,
  );
  const ofTask = db.prepare<[string], Row>(
    `${select} FROM task CROSS JOIN task AS other ON other.policy_id = task.policy_id
       CROSS JOIN attempt ON attempt.task_id = other.id ${refused}
     WHERE task.id = ? AND attempt.closed_at IS NOT NULL ${newest}`,
  );
  const namesakes = db.prepare<[string], { task_id: string; body: string; own: number }>(
    `SELECT (SELECT task.id FROM task WHERE task.policy_id = policy.id LIMIT 1) AS task_id, policy.body,
       policy.id = held.id AS own
     FROM task AS mine JOIN policy AS held ON held.id = mine.policy_id
       JOIN policy ON policy.mode = held.mode AND policy.holder_name = held.holder_name
     WHERE mine.id = ?`,
  );
  const one = db.prepare<[string], { record: string; outbox_n: number; refused_n: number | null }>(
    `SELECT attempt.record, attempt.outbox_n, attention.n AS refused_n FROM attempt ${refused}
     WHERE attempt.id = ? AND attempt.closed_at IS NOT NULL`,
  );

  const stateOf = (row: { outbox_n: number; refused_n: number | null }, last: number): MessageState =>
    messageState(last, row.outbox_n, row.refused_n !== null);

  const toRow = (row: Row, last: number): RecordRow => ({
    attemptId: row.id,
    taskId: row.task_id,
    mode: row.mode,
    holderName: row.holder_name,
    policyNo: row.policy_no,
    startedAt: row.started_at,
    durationS:
      row.answered_at === null ? 0 : Math.max(0, Math.round((row.ended_at - row.answered_at) / 1000)),
    disposition: row.disposition,
    successful: row.successful === 1,
    issueCount: row.issue_count,
    syncState: stateOf(row, last),
  });

  return {
    records: (query: Query): { total: number; rows: RecordRow[] } => {
      const last = behind();
      const isSearch = query.search.trim() !== '';
      const match = isSearch ? searchQuery(query.search) : '';
      const notes = isSearch ? noteQuery(query.search) : '';
      if (match === null || notes === null) return { total: 0, rows: [] };
      const params = { ...query, match, notes };
      const [count, page] = isSearch ? [countSearch, search] : [countAll, all];
      return { total: count.get(params)?.n ?? 0, rows: page.all(params).map((row) => toRow(row, last)) };
    },
    /** Of all callbacks of the task's policy: an earlier one is the history of the next (domain.md row 87). */
    recordsOfTask: (taskId: string): RecordRow[] => {
      const last = behind();
      return ofTask.all(taskId).map((row) => toRow(row, last));
    },
    recordBodies: (query: BodyQuery): string[] => {
      const isSearch = query.search.trim() !== '';
      const match = isSearch ? searchQuery(query.search) : '';
      const notes = isSearch ? noteQuery(query.search) : '';
      if (match === null || notes === null) return [];
      return (isSearch ? foundBodies : allBodies).all({ ...query, match, notes }).map((row) => row.record);
    },
    /** One task of each of the same person's other policies; `recordsOfTask` gives what the policy has. */
    otherTasks: (taskId: string): string[] => {
      const all = namesakes
        .all(taskId)
        .map((row) => ({ ...row, policy: policySchema.parse(JSON.parse(row.body)) }));
      const held = all.find((row) => row.own === 1)?.policy;
      if (held === undefined) return [];
      return all.filter((row) => row.own === 0 && isSameHolder(held, row.policy)).map((row) => row.task_id);
    },
    record: (attemptId: string): { record: CallbackRecord; body: string; syncState: MessageState } | null => {
      const row = one.get(attemptId);
      if (row === undefined) return null;
      return {
        record: callbackRecordSchema.parse(JSON.parse(row.record)),
        body: row.record,
        syncState: stateOf(row, behind()),
      };
    },
  };
};
