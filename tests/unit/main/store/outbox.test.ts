import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { firstBrokenLink, genesisHash } from '../../../../core/outbox/chain.ts';
import { StoreError } from '../../../../main/store/errors.ts';
import type { SyncStore } from '../../../../main/store/protocol.ts';
import { auditHash, sha256 } from '../../../../main/store/repositories/audit.ts';
import { makeAttempt, makeRecord, startedAt } from '../../../fixtures/store/attempts.ts';
import { openHere, tempDir } from '../../../fixtures/store/open.ts';
import { makePolicy } from '../../../fixtures/store/policies.ts';

let remove: () => void;
let file: string;
let db: Database.Database;
let store: SyncStore;

beforeEach(() => {
  const temp = tempDir();
  remove = temp.remove;
  file = join(temp.dir, 'desk.sqlite');
  ({ db, store } = openHere(file, () => startedAt));
  store.importPolicies({
    mode: 'live',
    policies: [makePolicy(1)],
    at: startedAt,
    source: 'list.csv',
    agentId: 'a1',
  });
  for (let index = 1; index <= 5; index++) closeOne(index);
});
afterEach(() => {
  db.close();
  remove();
});

/** One callback from open to closed; the task goes back to redial, so that it may be called again. */
const closeOne = (index: number): void => {
  const [row] = store.taskPage({
    mode: 'live',
    filter: 'all',
    search: '',
    offset: 0,
    limit: 1,
    now: startedAt,
    agentId: 'a1',
  }).rows;
  const task = store.task(row?.id ?? '')?.task;
  if (task === undefined) throw new Error('no task');
  const attempt = makeAttempt({ id: `at${index}`, taskId: task.id, startedAt: startedAt + index });
  store.openAttempt(attempt);
  store.closeAttempt({
    record: makeRecord(attempt),
    task: { ...task, state: 'redial' },
    issues: [],
    at: startedAt + index,
  });
};
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof StoreError) return error.code;
    throw error;
  }
  return 'none';
};
const refuse = (seq: number, detail = 'disposition: not as described') => ({
  seq,
  code: 'invalid-body',
  detail,
  at: startedAt + 100,
});
const seqs = (state: 'waiting' | 'sent' | 'refused') =>
  store.outboxItems(state, 0, 50).rows.map((row) => row.seq);
/** All messages of the present epoch, with the chain checked. */
const checked = () => {
  const { id: device, epoch } = store.device();
  const { prevHash, messages } = store.outboxAfter(0, 500, 10_000_000);
  expect(prevHash).toBe(genesisHash);
  const full = messages.map((message) => ({ ...message, device, epoch, lane: 0 }));
  expect(firstBrokenLink(sha256, prevHash, full)).toBeNull();
  expect(store.outboxState().headHash).toBe(messages.at(-1)?.hash ?? genesisHash);
  return messages;
};

