import type Database from 'better-sqlite3';
import type { CallbackRecord } from '../../../core/callback/record.ts';
import { callbackRecordSchema } from '../../../core/callback/record.ts';
import type { WorkMode } from '../../../core/callback/task.ts';
import type { RecordRow } from '../../../core/ipc/features/worklist.ts';
import type { MessageState } from '../../../core/outbox/states.ts';
import { messageState } from '../../../core/outbox/states.ts';
import { searchQuery } from '../search-text.ts';

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
type Paged = Query & { match: string };

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
  const found = `FROM task_fts CROSS JOIN task ON task.n = task_fts.rowid CROSS JOIN attempt ON attempt.task_id = task.id`;

  const all = db.prepare<Paged, Row>(
    `${select} FROM attempt ${refused} WHERE ${closed} ${newest} LIMIT @limit OFFSET @offset`,
  );
  const countAll = db.prepare<Paged, { n: number }>(`SELECT count(*) AS n FROM attempt WHERE ${closed}`);
  const search = db.prepare<Paged, Row>(
    `${select} ${found} ${refused} WHERE task_fts MATCH @match AND ${closed} ${newest} LIMIT @limit OFFSET @offset`,
  );
  const countSearch = db.prepare<Paged, { n: number }>(
    `SELECT count(*) AS n ${found} WHERE task_fts MATCH @match AND ${closed}`,
  );
  const ofTask = db.prepare<[string], Row>(
    `${select} FROM attempt ${refused} WHERE attempt.task_id = ? AND attempt.closed_at IS NOT NULL ${newest}`,
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
      if (match === null) return { total: 0, rows: [] };
      const params = { ...query, match };
      const [count, page] = isSearch ? [countSearch, search] : [countAll, all];
      return { total: count.get(params)?.n ?? 0, rows: page.all(params).map((row) => toRow(row, last)) };
    },
    recordsOfTask: (taskId: string): RecordRow[] => {
      const last = behind();
      return ofTask.all(taskId).map((row) => toRow(row, last));
    },
    record: (attemptId: string): { record: CallbackRecord; syncState: MessageState } | null => {
      const row = one.get(attemptId);
      if (row === undefined) return null;
      return {
        record: callbackRecordSchema.parse(JSON.parse(row.record)),
        syncState: stateOf(row, behind()),
      };
    },
  };
};
