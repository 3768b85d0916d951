import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeProblem, problemContentType, type ProblemCode } from '../../../core/sync/problems.ts';
import { sampleBody } from '../../support/callback-samples.ts';
import { problemFault, startFaultProxy, type Fault, type FaultProxy } from '../../support/fault-proxy.ts';
import { startHeadOffice, type TestHeadOffice } from '../../support/head-office.ts';
import { createOutboxDouble, type OutboxDouble } from '../../support/outbox-double.ts';
import { createSyncSeat, type SyncSeat } from '../../support/sync-seat.ts';

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
    const id = `answer-${++lastId}`;
    to.add({ entityId: id, body: sampleBody(id) });
    return id;
  });
const start = (url = proxy.url): void => seat.loop.start({ url, token, app: '1.0.0' });
const arrived = (): Promise<string[]> => headOffice.recordIds('live', device);

describe('not head office', () => {
  const html = { 'content-type': 'text/html; charset=utf-8' };
  const json = { 'content-type': 'application/json' };
  const pages: [string, Fault, string][] = [
    [
      '200 with a page',
      { kind: 'answer', status: 200, headers: html, body: '<html>Please log in</html>' },
      'login_page',
    ],
    [
      '200 with JSON of somebody else',
      { kind: 'answer', status: 200, headers: json, body: '{"ok":true}' },
      'login_page',
    ],
    [
      '200 with JSON and no nonce',
      { kind: 'answer', status: 200, headers: json, body: '{"incarnation":"x"}' },
      'login_page',
    ],
    [
      '200 with JSON that is none',
      { kind: 'answer', status: 200, headers: json, body: 'accepted' },
      'login_page',
    ],
    [
      '200 with an old nonce',
      { kind: 'answer', status: 200, headers: json, body: '{"incarnation":"x","nonce":"stale"}' },
      'bad_answer',
    ],
    [
      'a redirect',
      { kind: 'answer', status: 302, headers: { location: 'http://login.example/' } },
      'login_page',
    ],
    [
      '511 Network Authentication Required',
      { kind: 'answer', status: 511, headers: html, body: 'log in' },
      'login_page',
    ],
    [
      '407 of a proxy, which fetch keeps to itself',
      { kind: 'answer', status: 407, headers: html, body: 'log in' },
      'unreachable',
    ],
    ['403 of a proxy', { kind: 'answer', status: 403, headers: html, body: 'blocked' }, 'bad_answer'],
    ['401 of a proxy', { kind: 'answer', status: 401, headers: html, body: 'who are you' }, 'bad_answer'],
    ['404 of another server', { kind: 'answer', status: 404, headers: html, body: 'not here' }, 'bad_answer'],
  ];
  it.each(pages)('is recognised in a push and moves nothing: %s', async (_name, fault, reason) => {
    add(2);
    proxy.next({ kind: 'pass' }, fault);
    start();
    expect(await seat.paused()).toMatchObject({ reason, counts: { waiting: 2, sent: 0 } });
    expect(queue.acks).toEqual([]);
  });

  it('is recognised in a hello', async () => {
    proxy.next({ kind: 'answer', status: 200, headers: html, body: '<html>Please log in</html>' });
    start();
    expect(await seat.paused()).toMatchObject({ reason: 'login_page' });
  });
});

describe('head office says no', () => {
  const refusals: [ProblemCode, string][] = [
    ['unauthenticated', 'unauthorised'],
    ['device-mismatch', 'unauthorised'],
    ['device-revoked', 'revoked'],
    ['upgrade-needed', 'upgrade_needed'],
    ['rate-limited', 'busy'],
    ['unavailable', 'busy'],
    ['internal', 'server_error'],
  ];
  it.each(refusals)('%s is told as %s, the records stay, and it heals by itself', async (code, reason) => {
    const ids = add(2);
    proxy.next({ kind: 'pass' }, problemFault(code));
    start();
    expect(await seat.paused()).toMatchObject({ reason, counts: { waiting: 2 } });
    seat.timers.advance(5 * 60_000);
    await seat.drained();
    expect(await arrived()).toEqual(ids);
  });

  it('really: unknown token, withdrawn device', async () => {
    const right = token;
    token = 'a-token-that-head-office-never-gave-out';
    start();
    expect(await seat.paused()).toMatchObject({ reason: 'unauthorised' });
    await seat.loop.stop();
    token = right;
    await headOffice.db.query('UPDATE device SET revoked_at = now() WHERE id = $1', [device]);
    start();
    expect(await seat.paused()).toMatchObject({ reason: 'revoked' });
  });

  it('a code of the future is understood by its action', async () => {
    const future = { ...makeProblem('unavailable', 'x'), code: 'moon-phase', status: 409, action: 'wait' };
    proxy.next({
      kind: 'answer',
      status: 409,
      headers: { 'content-type': problemContentType },
      body: JSON.stringify(future),
    });
    start();
    expect(await seat.paused()).toMatchObject({ reason: 'busy' });
  });
});

