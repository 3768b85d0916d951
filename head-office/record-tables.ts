import type { PushRequest } from '../core/sync/contract.ts';
import type { Queryable } from './db.ts';
import type { Refusal } from './judge.ts';
import type { Judged } from './judged-push.ts';

const keyOf = ({ message }: Judged): string => `${message.type}\n${message.entity}`;

const conflict: Refusal = {
  reason: 'conflict',
  field: 'id',
  detail:
    'A record with this id was accepted before with another content. A supervisor has to compare the two.',
};

/**
 * Claims the ids of the good records. The first to claim wins, also between two devices at the same moment;
 * then every claim is compared with what stands: the same content is a duplicate, another one a conflict (I2).
 * Returns all entries, those in conflict with their refusal, and the winners, which are to be stored.
 */
export const claimRecords = async (
  tx: Queryable,
  fresh: readonly Judged[],
): Promise<{ entries: Judged[]; applied: Judged[] }> => {
  const firstByKey = new Map<string, Judged>();
  for (const entry of fresh) {
    if (entry.record !== null && !firstByKey.has(keyOf(entry))) firstByKey.set(keyOf(entry), entry);
  }
  const claims = [...firstByKey.values()].map(({ message, contentHash }) => ({
    type: message.type,
    id: message.entity,
    mode: message.mode,
    content_hash: contentHash,
  }));
  if (claims.length === 0) return { entries: [...fresh], applied: [] };
  const won = await tx.query<{ type: string; id: string }>(
    `INSERT INTO record_identity (type, id, mode, content_hash)
     SELECT type, id, mode, decode(content_hash, 'hex')
     FROM jsonb_to_recordset($1::text::jsonb) AS x(type text, id text, mode text, content_hash text)
     ORDER BY type, id
     ON CONFLICT DO NOTHING RETURNING type, id`,
    [JSON.stringify(claims)],
  );
  const standing = await tx.query<{ type: string; id: string; mode: string; content_hash: string }>(
    `SELECT r.type, r.id, r.mode, encode(r.content_hash, 'hex') AS content_hash
     FROM record_identity r
     JOIN jsonb_to_recordset($1::text::jsonb) AS x(type text, id text) ON x.type = r.type AND x.id = r.id`,
    [JSON.stringify(claims)],
  );
  const standingByKey = new Map(standing.map((row) => [`${row.type}\n${row.id}`, row]));
  const agrees = (entry: Judged): boolean => {
    const row = standingByKey.get(keyOf(entry));
    return row?.content_hash === entry.contentHash && row.mode === entry.message.mode;
  };
  return {
    entries: fresh.map((entry) =>
      entry.record === null || agrees(entry) ? entry : { ...entry, record: null, refusal: conflict },
    ),
    applied: won.flatMap(({ type, id }) => firstByKey.get(`${type}\n${id}`) ?? []),
  };
};

/** Practice records go to a table of their own and never stand among real ones. */
export const insertCallbacks = async (
  tx: Queryable,
  push: PushRequest,
  branch: string,
  table: 'callback' | 'practice_callback',
  entries: readonly Judged[],
): Promise<void> => {
  const rows = entries.map(({ message, record }) => ({
    id: record?.id,
    seq: message.seq,
    schema: message.schema,
    policy_no: record?.policyNo,
    agent_id: record?.agentId,
    disposition: record?.disposition,
    successful: record?.successful,
    started_ms: record?.startedAt,
    ended_ms: record?.endedAt,
    body: message.body,
  }));
  if (rows.length === 0) return;
  await tx.query(
    `INSERT INTO ${table} (id, branch, device, epoch, lane, seq, schema, policy_no, agent_id, disposition, successful, started_ms, ended_ms, body)
     SELECT id, $2, $3, $4, $5, seq, schema, policy_no, agent_id, disposition, successful, started_ms, ended_ms, body::json
     FROM jsonb_to_recordset($1::text::jsonb) AS x(id text, seq bigint, schema smallint, policy_no text, agent_id text,
       disposition text, successful boolean, started_ms bigint, ended_ms bigint, body text)`,
    [JSON.stringify(rows), branch, push.device, push.epoch, push.lane],
  );
};
