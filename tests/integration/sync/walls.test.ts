import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiVersion, endpoints } from '../../../core/sync/contract.ts';
import { problemContentType, problemSchema } from '../../../core/sync/problems.ts';
import { sampleBody } from '../../support/callback-samples.ts';
import { operatorToken, startHeadOffice, type TestHeadOffice } from '../../support/head-office.ts';
import { createOutboxDouble, type OutboxDouble } from '../../support/outbox-double.ts';
import { pushFrom } from '../../support/push-from.ts';

let headOffice: TestHeadOffice;
const logged: string[] = [];
beforeAll(async () => {
  headOffice = await startHeadOffice({
    maxBodyBytes: 200_000,
    log: { write: (line) => void logged.push(line) },
  });
});
afterAll(() => headOffice.close());

const newSeat = async (): Promise<{ queue: OutboxDouble; device: string; token: string }> => {
  const queue = createOutboxDouble();
  const { id: device } = await queue.device();
  return { queue, device, token: await headOffice.enrol(device) };
};

const raw = async (
  path: string,
  init: RequestInit,
): Promise<{ status: number; headers: Headers; text: string }> => {
  const response = await fetch(`${headOffice.url}${path}`, init);
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const headers = (token: string | null, more: Record<string, string> = {}): Record<string, string> => ({
  'content-type': 'application/json',
  'api-version': apiVersion,
  ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  ...more,
});
const counts = async (): Promise<unknown> =>
  (
    await headOffice.db.query(
      'SELECT (SELECT count(*) FROM inbox) AS inbox, (SELECT count(*) FROM device) AS devices, (SELECT count(*) FROM lane) AS lanes',
    )
  )[0];

describe('who may ask', () => {
  const closed: [string, string][] = [
    ['POST', endpoints.hello.path],
    ['POST', endpoints.push.path],
    ['GET', '/v1/admin/records'],
    ['POST', '/v1/admin/branch-codes'],
    ['POST', '/v1/admin/devices/00000000-0000-4000-8000-000000000000/revoke'],
  ];
  const credentials: [string, Record<string, string>][] = [
    ['nothing', {}],
    ['an unknown token', { authorization: `Bearer ${'x'.repeat(43)}` }],
    ['an empty token', { authorization: 'Bearer ' }],
    ['Basic', { authorization: 'Basic dXNlcjpwYXNz' }],
  ];
  it.each(
    closed.flatMap(([method, path]) =>
      credentials.map(([name, header]) => [method, path, name, header] as const),
    ),
  )('%s %s refuses %s before it reads anything', async (method, path, _name, header) => {
    const body = method === 'POST' ? 'this is not even JSON' : null;
    const answer = await raw(path, {
      method,
      body,
      headers: { 'content-type': 'application/json', 'api-version': apiVersion, ...header },
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')?.split(';')[0]).toBe(problemContentType);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(problemSchema.parse(JSON.parse(answer.text)).code).toBe('unauthenticated');
  });

  it('every route of the server is in the list above, or is enrol or health', () => {
    const routes = [
      ...headOffice.app.printRoutes({ commonPrefix: false }).matchAll(/── (\S+) \((\S+?)[,)]/g),
    ];
    const open = ['/v1/enrol', '/health'];
    expect(routes.length).toBeGreaterThanOrEqual(closed.length + open.length);
    const known = [...closed.map(([, path]) => path.replace(/devices\/[^/]+/, 'devices/:id')), ...open];
    for (const [, path] of routes) expect(known).toContain(path);
  });

  it('a device token opens no operator page and the operator token no lane', async () => {
    const { queue, token } = await newSeat();
    queue.add({ entityId: 'walls-1', body: sampleBody('walls-1') });
    expect((await raw('/v1/admin/records', { headers: headers(token) })).status).toBe(401);
    expect(await headOffice.post('push', operatorToken, await pushFrom(queue))).toMatchObject({
      status: 401,
    });
  });

  it('a device cannot write in the name of another', async () => {
    const mine = await newSeat();
    const other = await newSeat();
    other.queue.add({ entityId: 'walls-2', body: sampleBody('walls-2') });
    const before = await counts();
    expect(await headOffice.post('push', mine.token, await pushFrom(other.queue))).toMatchObject({
      status: 403,
      body: { code: 'device-mismatch', action: 'reenrol' },
    });
    expect(await counts()).toEqual(before);
  });

  it('a withdrawn device is told so, by the operator', async () => {
    const { device, token } = await newSeat();
    const revoked = await raw(`/v1/admin/devices/${device}/revoke`, {
      method: 'POST',
      headers: { authorization: `Bearer ${operatorToken}` },
    });
    expect(revoked.status).toBe(200);
    expect(await headOffice.post('push', token, {})).toMatchObject({
      status: 403,
      body: { code: 'device-revoked', action: 'human' },
    });
  });

  it('health is open and tells nothing but health', async () => {
    expect(JSON.parse((await raw('/health', {})).text)).toEqual({
      status: 'ok',
      engine: headOffice.db.engine,
    });
  });
});

describe('branch codes', () => {
  const enrol = (code: string, device: string) =>
    headOffice.post('enrol', null, { code, device, epoch: 1, app: '1.0.0', credentials: ['dpop', 'bearer'] });

  it('work once, in the way people type them', async () => {
    const code = await headOffice.issueBranchCode('east');
    const typed = ` ${code.toLowerCase().replaceAll('-', ' ')} `;
    const { id: device } = await createOutboxDouble().device();
    const first = await enrol(typed, device);
    expect(first).toMatchObject({
      status: 200,
      body: { device, branch: 'east', credential: { scheme: 'bearer', version: 1 } },
    });
    expect(await enrol(code, (await createOutboxDouble().device()).id)).toMatchObject({
      status: 403,
      body: { code: 'code-invalid' },
    });
  });

  it('may be repeated by the same console while the answer was lost, not after the token was used', async () => {
    const queue = createOutboxDouble();
    const { id: device } = await queue.device();
    const code = await headOffice.issueBranchCode('east');
    const lost = endpoints.enrol.answer.parse((await enrol(code, device)).body).credential.token;
    const token = endpoints.enrol.answer.parse((await enrol(code, device)).body).credential.token;
    queue.add({ entityId: 'walls-3', body: sampleBody('walls-3') });
    expect((await headOffice.post('push', lost, await pushFrom(queue))).status).toBe(401);
    expect((await headOffice.post('push', token, await pushFrom(queue))).status).toBe(200);
    expect((await enrol(code, device)).status).toBe(403);
  });

  it('run out, and cannot move a device to another branch', async () => {
    const code = await headOffice.issueBranchCode('east');
    await headOffice.db.query(
      `UPDATE branch_code SET expires_at = now() - interval '1 minute' WHERE used_by IS NULL`,
    );
    const { device } = await newSeat();
    expect(await enrol(code, device)).toMatchObject({ status: 403, body: { code: 'code-invalid' } });
    expect(await enrol(await headOffice.issueBranchCode('west'), device)).toMatchObject({
      status: 409,
      body: { code: 'device-taken' },
    });
  });

  it('and tokens are stored as hashes only', async () => {
    const { token } = await newSeat();
    const code = await headOffice.issueBranchCode('east');
    const tables = ['branch_code', 'device', 'meta'];
    const dump = await Promise.all(
      tables.map((table) => headOffice.db.query(`SELECT row_to_json(t)::text AS line FROM ${table} t`)),
    );
    const text = JSON.stringify(dump);
    expect(text).not.toContain(token);
    expect(text).not.toContain(code);
    expect(text).not.toContain(code.replaceAll('-', ''));
  });
});

describe('what is taken', () => {
  it('gzip, as well as plain', async () => {
    const { queue, token } = await newSeat();
    queue.add({ entityId: 'walls-4', body: sampleBody('walls-4') });
    const body = new Uint8Array(gzipSync(JSON.stringify(await pushFrom(queue))));
    const answer = await raw('/v1/push', {
      method: 'POST',
      body,
      headers: headers(token, { 'content-encoding': 'gzip' }),
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('api-version')).toBe(apiVersion);
  });

  it('nothing beyond max_bytes, packed or not: 413 with the limit', async () => {
    const { token } = await newSeat();
    const large = JSON.stringify({ text: 'x'.repeat(300_000) });
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(50_000_000)));
    const plain = await raw('/v1/push', { method: 'POST', body: large, headers: headers(token) });
    const packed = await raw('/v1/push', {
      method: 'POST',
      body: bomb,
      headers: headers(token, { 'content-encoding': 'gzip' }),
    });
    for (const answer of [plain, packed]) {
      expect(answer.status).toBe(413);
      expect(JSON.parse(answer.text)).toMatchObject({
        code: 'too-large',
        action: 'split',
        max_bytes: 200_000,
      });
    }
  });

  it.each([
    ['another type', { 'content-type': 'text/plain' }, '{}', 415, 'media-type'],
    ['another encoding', { 'content-encoding': 'br' }, '{}', 415, 'media-type'],
    ['gzip that is none', { 'content-encoding': 'gzip' }, '{}', 400, 'malformed'],
    ['no JSON', {}, '{"device":', 400, 'malformed'],
    ['nothing', {}, '', 400, 'malformed'],
    ['another Api-Version', { 'api-version': '2020-01-01' }, '{}', 426, 'upgrade-needed'],
  ] as const)('not %s', async (_name, header, body, status, code) => {
    const { token } = await newSeat();
    const answer = await raw('/v1/push', { method: 'POST', body, headers: headers(token, header) });
    expect([answer.status, problemSchema.parse(JSON.parse(answer.text)).code]).toEqual([status, code]);
  });

  it('no console older than the oldest that is served', async () => {
    const strict = await startHeadOffice({ db: headOffice.db, minApp: '2.1.0' });
    const { device, token } = await newSeat();
    const hello = (app: string) =>
      strict.post('hello', token, { device, epoch: 1, nonce: 'nonce-1234', lanes: [], app, clock: 0 });
    expect(await hello('2.0.9')).toMatchObject({
      status: 426,
      body: { code: 'upgrade-needed', action: 'upgrade', min_app: '2.1.0' },
    });
    expect(await hello('2.1.0')).toMatchObject({
      status: 200,
      body: { min_app: '2.1.0', nonce: 'nonce-1234' },
    });
    await strict.stop();
  });

  it('so much a second and no more: 429 with Retry-After', async () => {
    const tight = await startHeadOffice({
      db: headOffice.db,
      limits: { device: { burst: 3, perSecond: 0.01 }, enrol: { burst: 2, perSecond: 0.01 } },
    });
    const { device, token } = await newSeat();
    const statuses: number[] = [];
    for (let round = 0; round < 4; round += 1) statuses.push((await tight.post('push', token, {})).status);
    expect(statuses).toEqual([400, 400, 400, 429]);
    const guess = { code: 'AAAA-BBBB-CCCC', device, epoch: 1, app: '1.0.0', credentials: ['bearer'] };
    const guesses: number[] = [];
    for (let round = 0; round < 3; round += 1) guesses.push((await tight.post('enrol', null, guess)).status);
    expect(guesses).toEqual([403, 403, 429]);
    const answer = await fetch(`${tight.url}/v1/enrol`, {
      method: 'POST',
      headers: headers(null),
      body: JSON.stringify(guess),
    });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    await tight.stop();
  });

  it('nothing while the database is away: 503 with Retry-After, and health says so', async () => {
    const down = Object.assign(new Error('connection terminated'), { code: '57P01' });
    const db = { ...headOffice.db };
    const sick = await startHeadOffice({ db });
    db.query = () => Promise.reject(down);
    const answer = await fetch(`${sick.url}/v1/push`, {
      method: 'POST',
      headers: headers('x'.repeat(43)),
      body: '{}',
    });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect((await fetch(`${sick.url}/health`)).status).toBe(503);
    await sick.stop();
  });
});

it('the log carries no body, token, code or name, whatever was sent above', async () => {
  const { queue, token } = await newSeat();
  queue.add({
    entityId: 'walls-7',
    body: sampleBody('walls-7', { holderName: '不可记录的姓名', notes: 'secret note' }),
  });
  queue.add({
    entityId: 'walls-8',
    body: sampleBody('walls-8').replace('"attemptNumber":1', '"attemptNumber":"secret value"'),
  });
  await headOffice.post('push', token, await pushFrom(queue));
  const text = logged.join('');
  expect(logged.some((line) => (JSON.parse(line) as { msg: string; refused?: number }).refused === 1)).toBe(
    true,
  );
  const secrets = [
    '不可记录的姓名',
    'secret note',
    'secret value',
    token,
    operatorToken,
    'P2026000123',
    '*******5678',
  ];
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
});
