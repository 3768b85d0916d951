import { afterEach, beforeEach, expect, it } from 'vitest';
import { openEmbeddedDb, type Db } from '../../../head-office/db.ts';
import { sampleBody } from '../../support/callback-samples.ts';
import { startHeadOffice, type TestHeadOffice } from '../../support/head-office.ts';
import { createOutboxDouble } from '../../support/outbox-double.ts';
import { pushFrom, type PushBody } from '../../support/push-from.ts';

/** A database whose transactions wait before they commit while `held` is set. */
let held: Promise<void> | null;
let letGo: () => void;
let reached: () => void;
let db: Db;
let headOffice: TestHeadOffice;
let token: string;
let body: PushBody;

beforeEach(async () => {
  const engine = await openEmbeddedDb(null);
  held = null;
  db = {
    ...engine,
    transaction: (work) =>
      engine.transaction(async (tx) => {
        const value = await work(tx);
        if (held !== null) reached();
        await held;
        return value;
      }),
  };
  headOffice = await startHeadOffice({ db });
  const queue = createOutboxDouble();
  const { id: device } = await queue.device();
  token = await headOffice.enrol(device);
  queue.add({ entityId: 'stop-1', body: sampleBody('stop-1') });
  body = await pushFrom(queue);
});
afterEach(() => db.close());

it('a stop lets the push that is under way end, and takes no new ones', async () => {
  held = new Promise((resolve) => (letGo = resolve));
  const underWay = new Promise<void>((resolve) => (reached = resolve));
  const first = headOffice.post('push', token, body);
  await underWay;
  const stopped = headOffice.stop();
  const second = await headOffice.post('push', token, body).then(
    ({ status }) => status,
    () => 'no connection',
  );
  expect([503, 'no connection']).toContain(second);
  letGo();
  expect(await first).toMatchObject({ status: 200, body: { accepted_through: 1, results: [] } });
  await stopped;
  expect(await db.query('SELECT id FROM callback')).toEqual([{ id: 'stop-1' }]);
});