describe('outbox', () => {
  it('hands out messages in order, chained from the first', () => {
    expect(checked().map((message) => [message.seq, message.entityId])).toEqual(
      [1, 2, 3, 4, 5].map((n) => [n, `at${n}`]),
    );
    const { prevHash, messages } = store.outboxAfter(2, 2, 1_000_000);
    expect(messages.map((message) => message.seq)).toEqual([3, 4]);
    expect(prevHash).toBe(checked()[1]?.hash);
    expect(codeOf(() => store.outboxAfter(9, 1, 1))).toBe('bad_input');
  });

  it('cuts a batch by bytes, and still sends a message that is larger than a batch', () => {
    const size = Buffer.byteLength(checked()[0]?.body ?? '', 'utf8');
    expect(store.outboxAfter(0, 500, size * 2).messages).toHaveLength(2);
    expect(store.outboxAfter(0, 500, size * 2 - 1).messages).toHaveLength(1);
    expect(store.outboxAfter(0, 500, 1).messages).toHaveLength(1);
  });

  it('an answer of head office moves the watermark and nothing else', () => {
    const before = checked();
    store.outboxAck({ acceptedThrough: 3, refused: [refuse(2)] });
    expect(store.outboxCounts()).toEqual({ waiting: 2, sent: 2, refused: 1, oldestWaitingAt: startedAt + 4 });
    expect(seqs('waiting')).toEqual([4, 5]);
    expect(seqs('sent')).toEqual([3, 1]);
    expect(store.outboxItems('refused', 0, 9)).toEqual({
      total: 1,
      rows: [
        {
          seq: 2,
          entityId: 'at2',
          type: 'callback',
          policyNo: 'P202600000001',
          holderName: '测试客户',
          disposition: 'D01',
          savedAt: startedAt + 2,
          practice: false,
          refusal: { code: 'invalid-body', detail: 'disposition: not as described', at: startedAt + 100 },
        },
      ],
    });
    expect([1, 2, 3, 4].map((n) => store.record(`at${n}`)?.syncState)).toEqual([
      'sent',
      'refused',
      'sent',
      'waiting',
    ]);
    expect(checked()).toEqual(before);
  });

  it('design.md I3: nothing is removed from the queue, not even by hand', () => {
    expect(() => db.exec('DELETE FROM outbox')).toThrow(/not deleted/);
    expect(checked()).toHaveLength(5);
  });

  it('never takes an answer for what was not queued', () => {
    expect(codeOf(() => store.outboxAck({ acceptedThrough: 6, refused: [] }))).toBe('ack_beyond_queue');
    expect(codeOf(() => store.outboxAck({ acceptedThrough: 2, refused: [refuse(3)] }))).toBe('bad_input');
    expect(store.outboxCounts().waiting).toBe(5);
    expect(store.outboxCounts().refused).toBe(0);
  });

  it('sends again from an earlier place when head office was restored, refusals included', () => {
    store.outboxAck({ acceptedThrough: 5, refused: [refuse(4)] });
    store.outboxAck({ acceptedThrough: 2, refused: [] });
    expect(seqs('waiting')).toEqual([3, 4, 5]);
    expect(store.outboxCounts()).toMatchObject({ waiting: 3, sent: 2, refused: 0 });
    store.outboxAck({ acceptedThrough: 5, refused: [refuse(4)] });
    expect(store.outboxCounts()).toMatchObject({ waiting: 0, sent: 4, refused: 1 });
  });

  it('a refused record goes to the end as a new message of the same record', () => {
    const body = checked()[1]?.body;
    store.outboxAck({ acceptedThrough: 5, refused: [refuse(2)] });
    store.requeueRefused(2, startedAt + 200);
    expect(checked().at(-1)).toMatchObject({
      seq: 6,
      entityId: 'at2',
      entitySeq: 2,
      body,
      wall: startedAt + 200,
    });
    expect(store.record('at2')?.syncState).toBe('waiting');
    expect(store.outboxCounts()).toEqual({
      waiting: 1,
      sent: 4,
      refused: 0,
      oldestWaitingAt: startedAt + 200,
    });
    // Head office tells old refusals again; what was mended stays mended.
    store.outboxAck({ acceptedThrough: 6, refused: [refuse(2)] });
    expect(store.record('at2')?.syncState).toBe('sent');
    expect(store.outboxCounts()).toMatchObject({ waiting: 0, sent: 5, refused: 0 });
    expect(codeOf(() => store.requeueRefused(2, startedAt))).toBe('not_refused');
    expect(codeOf(() => store.requeueRefused(1, startedAt))).toBe('not_refused');
  });

  it('a new epoch numbers unsent work anew and keeps what was sent and refused', () => {
    store.outboxAck({ acceptedThrough: 3, refused: [refuse(2)] });
    store.setIncarnation('2f1e9f2e-7f2a-4f43-9f2b-6a6f3c0a9d11');
    const { id } = store.device();
    store.newEpoch();
    expect(store.device()).toEqual({ id, epoch: 2, incarnation: '2f1e9f2e-7f2a-4f43-9f2b-6a6f3c0a9d11' });
    expect(checked().map((message) => [message.seq, message.entityId])).toEqual([
      [1, 'at4'],
      [2, 'at5'],
    ]);
    expect(store.outboxState()).toMatchObject({ nextSeq: 3, acked: 0 });
    expect(store.outboxCounts()).toMatchObject({ waiting: 2, sent: 2, refused: 1 });
    store.outboxAck({ acceptedThrough: 1, refused: [refuse(1)] });
    expect([1, 2, 3, 4, 5].map((n) => store.record(`at${n}`)?.syncState)).toEqual([
      'sent',
      'refused',
      'sent',
      'refused',
      'waiting',
    ]);
    // The console names a message by its place in the file, which no epoch changes.
    expect(seqs('refused')).toEqual([2, 4]);
    store.requeueRefused(2, startedAt + 300);
    expect(checked().map((message) => message.entityId)).toEqual(['at4', 'at5', 'at2']);
  });

  it('keeps device and watermark over a restart', () => {
    store.outboxAck({ acceptedThrough: 3, refused: [] });
    const device = store.device();
    db.close();
    ({ db, store } = openHere(file));
    expect(store.device()).toEqual(device);
    expect(store.outboxState()).toMatchObject({ nextSeq: 6, acked: 3 });
  });
});

describe('audit', () => {
  it('is a hash chain that cannot be changed', () => {
    store.audit({ at: startedAt, agentId: 'a1', action: 'record.exported', ref: 'at1', detail: '' });
    const rows = db.prepare('SELECT * FROM audit ORDER BY seq').all() as {
      seq: number;
      at: number;
      agent_id: string;
      action: string;
      ref: string;
      detail: string;
      hash: string;
    }[];
    expect(rows).toHaveLength(12);
    let prev = genesisHash;
    for (const { seq, agent_id: agentId, hash, ...rest } of rows) {
      prev = auditHash(prev, seq, { ...rest, agentId });
      expect(hash).toBe(prev);
    }
    expect(() => db.exec(`UPDATE audit SET detail = 'x' WHERE seq = 1`)).toThrow(/not changed/);
    expect(() => db.exec('DELETE FROM audit WHERE seq = 12')).toThrow(/not deleted/);
  });
});
