import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { headerOf, type SipHeader, type SipRequest } from '../../../../main/practice/sip-message.ts';
import {
  granted,
  startScriptedSipServer,
  type ScriptedAnswer,
  type ScriptedSipServer,
} from '../../../support/scripted-sip-server.ts';
import { accountOf, Seat, wait } from './seat.ts';

let server: ScriptedSipServer;
let seat: Seat | null = null;

afterEach(async () => {
  await seat?.close();
  seat = null;
  await server.close();
});

/** REGISTERs go to the script, everything else that asks for a sign of life gets one. */
const serve = async (script: (request: SipRequest, n: number) => ScriptedAnswer | null): Promise<void> => {
  let n = 0;
  server = await startScriptedSipServer((request) =>
    request.method === 'REGISTER' && !isGoodbye(request)
      ? script(request, (n += 1))
      : request.method === 'REGISTER'
        ? granted(request)
        : { status: 404 },
  );
};

const isGoodbye = ({ headers }: SipRequest): boolean =>
  /;expires=0\b/.test(headerOf(headers, 'contact') ?? '');

const registers = (): SipRequest[] => server.seen.filter((request) => request.method === 'REGISTER');

const open = (more: Parameters<typeof accountOf>[2] = {}, servers = [server.url]): Seat => {
  seat = new Seat(accountOf('anna', servers, more));
  return seat;
};

const header = (name: string, value: string): SipHeader => ({ name, value });
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('what a registrar may say', () => {
  it('423: asks for the longer time', async () => {
    await serve((request, n) =>
      n === 1 ? { status: 423, headers: [header('min-expires', '900')] } : granted(request),
    );
    await open().register();
    const asked = registers().map(
      ({ headers }) => /expires=(\d+)/.exec(headerOf(headers, 'contact') ?? '')?.[1],
    );
    expect(asked).toEqual(['300', '900']);
  });

  it('one Call-ID, and a CSeq that grows, for all REGISTERs (RFC 3261 section 10.2.4)', async () => {
    await serve((request, n) => (n === 1 ? { status: 503 } : granted(request)));
    await open()
      .register()
      .catch(() => undefined);
    await seat?.isRegistered();
    await seat?.close();
    const [first, ...others] = registers();
    const cseqs = registers().map(({ headers }) => Number.parseInt(headerOf(headers, 'cseq') ?? '', 10));
    expect(cseqs).toEqual(cseqs.map((_, at) => (cseqs[0] ?? 0) + at));
    for (const { headers } of others)
      expect(headerOf(headers, 'call-id')).toBe(headerOf(first?.headers ?? [], 'call-id'));
  });

  it('503 with Retry-After: leaves it alone for as long, and says until when', async () => {
    await serve(() => ({ status: 503, headers: [header('retry-after', '3600')] }));
    await expect(open().register()).rejects.toMatchObject({ code: 'unreachable' });
    expect(seat?.registration).toMatchObject({ state: 'failed', reason: 'unreachable', sipStatus: 503 });
    await vi.waitFor(
      () => expect((seat?.registration?.nextTryAt ?? 0) - Date.now()).toBeGreaterThan(3_000_000),
      wait,
    );
    expect(registers()).toHaveLength(1);
  });

  it.each([
    [403, 'forbidden'],
    [404, 'not_found'],
  ])('%i is final: one REGISTER and no more', async (status, reason) => {
    await serve(() => ({ status }));
    await expect(open().register()).rejects.toMatchObject({ code: 'not_registered' });
    expect(seat?.registration).toMatchObject({ state: 'failed', reason, sipStatus: status, nextTryAt: null });
    await seat?.phone.wake();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(registers()).toHaveLength(1);
  });

  it('a wrong password is tried once and never again', async () => {
    await serve(() => ({
      status: 401,
      headers: [header('www-authenticate', 'Digest realm="r", nonce="n", algorithm=MD5, qop="auth"')],
    }));
    await expect(open().register()).rejects.toMatchObject({ code: 'wrong_password' });
    await seat?.phone.wake();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(registers()).toHaveLength(2);
  });

  it('a stale nonce is no wrong password', async () => {
    await serve((request, n) =>
      n === 3
        ? granted(request)
        : {
            status: 401,
            headers: [
              header(
                'www-authenticate',
                `Digest realm="r", nonce="n${n}", algorithm=MD5, qop="auth"${n === 2 ? ', stale=true' : ''}`,
              ),
            ],
          },
    );
    await open().register();
    expect(seat?.registration?.state).toBe('registered');
    expect(headerOf(registers()[2]?.headers ?? [], 'authorization')).toContain('nonce="n2"');
  });

  it('RFC 5626: the installation is the same one after a restart', async () => {
    await serve(granted);
    const instanceId = '01a2b3c4-0000-7000-8000-00000000abcd';
    for (let start = 0; start < 2; start += 1) {
      await open({ instanceId }).register();
      await seat?.close();
    }
    const contacts = registers().map(({ headers }) => headerOf(headers, 'contact') ?? '');
    expect(contacts).toHaveLength(4);
    for (const contact of contacts) expect(contact).toContain(`+sip.instance="<urn:uuid:${instanceId}>"`);
  });

  const asks = (kind: 'www' | 'proxy', realm: string): ScriptedAnswer => ({
    status: kind === 'www' ? 401 : 407,
    headers: [header(`${kind}-authenticate`, `Digest realm="${realm}", nonce="${realm}-1", qop="auth"`)],
  });

  it.each([
    ['proxy', 'www'],
    ['www', 'proxy'],
  ] as const)(
    'RFC 3261 section 22.3: %s asks first, %s then, and both are answered',
    async (first, second) => {
      const header = { www: 'authorization', proxy: 'proxy-authorization' } as const;
      await serve((request) => {
        const { headers } = request;
        if (headerOf(headers, header[first]) === null) return asks(first, 'edge');
        return headerOf(headers, header[second]) === null ? asks(second, 'inner') : granted(request);
      });
      await open().register();
      expect(seat?.registration?.state).toBe('registered');
      expect(registers()).toHaveLength(3);
      const last = registers()[2]?.headers ?? [];
      expect(headerOf(last, header[first])).toContain('realm="edge"');
      expect(headerOf(last, header[second])).toContain('realm="inner"');
    },
  );

  it('a proxy that takes the password and a server that does not is a wrong password, without a loop', async () => {
    await serve(({ headers }) =>
      headerOf(headers, 'proxy-authorization') === null ? asks('proxy', 'edge') : asks('www', 'inner'),
    );
    await expect(open().register()).rejects.toMatchObject({ code: 'wrong_password' });
    expect(registers()).toHaveLength(3);
  });

  it('a redirect is not followed: the password stays here', async () => {
    await serve(() => ({ status: 302, headers: [header('contact', '<sip:elsewhere.invalid>')] }));
    await expect(open().register()).rejects.toMatchObject({ code: 'not_registered' });
    expect(seat?.registration).toMatchObject({ reason: 'server_error', sipStatus: 302 });
  });

  it('silence to REGISTER is told as such, although the pings are answered', async () => {
    await serve(() => null);
    await expect(open().register()).rejects.toMatchObject({ code: 'unreachable' });
    expect(seat?.registration).toMatchObject({ state: 'failed', reason: 'timeout' });
  });

  it('any final answer to OPTIONS is a sign of life', async () => {
    await serve((request) => granted(request));
    await open().register();
    await vi.waitFor(
      () => expect(server.seen.filter(({ method }) => method === 'OPTIONS').length).toBeGreaterThan(2),
      wait,
    );
    expect(seat?.story).toEqual(['connecting', 'registered']);
  });
});

