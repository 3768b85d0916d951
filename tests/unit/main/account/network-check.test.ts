import { once } from 'node:events';
import { createServer as createHttp, type RequestListener, type Server as HttpServer } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { createServer as createTcp, type AddressInfo, type Server, type Socket } from 'node:net';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { plannedCheck, withRow, type CheckRow, type CheckStep } from '../../../../core/call/line-check.ts';
import { checkNetwork, type NetworkEdges } from '../../../../main/account/network-check.ts';
import { readProxyList } from '../../../../main/account/open-socket.ts';
import { startSipRelay } from '../../../../main/practice/sip-relay.ts';
import { makeCertificate, type Certificate } from '../../../support/certificates.ts';

const day = 24 * 3_600_000;
const now = Date.now();
const closing: (() => Promise<void> | void)[] = [];
const certificates: Record<'good' | 'expired' | 'future' | 'wrongName' | 'soon', Certificate> = {
  good: { key: '', cert: '' },
  expired: { key: '', cert: '' },
  future: { key: '', cert: '' },
  wrongName: { key: '', cert: '' },
  soon: { key: '', cert: '' },
};

beforeAll(async () => {
  certificates.good = await makeCertificate('127.0.0.1', { from: now - day, until: now + 90 * day });
  certificates.expired = await makeCertificate('127.0.0.1', { from: now - 9 * day, until: now - 2 * day });
  certificates.future = await makeCertificate('127.0.0.1', { from: now + 2 * day, until: now + 9 * day });
  certificates.wrongName = await makeCertificate('pbx.example', { from: now - day, until: now + 90 * day });
  certificates.soon = await makeCertificate('127.0.0.1', { from: now - day, until: now + 3 * day });
});

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const portOf = (server: Server | HttpServer): number => (server.address() as AddressInfo).port;

const listen = async <S extends Server | HttpServer>(server: S): Promise<number> => {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    for (const socket of open) socket.destroy();
    const closed = once(server, 'close');
    server.close();
    await closed;
  });
  return portOf(server);
};

const edges = (change: Partial<NetworkEdges> = {}): NetworkEdges => ({
  now: () => Date.now(),
  resolve: () => Promise.resolve(['127.0.0.1']),
  proxies: () => Promise.resolve('DIRECT'),
  // Chromium is asked in the real app (tests/e2e/account.spec.ts); here Node's own verdict stands.
  judge: () => Promise.resolve(null),
  limitMs: 1_500,
  ...change,
});

const check = async (
  server: string,
  change: Partial<NetworkEdges> = {},
): Promise<{ open: boolean; row: (step: CheckStep) => CheckRow | undefined; rows: readonly CheckRow[] }> => {
  let state = plannedCheck([server], [], now);
  const open = await checkNetwork(
    server,
    edges(change),
    (step, part) => {
      state = withRow(state, { step, server }, part);
    },
    new AbortController().signal,
  );
  return { open, rows: state.rows, row: (step) => state.rows.find((row) => row.step === step) };
};

const httpAnswering = (answer: RequestListener): Promise<number> => listen(createHttp(answer));
const page =
  (status: number, type = 'text/plain', headers: Record<string, string> = {}): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': type, ...headers });
    response.end('x');
  };

describe('name', () => {
  const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }));
  test.each([
    ['ENOTFOUND', 'name_not_found'],
    ['EAI_AGAIN', 'dns_no_answer'],
  ])('%s is told as %s, and nothing after it is tried', async (code, finding) => {
    const { open, row } = await check('wss://pbx.example/', { resolve: failing(code) });
    expect(open).toBe(false);
    expect(row('dns')).toMatchObject({ state: 'failed', finding, values: { host: 'pbx.example' } });
    expect(row('tcp')?.state).toBe('waiting');
  });

  test('a name server that never answers is given up', async () => {
    const { row } = await check('wss://pbx.example/', {
      resolve: () => new Promise(() => undefined),
      limitMs: 50,
    });
    expect(row('dns')).toMatchObject({ state: 'failed', finding: 'dns_no_answer' });
  });
});

