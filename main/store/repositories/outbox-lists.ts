import type Database from 'better-sqlite3';
import type { WorkMode } from '../../../core/callback/task.ts';
import type { OutboxCounts, OutboxItem } from '../../../core/ipc/features/sync.ts';
import type { MessageState } from '../../../core/outbox/states.ts';

type Page = { behind: number; limit: number; offset: number };

type Item = {
  n: number;
  entity_id: string;
  type: string;
  wall: number;
  mode: WorkMode;
  policy_no: string | null;
  holder_name: string | null;
  disposition: string | null;
  code: string | null;
  detail: string | null;
  at: number | null;
};

// The record behind a message gives the names on the line.
const select = `SELECT o.n, o.entity_id, o.type, o.wall, o.mode, attempt.record ->> '$.policyNo' AS policy_no,
    attempt.record ->> '$.holderName' AS holder_name, attempt.disposition, attention.code, attention.detail, attention.at`;
const record = 'LEFT JOIN attempt ON attempt.id = o.entity_id';

/** Lists by state (core/outbox/states.ts), told by the last n behind the watermark. */
const sources: Record<MessageState, string> = {
  waiting: `FROM outbox AS o LEFT JOIN attention ON FALSE ${record} WHERE o.n > @behind ORDER BY o.n`,
  // A requeued message is told by the one that took its place.
  refused: `FROM attention JOIN outbox AS o ON o.n = attention.n ${record}
    WHERE attention.requeued_as IS NULL AND attention.n <= @behind ORDER BY attention.n`,
  sent: `FROM outbox AS o LEFT JOIN attention ON attention.n = o.n ${record}
    WHERE o.n <= @behind AND attention.n IS NULL ORDER BY o.n DESC`,
};

const toItem = (row: Item): OutboxItem => ({
  seq: row.n,
  entityId: row.entity_id,
  type: row.type,
  policyNo: row.policy_no ?? '',
  holderName: row.holder_name ?? '',
  disposition: row.disposition ?? '',
  savedAt: row.wall,
  practice: row.mode === 'practice',
  refusal:
    row.code === null || row.detail === null || row.at === null
      ? null
      : { code: row.code, detail: row.detail, at: row.at },
});

/** What the console shows of the queue: counts and lists, live and practice together, each line marked. */
export const createOutboxLists = (db: Database.Database, boundary: () => number) => {
  const refused = db.prepare<[number], { every: number; open: number }>(
    `SELECT count(*) AS every, coalesce(sum(requeued_as IS NULL), 0) AS open FROM attention WHERE n <= ?`,
  );
  const last = db.prepare<[], { n: number }>('SELECT coalesce(max(n), 0) AS n FROM outbox');
  const wall = db.prepare<[number], { wall: number }>('SELECT wall FROM outbox WHERE n = ?');
  const pageOf = (state: MessageState): Database.Statement<[Page], Item> =>
    db.prepare<[Page], Item>(`${select} ${sources[state]} LIMIT @limit OFFSET @offset`);
  const pages = { waiting: pageOf('waiting'), refused: pageOf('refused'), sent: pageOf('sent') };

  const counts = (behind: number): Record<MessageState, number> => {
    const { every, open } = refused.get(behind) ?? { every: 0, open: 0 };
    return { waiting: (last.get()?.n ?? 0) - behind, refused: open, sent: behind - every };
  };

  return {
    outboxCounts: (): OutboxCounts => {
      const behind = boundary();
      return { ...counts(behind), oldestWaitingAt: wall.get(behind + 1)?.wall ?? null };
    },
    outboxItems: (
      state: MessageState,
      offset: number,
      limit: number,
    ): { total: number; rows: OutboxItem[] } => {
      const behind = boundary();
      return { total: counts(behind)[state], rows: pages[state].all({ behind, limit, offset }).map(toItem) };
    },
  };
};