describe('what the account adds', () => {
  it('route, headers and instance id go with every REGISTER; what would break a message does not', async () => {
    await serve((request) => granted(request));
    await open({
      outboundProxy: 'sip:edge.example.com;lr',
      headers: [
        { name: 'X-Branch', value: '上海\r\nVia: evil' },
        { name: 'Contact', value: '<sip:evil@example.com>' },
        { name: 'Bad Name', value: 'x' },
      ],
    }).register();
    const { headers } = registers()[0] ?? { headers: [] };
    expect(headerOf(headers, 'route')).toBe('<sip:edge.example.com;lr>');
    expect(headerOf(headers, 'x-branch')).toBe('上海 Via: evil');
    expect(headers.filter(({ name }) => name === 'contact')).toHaveLength(1);
    expect(headerOf(headers, 'contact')).toMatch(
      /;reg-id=1;\+sip\.instance="<urn:uuid:[0-9a-f-]{36}>";expires=300$/,
    );
    expect(headerOf(headers, 'supported')).toContain('timer');
  });
});

describe('digest with SHA-256 (RFC 7616, RFC 8760)', () => {
  const challenge = (algorithm: string, more = ''): SipHeader =>
    header(
      'www-authenticate',
      `Digest realm="r", nonce="nonce-${algorithm}", qop="auth", algorithm=${algorithm}${more}`,
    );

  const fields = (request: SipRequest | undefined): Record<string, string> =>
    Object.fromEntries(
      [...(headerOf(request?.headers ?? [], 'authorization') ?? '').matchAll(/(\w+)="?([^",]*)"?/g)].map(
        ([, name, value]) => [name ?? '', value ?? ''],
      ),
    );

  it.each([
    ['MD5 first', ['MD5', 'SHA-256']],
    ['SHA-256 first', ['SHA-256', 'MD5']],
    ['one that is not spoken', ['SHA-512-256', 'SHA-256', 'MD5']],
  ])('takes SHA-256 among several: %s', async (_, algorithms) => {
    await serve((request) =>
      headerOf(request.headers, 'authorization') === null
        ? { status: 401, headers: algorithms.map((algorithm) => challenge(algorithm, ', opaque="o"')) }
        : granted(request),
    );
    await open().register();
    const { nonce, uri, nc, cnonce, response, algorithm, opaque } = fields(registers()[1]);
    expect({ algorithm, nonce, nc, opaque }).toEqual({
      algorithm: 'SHA-256',
      nonce: 'nonce-SHA-256',
      nc: '00000001',
      opaque: 'o',
    });
    const expected = [sha256('anna:r:secret-anna'), nonce, nc, cnonce, 'auth', sha256(`REGISTER:${uri}`)];
    expect(response).toBe(sha256(expected.join(':')));
  });

  it('says server error, not wrong password, where only unknown algorithms are offered', async () => {
    await serve(() => ({ status: 401, headers: [challenge('SHA-512-256')] }));
    await expect(open().register()).rejects.toMatchObject({ code: 'not_registered' });
    expect(seat?.registration).toMatchObject({ reason: 'server_error', sipStatus: 401 });
  });
});
