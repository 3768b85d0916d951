import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Store } from '../../../core/ports.ts';
import { openStore } from '../../../main/store/client.ts';
import { makeAttempt, makeRecord } from '../../fixtures/store/attempts.ts';
import { storeWorker, tempDir } from '../../fixtures/store/open.ts';
import { makePolicy } from '../../fixtures/store/policies.ts';
import { cst, storeRules } from '../../fixtures/store/rules.ts';
import { startFaultProxy, type FaultProxy } from '../../support/fault-proxy.ts';
import { startHeadOffice, type TestHeadOffice } from '../../support/head-office.ts';
import { createSyncSeat } from '../../support/sync-seat.ts';

/** The SQLite store in its worker, the sync loop, real HTTP and PostgreSQL: the whole way of a record. */
const at = cst('2026-03-02 10:00');
let headOffice: TestHeadOffice;
let proxy: FaultProxy;
let temp: ReturnType<typeof tempDir>;
const workers: Worker[] = [];

beforeAll(async () => {
  headOffice = await startHeadOffice();
});
afterAll(() => headOffice.close());
beforeEach(async () => {
  proxy = await startFaultProxy(headOffice.url);
  temp = tempDir();
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
  await proxy.close();
  temp.remove();
});

const open = (name: string): Promise<Store> =>
  openStore({
    file: join(temp.dir, name),
    rules: storeRules,
    createWorker: () => {
      const worker = storeWorker();
      workers.push(worker);
      return worker;
    },
  });

let lastCall = 0;
const closeCalls = async (store: Store, mode: 'live' | 'practice', count: number): Promise<string[]> => {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { task } = await store.nextTask(mode, at, 'a1');
    if (task === null) throw new Error('the list is empty');
    const attempt = { ...makeAttempt({ id: `call-${++lastCall}`, taskId: task.id }), mode };
    await store.openAttempt(attempt);
    const whole = await store.task(task.id);
    if (whole === null) throw new Error('the task is gone');
    await store.closeAttempt({
      record: makeRecord(attempt),
      task: { ...whole.task, state: 'succeeded' },
      issues: [],
      at,
    });
    ids.push(attempt.id);
  }
  return ids;
};
const filled = async (name: string): Promise<Store> => {
  const store = await open(name);
  for (const mode of ['live', 'practice'] as const) {
    const policies = Array.from({ length: 40 }, (_, index) => makePolicy(index));
    await store.importPolicies({ mode, policies, at, source: 'list.csv', agentId: 'a1' });
  }
  return store;
};
const stateOf = async (store: Store, id: string): Promise<string | undefined> =>
  (await store.record(id))?.syncState;

it('a closed call reaches head office through lost answers and a restart of the console, once', async () => {
  const store = await filled('desk.sqlite');
  const { id: device } = await store.device();
  const config = { url: proxy.url, token: await headOffice.enrol(device), app: '1.0.0' };
  const ids = await closeCalls(store, 'live', 6);
  const practice = await closeCalls(store, 'practice', 2);
  expect(await stateOf(store, ids[0] ?? '')).toBe('waiting');

  const seat = createSyncSeat(store);
  proxy.next({ kind: 'pass' }, { kind: 'lose-answer' });
  seat.loop.start(config);
  expect(await seat.paused()).toMatchObject({ counts: { waiting: 8, sent: 0 } });
  await seat.loop.stop();
  await store.close();

  const again = await open('desk.sqlite');
  const later = createSyncSeat(again);
  later.loop.start(config);
  expect(await later.drained()).toMatchObject({ counts: { waiting: 0, sent: 8, refused: 0 } });
  expect(await headOffice.recordIds('live', device)).toEqual(ids);
  expect(await headOffice.recordIds('practice', device)).toEqual(practice);
  expect(await stateOf(again, ids[0] ?? '')).toBe('sent');
  await later.loop.stop();
  await again.close();
});

it('two consoles that run on copies of one file both deliver everything', async () => {
  const store = await filled('desk.sqlite');
  const { id: device } = await store.device();
  const config = { url: proxy.url, token: await headOffice.enrol(device), app: '1.0.0' };
  const shared = await closeCalls(store, 'live', 3);
  const seat = createSyncSeat(store);
  seat.loop.start(config);
  await seat.drained();
  await seat.loop.stop();
  await store.close();
  copyFileSync(join(temp.dir, 'desk.sqlite'), join(temp.dir, 'twin.sqlite'));

  const [first, twin] = [await open('desk.sqlite'), await open('twin.sqlite')];
  const own = [...(await closeCalls(first, 'live', 2)), ...(await closeCalls(twin, 'live', 4))];
  for (const one of [first, twin]) {
    const side = createSyncSeat(one);
    side.loop.start(config);
    expect(await side.drained()).toMatchObject({ counts: { waiting: 0, refused: 0 } });
    await side.loop.stop();
  }
  expect((await headOffice.recordIds('live', device)).sort()).toEqual([...shared, ...own].sort());
  expect([(await first.device()).epoch, (await twin.device()).epoch]).toEqual([1, 2]);
  await Promise.all([first.close(), twin.close()]);
});

it('a refused record is shown with its reason, and after requeueing goes out again', async () => {
  const store = await filled('desk.sqlite');
  const { id: device } = await store.device();
  const config = { url: proxy.url, token: await headOffice.enrol(device), app: '1.0.0' };
  const [id = ''] = await closeCalls(store, 'live', 1);
  // Another console brought in a record with this id and another content.
  const blocked = [
    "INSERT INTO record_identity VALUES ('callback', $1, 'live', decode(repeat('00', 32), 'hex'))",
    "DELETE FROM record_identity WHERE type = 'callback' AND id = $1",
  ] as const;
  await headOffice.db.query(blocked[0], [id]);
  const seat = createSyncSeat(store);
  seat.loop.start(config);
  expect(await seat.drained()).toMatchObject({ counts: { refused: 1, sent: 0 } });
  const { rows } = await store.outboxItems('refused', 0, 10);
  expect(rows).toMatchObject([{ entityId: id, refusal: { code: 'conflict' } }]);
  expect(await stateOf(store, id)).toBe('refused');

  await headOffice.db.query(blocked[1], [id]);
  await store.requeueRefused(rows[0]?.seq ?? 0, at);
  seat.loop.kick('person');
  await seat.until(({ counts }) => counts.waiting === 0 && counts.refused === 0);
  expect(await headOffice.recordIds('live', device)).toEqual([id]);
  expect(await stateOf(store, id)).toBe('sent');
  await seat.loop.stop();
  await store.close();
});