describe('port', () => {
  test('one that refuses', async () => {
    const server = createTcp();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = portOf(server);
    server.close();
    await once(server, 'close');
    const { open, row } = await check(`wss://127.0.0.1:${port}/`);
    expect(open).toBe(false);
    expect(row('tcp')).toMatchObject({ state: 'failed', finding: 'port_refused', values: { port } });
    expect(row('tcp')?.ms).toBeGreaterThanOrEqual(0);
  });

  test('one that accepts and stays silent fails at the encryption, or at the upgrade where there is none', async () => {
    const port = await listen(createTcp());
    expect((await check(`wss://127.0.0.1:${port}/`, { limitMs: 200 })).row('tls')?.finding).toBe(
      'tls_silent',
    );
    expect((await check(`ws://127.0.0.1:${port}/`, { limitMs: 200 })).row('websocket')?.finding).toBe(
      'ws_silent',
    );
  });

  test('one that hangs up at once', async () => {
    const port = await listen(createTcp((socket) => socket.destroy()));
    expect((await check(`ws://127.0.0.1:${port}/`)).row('websocket')?.finding).toBe('ws_cut');
  });
});

describe('certificate', () => {
  const secure = (name: keyof typeof certificates, answer = page(200)): Promise<number> =>
    listen(createHttps(certificates[name], answer));

  test.each([
    ['good', 'certificate_untrusted'],
    ['expired', 'certificate_expired'],
    ['future', 'certificate_not_yet_valid'],
  ] as const)('%s and self-signed is told as %s', async (name, finding) => {
    const port = await secure(name);
    const { open, row } = await check(`wss://127.0.0.1:${port}/`);
    expect(open).toBe(false);
    expect(row('tls')).toMatchObject({ state: 'failed', finding });
    expect(row('tls')?.technical.join('\n')).toContain('certificate for 127.0.0.1');
    expect(row('websocket')?.state).toBe('waiting');
  });

  test('one that the phone distrusts for its name says which names it has', async () => {
    const port = await secure('wrongName');
    const { row } = await check(`wss://127.0.0.1:${port}/`, {
      judge: () => Promise.resolve('net::ERR_CERT_COMMON_NAME_INVALID'),
    });
    expect(row('tls')).toMatchObject({ finding: 'certificate_wrong_name', values: { names: 'pbx.example' } });
  });

  test('one of a CA that only the operating system knows passes, as it does in the phone', async () => {
    const port = await secure('good');
    const { row } = await check(`wss://127.0.0.1:${port}/`, { judge: () => Promise.resolve('trusted') });
    expect(row('tls')).toMatchObject({ state: 'passed', finding: null });
  });

  test('one that ends within two weeks is told before it ends', async () => {
    const port = await secure('soon');
    const { row } = await check(`wss://127.0.0.1:${port}/`, { judge: () => Promise.resolve('trusted') });
    expect(row('tls')).toMatchObject({
      state: 'warned',
      finding: 'certificate_expires_soon',
      values: { until: new Date(now + 3 * day).toISOString().slice(0, 10) },
    });
  });

  test("a workstation's clock that is days off is told as that, not as a bad certificate", async () => {
    const port = await secure('good');
    const { row } = await check(`wss://127.0.0.1:${port}/`, { now: () => Date.now() - 30 * day });
    expect(row('tls')).toMatchObject({
      state: 'failed',
      finding: 'clock_wrong',
      values: { minutes: 43_200 },
    });
  });

  test('a server without encryption, and one that is too old', async () => {
    const plain = await httpAnswering(page(200));
    expect((await check(`wss://127.0.0.1:${plain}/`)).row('tls')?.finding).toBe('tls_not_spoken');
    const old = await listen(
      createHttps({
        ...certificates.good,
        minVersion: 'TLSv1',
        maxVersion: 'TLSv1.1',
        ciphers: 'ALL@SECLEVEL=0',
      }),
    );
    expect((await check(`wss://127.0.0.1:${old}/`)).row('tls')?.finding).toBe('tls_too_old');
  });
});

