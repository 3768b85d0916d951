import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sampleBody } from '../../support/callback-samples.ts';
import { problemFault, startFaultProxy, type Fault, type FaultProxy } from '../../support/fault-proxy.ts';
import { startHeadOffice, type TestHeadOffice } from '../../support/head-office.ts';
import { createOutboxDouble, type OutboxDouble } from '../../support/outbox-double.ts';
import { createSyncSeat, eventually, type SyncSeat } from '../../support/sync-seat.ts';

let headOffice: TestHeadOffice;
let proxy: FaultProxy;
let seat: SyncSeat;
let queue: OutboxDouble;
let device: string;
let token: string;

beforeAll(async () => {
  headOffice = await startHeadOffice();
});
afterAll(() => headOffice.close());

beforeEach(async () => {
  proxy = await startFaultProxy(headOffice.url);
  queue = createOutboxDouble();
  device = (await queue.device()).id;
  token = await headOffice.enrol(device);
  seat = createSyncSeat(queue);
});
afterEach(async () => {
  await seat.loop.stop();
  await proxy.close();
});

let lastId = 0;
const add = (count: number, to: OutboxDouble = queue): string[] =>
  Array.from({ length: count }, () => {
    const id = `loop-${++lastId}`;
    to.add({ entityId: id, body: sampleBody(id) });
    return id;
  });
const start = (url = proxy.url): void => seat.loop.start({ url, token, app: '1.0.0' });
const arrived = (): Promise<string[]> => headOffice.recordIds('live', device);

describe('without faults', () => {
  it('says hello, drains the queue in order and then is online', async () => {
    const ids = add(1_200);
    start();
    expect(await seat.drained()).toMatchObject({
      reason: null,
      nextTryAt: null,
      counts: { waiting: 0, sent: 1_200, refused: 0 },
    });
    expect(await arrived()).toEqual(ids);
    expect(proxy.seen).toEqual(['/v1/hello', '/v1/push', '/v1/push', '/v1/push']);
    expect(seat.statuses.map(({ state }) => state)).toEqual(
      expect.arrayContaining(['connecting', 'sending', 'online']),
    );
  });

  it('sends a new record at once when it is kicked, without another hello', async () => {
    start();
    await seat.drained();
    const ids = add(1);
    seat.loop.kick('work');
    await seat.until(({ counts }) => counts.sent === 1);
    expect(await arrived()).toEqual(ids);
    expect(proxy.seen).toEqual(['/v1/hello', '/v1/push']);
  });

  it('says hello again by itself within a minute and then also finds work nobody kicked it for', async () => {
    start();
    await seat.drained();
    const ids = add(2);
    seat.timers.advance(60_000);
    await seat.until(({ counts }) => counts.sent === 2);
    expect(await arrived()).toEqual(ids);
  });

  it('is off before it starts and after it stopped, and keeps the queue', async () => {
    add(1);
    expect(await seat.loop.status()).toMatchObject({ state: 'off', counts: { waiting: 1 } });
    start();
    await seat.drained();
    add(1);
    await seat.loop.stop();
    seat.loop.kick();
    expect(await seat.loop.status()).toMatchObject({ state: 'off', counts: { waiting: 1, sent: 1 } });
    expect(seat.timers.nextIn()).toBeNull();
  });

  it('takes no plain http but on loopback', () => {
    expect(() => start('http://head-office.example')).toThrow('address_not_allowed');
    expect(() => start('ftp://127.0.0.1')).toThrow('address_not_allowed');
  });
});

