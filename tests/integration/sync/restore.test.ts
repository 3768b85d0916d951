import { PGlite } from '@electric-sql/pglite';
import { expect, it } from 'vitest';
import { embeddedDb } from '../../../head-office/db.ts';
import { sampleBody } from '../../support/callback-samples.ts';
import { startHeadOffice } from '../../support/head-office.ts';
import { createOutboxDouble } from '../../support/outbox-double.ts';
import { createSyncSeat } from '../../support/sync-seat.ts';

it('sync.md goal 8: a head office restored from an older dump gets every acknowledged record again, by itself', async () => {
  const engine = await PGlite.create('memory://');
  const before = await startHeadOffice({ db: embeddedDb(engine) });
  const queue = createOutboxDouble();
  const { id: device } = await queue.device();
  const token = await before.enrol(device);
  const ids = Array.from({ length: 30 }, (_, index) => `restore-${index}`);
  const add = (from: number, to: number): void =>
    ids.slice(from, to).forEach((id) => queue.add({ entityId: id, body: sampleBody(id) }));
  const seat = createSyncSeat(queue);

  add(0, 10);
  queue.add({ entityId: 'bad', body: '{}' });
  seat.loop.start({ url: before.url, token, app: '1.0.0' });
  await seat.drained();
  const dump = await engine.dumpDataDir('none');
  add(10, 20);
  seat.loop.kick('work');
  await seat.until(({ counts }) => counts.waiting === 0 && counts.sent === 20);
  await before.close();

  const after = await startHeadOffice({ db: embeddedDb(await PGlite.create({ loadDataDir: dump })) });
  expect(await after.recordIds('live', device)).toEqual(ids.slice(0, 10));
  add(20, 30);
  seat.loop.start({ url: after.url, token, app: '1.0.0' });
  expect(await seat.drained()).toMatchObject({ counts: { sent: 30, refused: 1, waiting: 0 } });
  expect(await after.recordIds('live', device)).toEqual(ids);
  expect(seat.logged).toContain('sync.head_office_went_back');
  expect(queue.epoch()).toBe(1);
  await seat.loop.stop();
  await after.close();
}, 120_000);

it('a new, empty head office gets the whole queue once the console has enrolled there', async () => {
  const first = await startHeadOffice();
  const queue = createOutboxDouble();
  const { id: device } = await queue.device();
  const ids = Array.from({ length: 5 }, (_, index) => `moved-${index}`);
  for (const id of ids) queue.add({ entityId: id, body: sampleBody(id) });
  const seat = createSyncSeat(queue);
  const token = await first.enrol(device);
  seat.loop.start({ url: first.url, token, app: '1.0.0' });
  await seat.drained();
  const { incarnation } = await queue.device();

  const second = await startHeadOffice();
  seat.loop.start({ url: second.url, token, app: '1.0.0' });
  expect(await seat.paused()).toMatchObject({ reason: 'unauthorised', counts: { sent: 5 } });
  seat.loop.start({ url: second.url, token: await second.enrol(device), app: '1.0.0' });
  await seat.drained();
  expect(await second.recordIds('live', device)).toEqual(ids);
  expect((await queue.device()).incarnation).not.toBe(incarnation);
  expect(seat.logged).toContain('sync.other_head_office');
  await seat.loop.stop();
  await Promise.all([first.close(), second.close()]);
});