describe('WebSocket', () => {
  test.each([
    [200, 'text/html; charset=utf-8', 'ws_login_page'],
    [200, 'text/plain', 'ws_refused'],
    [302, 'text/html', 'ws_redirected'],
    [401, 'text/html', 'ws_forbidden'],
    [403, 'text/plain', 'ws_forbidden'],
    [404, 'text/html', 'ws_not_found'],
    [407, 'text/html', 'proxy_login_needed'],
    [426, 'text/plain', 'ws_refused'],
    [502, 'text/html', 'ws_server_error'],
    [511, 'text/html', 'ws_login_page'],
  ])('an answer %i of %s is told as %s', async (status, type, finding) => {
    const port = await httpAnswering(page(status, type, { location: 'http://portal.example/?token=secret' }));
    const { open, row } = await check(`ws://127.0.0.1:${port}/ws?ticket=secret`);
    expect(open).toBe(false);
    expect(row('websocket')).toMatchObject({ state: 'failed', finding });
    expect(row('websocket')?.technical.join('\n')).not.toContain('secret');
  });

  test('a WebSocket server that does not know the subprotocol sip', async () => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => false });
    await once(server, 'listening');
    closing.push(() => {
      for (const client of server.clients) client.terminate();
      server.close();
    });
    const { row } = await check(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    expect(row('websocket')).toMatchObject({ state: 'failed', finding: 'ws_no_sip' });
  });

  test('a real SIP server passes every step, each with the time it took', async () => {
    const relay = await startSipRelay({ users: [], random: randomBytes });
    closing.push(() => relay.close());
    const { open, rows } = await check(relay.url);
    expect(open).toBe(true);
    expect(rows.filter(({ step }) => step === 'dns' || step === 'tcp' || step === 'websocket')).toMatchObject(
      [
        { state: 'passed', ms: expect.any(Number) as number },
        { state: 'passed', ms: expect.any(Number) as number },
        { state: 'passed', ms: expect.any(Number) as number },
      ],
    );
  });

  test('a clock ten minutes off is a note, not a failure', async () => {
    const server = createHttp();
    const ws = new WebSocketServer({ noServer: true, handleProtocols: () => 'sip' });
    ws.on('headers', (headers) => headers.push(`Date: ${new Date().toUTCString()}`));
    server.on('upgrade', (request, socket, head) => ws.handleUpgrade(request, socket, head, () => undefined));
    const port = await listen(server);
    const { open, row } = await check(`ws://127.0.0.1:${port}/`, { now: () => Date.now() - 10 * 60_000 });
    expect(open).toBe(true);
    expect(row('websocket')).toMatchObject({
      state: 'warned',
      finding: 'clock_off',
      values: { minutes: 10 },
    });
  });
});

describe('proxy', () => {
  const proxyOf = (port: number) => ({ proxies: () => Promise.resolve(`PROXY 127.0.0.1:${port}; DIRECT`) });
  const answering = (status: number): Promise<number> => {
    const server = createHttp();
    server.on('connect', (_, socket) => socket.end(`HTTP/1.1 ${status} x\r\n\r\n`));
    return listen(server);
  };

  test.each([
    [407, 'proxy_login_needed'],
    [403, 'proxy_refused'],
  ])('that answers %i to CONNECT is told as %s', async (status, finding) => {
    const port = await answering(status);
    const { row } = await check('wss://pbx.example/', proxyOf(port));
    expect(row('tcp')).toMatchObject({
      state: 'failed',
      finding,
      values: { proxy: `127.0.0.1:${port}`, status },
    });
  });

  test('that is not there', async () => {
    const { row } = await check('wss://pbx.example/', proxyOf(9));
    expect(row('tcp')).toMatchObject({ state: 'failed', finding: 'proxy_unreachable' });
  });

  test('that lets through is used for the rest of the way, and named', async () => {
    const relay = await startSipRelay({ users: [], random: randomBytes });
    closing.push(() => relay.close());
    const { connect } = await import('node:net');
    const proxy = createHttp();
    proxy.on('connect', (_, socket) => {
      const onward = connect(Number(new URL(relay.url).port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 ok\r\n\r\n');
        socket.pipe(onward).pipe(socket);
      });
      socket.on('error', () => onward.destroy());
    });
    const port = await listen(proxy);
    const { open, row } = await check(relay.url, proxyOf(port));
    expect(open).toBe(true);
    expect(row('tcp')?.technical).toContain(`through the proxy 127.0.0.1:${port}`);
  });

  test('of a kind that only the phone can use leaves the verdict to the registration', async () => {
    const { open, row } = await check('wss://pbx.example/', {
      proxies: () => Promise.resolve('SOCKS5 p:1080'),
    });
    expect(open).toBe(true);
    expect(row('dns')).toMatchObject({ state: 'warned', finding: 'proxy_not_tested' });
    expect(row('websocket')?.state).toBe('skipped');
  });

  test('lists are read as Chromium writes them', () => {
    expect(readProxyList('DIRECT')).toEqual({ kind: 'direct' });
    expect(readProxyList('')).toEqual({ kind: 'direct' });
    expect(readProxyList('PROXY [::1]:8080;DIRECT')).toEqual({
      kind: 'http',
      proxy: { host: '::1', port: 8080 },
    });
    expect(readProxyList('HTTPS p.example:443')).toEqual({ kind: 'other', name: 'HTTPS p.example:443' });
  });
});