describe('the outcome is unknown', () => {
  const faults: [string, Fault][] = [
    ['the request never arrives', { kind: 'drop' }],
    ['head office commits and the answer is lost', { kind: 'lose-answer' }],
    ['half of the answer arrives', { kind: 'half-answer' }],
    ['head office fails with 500', problemFault('internal')],
    [
      'a proxy answers 502',
      { kind: 'answer', status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>Bad Gateway</h1>' },
    ],
  ];
  it.each(faults)('nothing is taken as sent, nothing is doubled: %s', async (_name, fault) => {
    const ids = add(10);
    proxy.next({ kind: 'pass' }, fault);
    start();
    const paused = await seat.paused();
    expect(paused.counts.waiting).toBe(10);
    expect(['unreachable', 'server_error']).toContain(paused.reason);
    await seat.skipPause();
    await seat.drained();
    expect(await arrived()).toEqual(ids);
  });

  it('a request that a network delivers twice counts once', async () => {
    const ids = add(10);
    proxy.each(() => ({ kind: 'twice' }));
    start();
    await seat.drained();
    expect(await arrived()).toEqual(ids);
  });

  it('a refusal whose answer was lost is learnt at the second try', async () => {
    const [good] = add(1);
    queue.add({ entityId: 'spoilt', body: '{}' });
    proxy.next({ kind: 'pass' }, { kind: 'lose-answer' });
    start();
    await seat.paused();
    await seat.skipPause();
    expect(await seat.drained()).toMatchObject({ counts: { sent: 1, refused: 1 } });
    expect(queue.refused.get('spoilt')?.code).toBe('invalid-body');
    expect(await arrived()).toEqual([good]);
  });
});

describe('head office is away', () => {
  it('down and up again: the queue waits, then flows', async () => {
    const down = createServer();
    await new Promise<void>((resolve) => down.listen(0, '127.0.0.1', resolve));
    const { port } = down.address() as AddressInfo;
    await new Promise((resolve) => down.close(resolve));
    const ids = add(3);
    start(`http://127.0.0.1:${port}`);
    expect(await seat.paused()).toMatchObject({ reason: 'unreachable', counts: { waiting: 3 } });
    start();
    await seat.drained();
    expect(await arrived()).toEqual(ids);
  });

  it('a server that speaks no TLS behind an https address is told as such', async () => {
    start(proxy.url.replace('http:', 'https:'));
    expect(await seat.paused()).toMatchObject({ reason: 'tls' });
  });

  it('slower than the time-out: given up, tried again with half the batch', async () => {
    const ids = add(8);
    proxy.next({ kind: 'pass' }, { kind: 'hang' });
    start();
    await eventually(() => proxy.seen.length === 2);
    seat.timers.advance(30_000);
    expect(await seat.paused()).toMatchObject({ reason: 'timeout' });
    await seat.skipPause();
    await seat.drained();
    expect(await arrived()).toEqual(ids);
    expect(proxy.seen).toEqual(['/v1/hello', '/v1/push', '/v1/hello', '/v1/push', '/v1/push']);
  });

  it('pauses grow, and start anew after a success', async () => {
    const nextPause = async (): Promise<number> => {
      const { nextTryAt } = await seat.paused();
      return (nextTryAt ?? 0) - 1_795_000_000_000 - seat.timers.elapsed();
    };
    proxy.each(() => ({ kind: 'drop' }));
    start();
    const pauses: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      pauses.push(await nextPause());
      await seat.skipPause();
    }
    expect(pauses.slice(0, 9)).toEqual(
      [1.5, 2.5, 4.5, 8.5, 16.5, 32.5, 64.5, 128.5, 150.5].map((seconds) => seconds * 1000),
    );
    proxy.each(() => ({ kind: 'pass' }));
    await seat.drainThroughPauses();
    proxy.each(() => ({ kind: 'drop' }));
    seat.loop.kick('person');
    add(1);
    seat.loop.kick('work');
    expect(await nextPause()).toBe(1_500);
  });

  it('a new record does not cut a pause short, a person does', async () => {
    proxy.next({ kind: 'drop' });
    start();
    await seat.paused();
    add(1);
    seat.loop.kick('work');
    await seat.until(({ counts }) => counts.waiting === 1);
    expect(proxy.seen).toHaveLength(1);
    seat.loop.kick('person');
    await seat.drained();
  });

  it('Retry-After is obeyed, by a person too', async () => {
    proxy.next(problemFault('unavailable', { 'retry-after': '120' }));
    start();
    const paused = await seat.paused();
    expect(paused.reason).toBe('busy');
    expect((paused.nextTryAt ?? 0) - 1_795_000_000_000).toBeGreaterThanOrEqual(120_000);
    seat.loop.kick('person');
    seat.timers.advance(119_000);
    await seat.loop.status();
    expect(proxy.seen).toHaveLength(1);
    seat.timers.advance(60_000);
    await seat.drained();
  });
});

describe('the watchdog', () => {
  it('begins anew when a request neither ends nor times out', async () => {
    const ids = add(1);
    let calls = 0;
    const deaf: typeof fetch = (...args) =>
      ++calls === 1 ? new Promise<Response>(() => undefined) : fetch(...args);
    const stuck = createSyncSeat(queue, { fetch: deaf });
    stuck.loop.start({ url: proxy.url, token, app: '1.0.0' });
    await eventually(() => calls === 1);
    stuck.timers.advance(90_000);
    await stuck.drained();
    expect(stuck.logged).toContain('sync.watchdog_restart');
    expect(await arrived()).toEqual(ids);
    await stuck.loop.stop();
  });

  it('leaves a loop alone that pauses for a reason', async () => {
    proxy.each(() => problemFault('device-revoked'));
    start();
    await seat.paused();
    seat.timers.advance(4 * 60_000);
    expect(seat.logged).not.toContain('sync.watchdog_restart');
    expect(proxy.seen).toHaveLength(1);
  });

  it('a store that fails for a while stops nothing for good', async () => {
    const ids = add(2);
    let sick = true;
    const patient = {
      ...queue,
      outboxAfter: (...args: Parameters<typeof queue.outboxAfter>) =>
        sick ? Promise.reject(new Error('busy')) : queue.outboxAfter(...args),
    };
    const sickSeat = createSyncSeat(patient);
    sickSeat.loop.start({ url: proxy.url, token, app: '1.0.0' });
    await sickSeat.paused();
    sick = false;
    await sickSeat.skipPause();
    await sickSeat.drained();
    expect(await arrived()).toEqual(ids);
    await sickSeat.loop.stop();
  });
});

it('many faults in a row: it gets there', async () => {
  const ids = add(100);
  proxy.next(
    { kind: 'drop' },
    { kind: 'pass' },
    { kind: 'lose-answer' },
    { kind: 'half-answer' },
    problemFault('internal'),
    { kind: 'pass' },
    problemFault('too-large'),
    { kind: 'lose-answer' },
    { kind: 'twice' },
    problemFault('rate-limited', { 'retry-after': '3' }),
  );
  start();
  await seat.drainThroughPauses();
  expect(await arrived()).toEqual(ids);
});
