import type { PushRequest, PushResult, RefusalReason, ResultCode } from '../core/sync/contract.ts';
import type { Db, Queryable } from './db.ts';
import { judgePush, type Judged } from './judged-push.ts';
import { checkPlace, lockLane } from './lane.ts';
import { claimRecords, insertCallbacks } from './record-tables.ts';

export type PushOutcome = {
  acceptedThrough: number;
  durableThrough: number;
  results: PushResult[];
  /** How many of the messages were new. */
  fresh: number;
};

const resultCode = (reason: RefusalReason): ResultCode => (reason === 'conflict' ? 'conflict' : 'rejected');

const insertInbox = async (
  tx: Queryable,
  push: PushRequest,
  fresh: readonly Judged[],
  applied: ReadonlySet<Judged>,
): Promise<void> => {
  const rows = fresh.map((entry) => ({
    seq: entry.message.seq,
    entity: entry.message.entity,
    entity_seq: entry.message.entity_seq,
    type: entry.message.type,
    schema: entry.message.schema,
    mode: entry.message.mode,
    wall_ms: entry.message.wall,
    hash: entry.hash,
    outcome: entry.refusal !== null ? 'refused' : applied.has(entry) ? 'applied' : 'duplicate',
  }));
  await tx.query(
    `INSERT INTO inbox (device, epoch, lane, seq, entity, entity_seq, type, schema, mode, wall_ms, hash, outcome)
     SELECT $2, $3, $4, seq, entity, entity_seq, type, schema, mode, wall_ms, decode(hash, 'hex'), outcome
     FROM jsonb_to_recordset($1::text::jsonb) AS x(seq bigint, entity text, entity_seq bigint, type text,
       schema smallint, mode text, wall_ms bigint, hash text, outcome text)`,
    [JSON.stringify(rows), push.device, push.epoch, push.lane],
  );
};

const insertRefusals = async (
  tx: Queryable,
  push: PushRequest,
  entries: readonly Judged[],
): Promise<void> => {
  const rows = entries.flatMap(({ message, refusal }) =>
    refusal === null
      ? []
      : {
          seq: message.seq,
          entity: message.entity,
          type: message.type,
          mode: message.mode,
          code: resultCode(refusal.reason),
          ...refusal,
          body: Buffer.from(message.body, 'utf8').toString('base64'),
        },
  );
  if (rows.length === 0) return;
  await tx.query(
    `INSERT INTO refusal (device, epoch, lane, seq, entity, type, mode, code, reason, field, detail, body)
     SELECT $2, $3, $4, seq, entity, type, mode, code, reason, field, detail, decode(body, 'base64')
     FROM jsonb_to_recordset($1::text::jsonb) AS x(seq bigint, entity text, type text, mode text, code text,
       reason text, field text, detail text, body text)`,
    [JSON.stringify(rows), push.device, push.epoch, push.lane],
  );
};

/** A record that came in at last mends the refusals of its earlier sendings. */
const closeRefusals = async (tx: Queryable, applied: readonly Judged[]): Promise<void> => {
  if (applied.length === 0) return;
  await tx.query(
    `UPDATE refusal SET mended_at = now() FROM jsonb_to_recordset($1::text::jsonb) AS x(type text, entity text)
     WHERE refusal.type = x.type AND refusal.entity = x.entity AND refusal.mended_at IS NULL`,
    [JSON.stringify(applied.map(({ message }) => ({ type: message.type, entity: message.entity })))],
  );
};

/** Refusals among the messages of this push, also those of an earlier sending whose answer was lost. */
const readResults = async (tx: Queryable, push: PushRequest): Promise<PushResult[]> => {
  const rows = await tx.query<{ seq: number; code: string; reason: string; field: string; detail: string }>(
    `SELECT seq, code, reason, field, detail FROM refusal
     WHERE device = $1 AND epoch = $2 AND lane = $3 AND seq BETWEEN $4 AND $5 ORDER BY seq`,
    [push.device, push.epoch, push.lane, push.from_seq, push.from_seq + push.msgs.length - 1],
  );
  return rows.map(({ seq, code, ...problem }) => ({ seq, code, problem }));
};

/**
 * Takes one push in one transaction: all of it or nothing (sync.md 4.6). Messages that head office has already
 * are skipped, bad ones are kept as refusals and do not hold up the others.
 * Throws `chain-broken`, `seq-gap` or `device-forked` as ProblemError.
 */
export const takePush = async (db: Db, push: PushRequest, branch: string): Promise<PushOutcome> => {
  const judged = judgePush(push);
  return db.transaction(async (tx) => {
    const lane = await lockLane(tx, push);
    await checkPlace(tx, push, judged, lane);
    const fresh = judged.filter(({ message }) => message.seq > lane.lastSeq);
    const last = fresh.at(-1);
    if (last !== undefined) {
      const { entries, applied } = await claimRecords(tx, fresh);
      await insertInbox(tx, push, entries, new Set(applied));
      const live = applied.filter(({ message }) => message.mode === 'live');
      const practice = applied.filter(({ message }) => message.mode === 'practice');
      await insertCallbacks(tx, push, branch, 'callback', live);
      await insertCallbacks(tx, push, branch, 'practice_callback', practice);
      await insertRefusals(tx, push, entries);
      await closeRefusals(tx, applied);
      await tx.query(
        `UPDATE lane SET last_seq = $4, head = decode($5, 'hex') WHERE device = $1 AND epoch = $2 AND lane = $3`,
        [push.device, push.epoch, push.lane, last.message.seq, last.hash],
      );
    }
    return {
      acceptedThrough: Math.max(lane.lastSeq, last?.message.seq ?? 0),
      durableThrough: lane.durableSeq,
      results: await readResults(tx, push),
      fresh: fresh.length,
    };
  });
};
