import { genesisHash } from '../core/outbox/chain.ts';
import type { PushRequest } from '../core/sync/contract.ts';
import type { Queryable } from './db.ts';
import type { Judged } from './judged-push.ts';
import { ProblemError } from './problem-error.ts';

/** Locks the lane for the rest of the transaction; concurrent pushes of one lane take turns. */
export const lockLane = async (
  tx: Queryable,
  push: PushRequest,
): Promise<{ lastSeq: number; durableSeq: number; head: string }> => {
  const key = [push.device, push.epoch, push.lane];
  await tx.query(
    `INSERT INTO lane (device, epoch, lane, head) VALUES ($1, $2, $3, decode($4, 'hex')) ON CONFLICT DO NOTHING`,
    [...key, genesisHash],
  );
  const [row] = await tx.query<{ last_seq: number; durable_seq: number; head: string }>(
    `SELECT last_seq, durable_seq, encode(head, 'hex') AS head FROM lane
     WHERE device = $1 AND epoch = $2 AND lane = $3 FOR UPDATE`,
    key,
  );
  if (row === undefined) throw new Error('lane row vanished under its lock');
  return { lastSeq: row.last_seq, durableSeq: row.durable_seq, head: row.head };
};

const forked = (seq: number): ProblemError =>
  new ProblemError(
    'device-forked',
    `Message ${seq} of this lane is another one here: this profile was copied or restored.`,
  );

/** Refuses gaps (`seq-gap`) and forks (`device-forked`). */
export const checkPlace = async (
  tx: Queryable,
  push: PushRequest,
  judged: readonly Judged[],
  lane: { lastSeq: number; head: string },
): Promise<void> => {
  const before = push.from_seq - 1;
  if (before > lane.lastSeq) {
    throw new ProblemError('seq-gap', `Messages ${lane.lastSeq + 1} to ${before} have not arrived.`, {
      expected: lane.lastSeq + 1,
    });
  }
  const expectedPrev = new Map<number, string>([
    [0, genesisHash],
    [lane.lastSeq, lane.head],
  ]);
  if (before < lane.lastSeq) {
    const rows = await tx.query<{ seq: number; hash: string }>(
      `SELECT seq, encode(hash, 'hex') AS hash FROM inbox
       WHERE device = $1 AND epoch = $2 AND lane = $3 AND seq BETWEEN $4 AND $5`,
      [push.device, push.epoch, push.lane, before, push.from_seq + push.msgs.length - 1],
    );
    for (const row of rows) expectedPrev.set(row.seq, row.hash);
  }
  if (expectedPrev.get(before) !== push.prev_hash) throw forked(before);
  for (const { message, hash } of judged) {
    if (message.seq <= lane.lastSeq && expectedPrev.get(message.seq) !== hash) throw forked(message.seq);
  }
};
