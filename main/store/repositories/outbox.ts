import type Database from 'better-sqlite3';
import type { WorkMode } from '../../../core/callback/task.ts';
import { chainHash, genesisHash } from '../../../core/outbox/chain.ts';
import { recordLane } from '../../../core/outbox/record-message.ts';
import type { Lane } from '../../../core/outbox/states.ts';
import { acknowledge } from '../../../core/outbox/states.ts';
import type { OutboxMessage, OutboxStore } from '../../../core/ports.ts';
import { StoreError } from '../errors.ts';
import type { Audit } from './audit.ts';
import { sha256 } from './audit.ts';
import type { DeviceRepository } from './device.ts';

type MessageRecord = {
  n: number;
  seq: number;
  entity_id: string;
  entity_seq: number;
  type: string;
  schema: number;
  wall: number;
  mode: WorkMode;
  body: string;
  hash: string;
};

const toMessage = (row: MessageRecord): OutboxMessage => ({
  seq: row.seq,
  entityId: row.entity_id,
  entitySeq: row.entity_seq,
  type: row.type,
  schema: row.schema,
  wall: row.wall,
  mode: row.mode,
  body: row.body,
  hash: row.hash,
});

/** What is put into the outbox; the place in the queue and the hash are given here. */
export type NewMessage = Omit<OutboxMessage, 'seq' | 'hash' | 'entitySeq'>;

const columns = 'n, seq, entity_id, entity_seq, type, schema, wall, mode, body, hash';

/**
 * The queue for head office. Two numbers name a message: `n`, its place in this file for ever, by which the
 * console asks for it, and `seq`, its place in the present epoch, which head office sees. They are equal until
 * the device gets a second epoch. Rows are never deleted, so `n` has no gaps and the last n is the total; all
 * rows up to `total - waiting` lie behind the watermark.
 */