describe('bad and large records', () => {
  it('a poisoned record does not hold up the others; it is shown with its reason', async () => {
    const before = add(300);
    queue.add({
      entityId: 'poisoned',
      body: sampleBody('poisoned').replace('"successful":true', '"successful":"maybe"'),
    });
    const after = add(300);
    start();
    expect(await seat.drained()).toMatchObject({ counts: { sent: 600, refused: 1, waiting: 0 } });
    expect(await arrived()).toEqual([...before, ...after]);
    expect(queue.refused.get('poisoned')).toEqual({
      code: 'invalid-body',
      detail: 'successful: Not of the described kind (invalid_type).',
    });
  });

  it('too large a batch is halved until it fits, and grows again', async () => {
    const ids = add(40);
    proxy.next({ kind: 'pass' }, problemFault('too-large'), { kind: 'answer', status: 413, body: 'nginx' });
    start();
    await seat.drained();
    expect(await arrived()).toEqual(ids);
    expect(proxy.seen.filter((path) => path === '/v1/push')).toHaveLength(5);
    expect(seat.logged).not.toContain('sync.paused');
  });

  it('a single record beyond the real limit is withheld and shown; the rest flows', async () => {
    const small = await startHeadOffice({ db: headOffice.db, maxBodyBytes: 20_000 });
    const [first] = add(1);
    queue.add({ entityId: 'huge', body: sampleBody('huge', { notes: '很'.repeat(30_000) }) });
    const [last] = add(1);
    start(small.url);
    expect(await seat.drained()).toMatchObject({ counts: { sent: 2, refused: 1 } });
    expect(await arrived()).toEqual([first, last]);
    expect(queue.refused.get('huge')?.code).toBe('too-large');
    await small.stop();
  });

  it('a record that was altered in the file is found, shown, and the rest flows', async () => {
    const ids = add(9);
    queue.tamper(5, sampleBody(ids[4] ?? '', { successful: false }));
    start();
    expect(await seat.drained()).toMatchObject({ counts: { sent: 8, refused: 1 } });
    expect(await arrived()).toEqual(ids.filter((_, index) => index !== 4));
    expect(queue.refused.get(ids[4] ?? '')?.code).toBe('altered');
  });
});

describe('the two ends disagree', () => {
  it('a gap is closed by hello and resending', async () => {
    const ids = add(4);
    start();
    await seat.drained();
    await headOffice.db.query('DELETE FROM inbox WHERE device = $1 AND seq > 2', [device]);
    await headOffice.db.query('DELETE FROM callback WHERE device = $1 AND seq > 2', [device]);
    await headOffice.db.query(`DELETE FROM record_identity WHERE id IN ($1, $2)`, ids.slice(2));
    await headOffice.db.query(
      `UPDATE lane SET last_seq = 2, head = (SELECT hash FROM inbox WHERE device = $1 AND seq = 2) WHERE device = $1`,
      [device],
    );
    const more = add(2);
    seat.loop.kick('work');
    await seat.until(({ counts }) => counts.waiting === 0 && counts.sent === 6);
    expect(await arrived()).toEqual([...ids, ...more]);
    expect(seat.logged).toContain('sync.head_office_went_back');
  });

  it('a restored profile goes on under a new epoch and loses nothing', async () => {
    const shared = add(3);
    start();
    await seat.drained();
    const backup = queue.snapshot();
    const lostHere = add(2);
    seat.loop.kick('work');
    await seat.until(({ counts }) => counts.sent === 5);
    backup.restore();
    const after = add(3);
    seat.loop.kick('work');
    await seat.until(({ counts }) => counts.waiting === 0 && queue.epoch() === 2);
    expect(await arrived()).toEqual([...shared, ...lostHere, ...after]);
    expect(seat.logged).toContain('sync.device_forked');
  });

  it('two copies of one machine both deliver everything', async () => {
    const shared = add(2);
    start();
    await seat.drained();
    const twin = queue.snapshot().copy();
    const twinSeat = createSyncSeat(twin);
    const own = add(5);
    const others = add(5, twin);
    twinSeat.loop.start({ url: proxy.url, token, app: '1.0.0' });
    seat.loop.kick('work');
    await Promise.all([
      seat.until(({ counts }) => counts.waiting === 0),
      twinSeat.until(({ counts }) => counts.waiting === 0),
    ]);
    await twinSeat.loop.stop();
    expect((await arrived()).sort()).toEqual([...shared, ...own, ...others].sort());
    expect([queue.epoch(), twin.epoch()].sort()).toEqual([1, 2]);
  });

  it('a head office that never agrees is told after a few rounds, not asked without end', async () => {
    add(1);
    proxy.each((path) => (path === '/v1/push' ? problemFault('seq-gap') : { kind: 'pass' }));
    start();
    expect(await seat.paused()).toMatchObject({ reason: 'bad_answer', counts: { waiting: 1 } });
    expect(proxy.seen.length).toBeLessThan(12);
  });

  it('an answer that has not come as far as was sent moves nothing', async () => {
    add(3);
    const modest: typeof fetch = async (...args) => {
      const response = await fetch(...args);
      const body = (await response.json()) as { accepted_through?: number };
      const less = body.accepted_through === undefined ? body : { ...body, accepted_through: 2 };
      return new Response(JSON.stringify(less), { status: response.status, headers: response.headers });
    };
    const doubtful = createSyncSeat(queue, { fetch: modest });
    doubtful.loop.start({ url: proxy.url, token, app: '1.0.0' });
    expect(await doubtful.paused()).toMatchObject({ reason: 'bad_answer', counts: { waiting: 3, sent: 0 } });
    await doubtful.loop.stop();
  });

  it('a fork that does not end is told as forked', async () => {
    add(1);
    proxy.each((path) => (path === '/v1/push' ? problemFault('device-forked') : { kind: 'pass' }));
    start();
    expect(await seat.paused()).toMatchObject({ reason: 'forked', counts: { waiting: 1 } });
  });
});