export const createOutbox = (
  db: Database.Database,
  parts: { devices: DeviceRepository; audit: Audit; now: () => number },
) => {
  const { devices, audit, now } = parts;
  db.prepare<[number, string]>(
    'INSERT INTO lane (lane, next_seq, acked, head_hash) VALUES (?, 1, 0, ?) ON CONFLICT DO NOTHING',
  ).run(recordLane, genesisHash);

  const laneRow = db.prepare<[], { next_seq: number; acked: number; head_hash: string }>(
    `SELECT next_seq, acked, head_hash FROM lane WHERE lane = ${recordLane}`,
  );
  const setLane = db.prepare<[number, number, string]>(
    `UPDATE lane SET next_seq = ?, acked = ?, head_hash = ? WHERE lane = ${recordLane}`,
  );
  const setAcked = db.prepare<[number]>(`UPDATE lane SET acked = ? WHERE lane = ${recordLane}`);
  const lastN = db.prepare<[], { n: number }>('SELECT coalesce(max(n), 0) AS n FROM outbox');
  const lastOfEntity = db.prepare<[string], { entity_seq: number }>(
    'SELECT coalesce(max(entity_seq), 0) AS entity_seq FROM outbox WHERE entity_id = ?',
  );
  const insert = db.prepare(
    `INSERT INTO outbox (n, lane, epoch, seq, entity_id, entity_seq, type, schema, wall, mode, hash, body)
     VALUES (@n, @lane, @epoch, @seq, @entityId, @entitySeq, @type, @schema, @wall, @mode, @hash, @body)`,
  );
  const byN = db.prepare<[number], MessageRecord>(`SELECT ${columns} FROM outbox WHERE n = ?`);
  const afterN = db.prepare<[number], MessageRecord>(`SELECT ${columns} FROM outbox WHERE n > ? ORDER BY n`);
  const bySeq = db.prepare<[number, number], { n: number; hash: string }>(
    `SELECT n, hash FROM outbox WHERE lane = ${recordLane} AND epoch = ? AND seq = ?`,
  );
  const pageAfter = db.prepare<[number, number, number], MessageRecord>(
    `SELECT ${columns} FROM outbox WHERE lane = ${recordLane} AND epoch = ? AND seq > ? ORDER BY seq LIMIT ?`,
  );
  const relabel = db.prepare<[number, number, string, number]>(
    'UPDATE outbox SET epoch = ?, seq = ?, hash = ? WHERE n = ?',
  );
  const refuse = db.prepare(
    `INSERT INTO attention (n, code, detail, at) VALUES (@n, @code, @detail, @at)
     ON CONFLICT (n) DO UPDATE SET code = excluded.code, detail = excluded.detail`,
  );
  const refusal = db.prepare<[number], { requeued_as: number | null }>(
    'SELECT requeued_as FROM attention WHERE n = ?',
  );
  const setRequeued = db.prepare<[number, number]>('UPDATE attention SET requeued_as = ? WHERE n = ?');
  const followRequeue = db.prepare<[number, number]>('UPDATE attempt SET outbox_n = ? WHERE outbox_n = ?');

  const lane = (): Lane & { headHash: string } => {
    const row = laneRow.get();
    if (row === undefined) throw new StoreError('store_damaged', 'no lane row');
    return { nextSeq: row.next_seq, acked: row.acked, headHash: row.head_hash };
  };
  const waitingCount = (at: Lane): number => at.nextSeq - 1 - at.acked;
  const total = (): number => lastN.get()?.n ?? 0;
  /** The last n behind the watermark: what is above it waits. */
  const boundary = (): number => total() - waitingCount(lane());

  const hashOf = (
    prev: string,
    seq: number,
    epoch: number,
    message: Omit<OutboxMessage, 'seq' | 'hash'>,
  ): string => {
    const { body, ...identity } = message;
    return chainHash(
      sha256,
      prev,
      { ...identity, seq, epoch, lane: recordLane, device: devices.device().id },
      body,
    );
  };

  /** Puts a message at the end of the queue and gives its n. Called inside the transaction of the fact itself. */
  const append = (message: NewMessage): number => {
    const { nextSeq, acked, headHash } = lane();
    const { epoch } = devices.device();
    const n = total() + 1;
    const entitySeq = (lastOfEntity.get(message.entityId)?.entity_seq ?? 0) + 1;
    const hash = hashOf(headHash, nextSeq, epoch, { ...message, entitySeq });
    insert.run({ ...message, n, lane: recordLane, epoch, seq: nextSeq, entitySeq, hash });
    setLane.run(nextSeq + 1, acked, hash);
    return n;
  };

  const newEpoch = db.transaction((): void => {
    const behind = boundary();
    const epoch = devices.raiseEpoch();
    let seq = 0;
    let prev = genesisHash;
    for (const row of afterN.all(behind)) {
      seq++;
      prev = hashOf(prev, seq, epoch, toMessage(row));
      relabel.run(epoch, seq, prev, row.n);
    }
    setLane.run(seq + 1, 0, prev);
    audit.append({
      at: now(),
      agentId: '',
      action: 'device.new_epoch',
      ref: String(epoch),
      detail: `${seq} unsent`,
    });
  });

  const outboxAck = db.transaction((input: Parameters<OutboxStore['outboxAck']>[0]): void => {
    const next = acknowledge(lane(), input.acceptedThrough);
    if (next === null) throw new StoreError('ack_beyond_queue', String(input.acceptedThrough));
    const { epoch } = devices.device();
    for (const { seq, code, detail, at } of input.refused) {
      const row = seq <= next.acked ? bySeq.get(epoch, seq) : undefined;
      if (row === undefined) throw new StoreError('bad_input', `refused ${seq} beyond ${next.acked}`);
      refuse.run({ n: row.n, code, detail, at });
    }
    setAcked.run(next.acked);
  });

  const requeueRefused = db.transaction((n: number, at: number): void => {
    const row = byN.get(n);
    const known = refusal.get(n);
    if (row === undefined || known === undefined || known.requeued_as !== null || n > boundary()) {
      throw new StoreError('not_refused', String(n));
    }
    const { entityId, type, schema, mode, body } = toMessage(row);
    const again = append({ entityId, type, schema, mode, body, wall: at });
    setRequeued.run(again, n);
    followRequeue.run(again, n);
    audit.append({ at, agentId: '', action: 'outbox.requeued', ref: entityId, detail: `${n} as ${again}` });
  });

  return {
    append,
    boundary,
    newEpoch: () => newEpoch.immediate(),
    outboxAck: (input: Parameters<OutboxStore['outboxAck']>[0]) => outboxAck.immediate(input),
    requeueRefused: (n: number, at: number) => requeueRefused.immediate(n, at),
    outboxState: lane,

    outboxAfter: (
      afterSeq: number,
      limit: number,
      maxBytes: number,
    ): { prevHash: string; messages: OutboxMessage[] } => {
      const { epoch } = devices.device();
      const prevHash = afterSeq === 0 ? genesisHash : bySeq.get(epoch, afterSeq)?.hash;
      if (prevHash === undefined) throw new StoreError('bad_input', `nothing at ${afterSeq}`);
      const messages: OutboxMessage[] = [];
      let bytes = 0;
      for (const row of pageAfter.iterate(epoch, afterSeq, limit)) {
        bytes += Buffer.byteLength(row.body, 'utf8');
        // The first one always goes: a message larger than a batch must not stop the queue.
        if (messages.length > 0 && bytes > maxBytes) break;
        messages.push(toMessage(row));
      }
      return { prevHash, messages };
    },
  };
};
export type Outbox = ReturnType<typeof createOutbox>;
