import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { headerOf, headersOf, paramOf } from '../../../../main/practice/sip-message.ts';
import { startSipRelay, type SipRelay } from '../../../../main/practice/sip-relay.ts';
import { RawSipClient, statusOf } from './raw-sip-client.ts';

let relay: SipRelay;
let now = 0;
const clients: RawSipClient[] = [];
const client = async (name: string): Promise<RawSipClient> => {
  const one = await RawSipClient.connect(relay.url, name);
  clients.push(one);
  return one;
};

beforeEach(async () => {
  now = 1_000_000;
  const users = [
    { name: 'agent', password: 'a-secret' },
    { name: 'customer', password: 'c-secret' },
  ];
  relay = await startSipRelay({ users, random: randomBytes, now: () => now });
});
afterEach(async () => {
  for (const { socket } of clients.splice(0)) socket.terminate();
  await relay.close();
});

/** How the relay ends a WebSocket handshake: the protocol it chose, or the status it refused with. */
const handshake = (protocols: string[], origin?: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = new WebSocket(relay.url, protocols, origin === undefined ? {} : { origin });
    socket.on('open', () => {
      resolve(socket.protocol);
      socket.terminate();
    });
    socket.on('unexpected-response', (_, response) => {
      resolve(String(response.statusCode));
      socket.terminate();
    });
    socket.on('error', () => undefined);
  });

describe('the door', () => {
  it('listens on loopback and nowhere else', async () => {
    const { hostname, port } = new URL(relay.url);
    expect(hostname).toBe('127.0.0.1');
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address }) => address);
    // 127.0.0.2 is this machine as well, but not the address that was bound.
    for (const address of ['127.0.0.2', ...others]) {
      const socket = connect(Number(port), address);
      const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
      expect(error.code, address).toBe('ECONNREFUSED');
    }
  });

  it('RFC 7118 section 4: opens for the subprotocol sip only', async () => {
    expect(await handshake(['sip'])).toBe('sip');
    expect(await handshake(['chat', 'sip'])).toBe('sip');
    expect(await handshake([])).toBe('400');
    expect(await handshake(['chat'])).toBe('400');
  });

  it('opens for our own windows and for programs, not for web pages', async () => {
    expect(await handshake(['sip'], 'app://phone')).toBe('sip');
    expect(await handshake(['sip'], 'https://example.com')).toBe('403');
    expect(await handshake(['sip'], 'null')).toBe('403');
  });

  it('ends every connection when it closes', async () => {
    const agent = await client('agent');
    const closed = once(agent.socket, 'close');
    await relay.close();
    await closed;
    relay = await startSipRelay({ users: [], random: randomBytes });
  });
});

describe('frames', () => {
  it('RFC 5626 4.4.1: answers a double CRLF with one', async () => {
    const agent = await client('agent');
    agent.send('\r\n\r\n');
    expect(await agent.frame()).toBe('\r\n');
  });

  it('lives through noise and goes on serving the same connection', async () => {
    const agent = await client('agent');
    for (const noise of [
      '',
      'hello',
      '\u0000\u0001',
      'INVITE sip:x SIP/2.0\r\n\r\n',
      Buffer.from([0xff, 0xfe, 0x00]),
    ])
      agent.send(noise);
    expect(statusOf(await agent.register('a-secret'))).toBe(200);
  });

  it('closes a connection that sends 70 kB in a frame, and only that one', async () => {
    const agent = await client('agent');
    const customer = await client('customer');
    const closed = once(customer.socket, 'close');
    customer.send('x'.repeat(70_000));
    expect((await closed)[0]).toBe(1009);
    expect(statusOf(await agent.register('a-secret'))).toBe(200);
  });
});

describe('registrar (RFC 3261 section 10.3)', () => {
  it('registers with the password, and lists the Contact with its seconds', async () => {
    const answer = await (
      await client('agent')
    ).register('a-secret', ['Contact: <sip:agent@agent.invalid>;expires=60']);
    expect(statusOf(answer)).toBe(200);
    expect(headersOf(answer.headers, 'contact')).toEqual(['<sip:agent@agent.invalid>;expires=60']);
  });

  it('refuses a wrong password and an unknown user alike', async () => {
    expect(statusOf(await (await client('agent')).register('wrong'))).toBe(401);
    expect(statusOf(await (await client('stranger')).register('a-secret'))).toBe(401);
  });

  it('does not accept credentials that were seen on another connection', async () => {
    const first = await client('agent');
    first.send(first.request('REGISTER', 'sip:practice.invalid', { to: 'sip:agent@practice.invalid' }));
    const challenge = headerOf((await first.message()).headers, 'www-authenticate') ?? '';
    const stolen = `Authorization: ${first.credentials(challenge, 'REGISTER', 'sip:practice.invalid', 'a-secret')}`;
    const second = await client('agent');
    second.send(
      second.request('REGISTER', 'sip:practice.invalid', {
        to: 'sip:agent@practice.invalid',
        headers: [stolen],
      }),
    );
    expect(statusOf(await second.message())).toBe(401);
  });

  it('takes `*` only with Expires 0 and alone, and then forgets the user', async () => {
    const customer = await client('customer');
    const agent = await client('agent');
    await agent.register('a-secret');
    await customer.register('c-secret');
    expect(statusOf(await customer.register('c-secret', ['Contact: *', 'Expires: 60']))).toBe(400);
    expect(statusOf(await customer.register('c-secret', ['Contact: *', 'Expires: 0']))).toBe(200);
    expect(await dialled(agent)).toBe(480);
  });

  it('forgets a Contact when it expires and when its socket closes', async () => {
    const agent = await client('agent');
    await agent.register('a-secret');
    const customer = await client('customer');
    await customer.register('c-secret', ['Contact: <sip:customer@customer.invalid>;expires=60']);
    now += 60_001;
    expect(await dialled(agent)).toBe(480);
    await customer.register('c-secret');
    const closed = once(customer.socket, 'close');
    customer.socket.close();
    await closed;
    expect(await dialled(agent)).toBe(480);
  });
});

/** INVITE to a target with credentials; the status that the relay itself answers. */
const dialled = async (agent: RawSipClient, uri = 'sip:customer@practice.invalid'): Promise<number> => {
  agent.send(agent.request('INVITE', uri));
  const challenge = headerOf((await agent.message()).headers, 'proxy-authenticate') ?? '';
  agent.send(
    agent.request('INVITE', uri, {
      headers: [`Proxy-Authorization: ${agent.credentials(challenge, 'INVITE', uri, 'a-secret')}`],
    }),
  );
  return statusOf(await agent.message());
};

describe('relay (RFC 3261 section 16.11)', () => {
  let agent: RawSipClient;
  let customer: RawSipClient;
  const uri = 'sip:customer@practice.invalid';
  beforeEach(async () => {
    agent = await client('agent');
    customer = await client('customer');
    await agent.register('a-secret');
    await customer.register('c-secret');
  });

  /** An INVITE that has passed the challenge, as the customer sees it. */
  const invited = async (branch: string, extra: string[] = []) => {
    agent.send(agent.request('INVITE', uri));
    const challenge = headerOf((await agent.message()).headers, 'proxy-authenticate') ?? '';
    const proof = `Proxy-Authorization: ${agent.credentials(challenge, 'INVITE', uri, 'a-secret')}`;
    agent.send(agent.request('INVITE', uri, { branch, headers: [proof, ...extra] }));
    return customer.message();
  };

  it('sends an INVITE on to the Contact: one hop less, no credentials, no Route, own Via on top', async () => {
    const seen = await invited('z9hG4bKone', ['Route: <sip:elsewhere.invalid;lr>']);
    expect(seen).toMatchObject({
      kind: 'request',
      method: 'INVITE',
      uri: 'sip:customer@customer.invalid;transport=ws',
    });
    expect(headerOf(seen.headers, 'max-forwards')).toBe('69');
    expect(headerOf(seen.headers, 'proxy-authorization')).toBeNull();
    expect(headerOf(seen.headers, 'route')).toBeNull();
    expect(headersOf(seen.headers, 'via')).toHaveLength(2);
  });

  it("gives CANCEL and the ACK of a refusal the INVITE's branch, another INVITE another one", async () => {
    const branchOf = (headers: Parameters<typeof headerOf>[0]): string | null =>
      paramOf(headerOf(headers, 'via') ?? '', 'branch');
    const invite = branchOf((await invited('z9hG4bKone')).headers);
    agent.send(agent.request('CANCEL', uri, { branch: 'z9hG4bKone' }));
    expect(branchOf((await customer.message()).headers)).toBe(invite);
    agent.send(agent.request('ACK', uri, { branch: 'z9hG4bKone' }));
    expect(branchOf((await customer.message()).headers)).toBe(invite);
    expect(branchOf((await invited('z9hG4bKtwo')).headers)).not.toBe(invite);
  });

  it('brings the answer back without its own Via, and drops one that carries a forged branch', async () => {
    const seen = await invited('z9hG4bKone');
    const vias = headersOf(seen.headers, 'via').map((via) => `Via: ${via}`);
    const answer = (top: string, status: string): string =>
      [
        `SIP/2.0 ${status}`,
        top,
        vias[1],
        'From: <sip:agent@x>;tag=1',
        'To: <sip:customer@x>;tag=2',
        'Call-ID: c',
        'CSeq: 1 INVITE',
        '',
        '',
      ].join('\r\n');
    customer.send(answer((vias[0] ?? '').replace(/branch=.*/, 'branch=z9hG4bKforged'), '603 Forged'));
    customer.send(answer(vias[0] ?? '', '180 Ringing'));
    const back = await agent.message();
    expect(statusOf(back)).toBe(180);
    expect(headersOf(back.headers, 'via')).toEqual(['SIP/2.0/WS agent.invalid;branch=z9hG4bKone']);
  });

  it('finds a Contact inside a dialog by user and host, whatever parameters follow', async () => {
    agent.send(
      agent
        .request('BYE', 'sip:customer@customer.invalid;transport=ws;ob', { to: `${uri}>;tag=x` })
        .replace(';tag=x>', ';tag=x'),
    );
    expect(await customer.message()).toMatchObject({
      method: 'BYE',
      uri: 'sip:customer@customer.invalid;transport=ws;ob',
    });
  });

  it('answers 404 to a number nobody has, 483 when the hops are used up, 416 to a tel: address', async () => {
    expect(await dialled(agent, 'sip:nobody@practice.invalid')).toBe(404);
    agent.send(agent.request('INVITE', uri, { hops: '0' }));
    expect(statusOf(await agent.message())).toBe(483);
    agent.send(agent.request('INVITE', 'tel:+8613800000000'));
    expect(statusOf(await agent.message())).toBe(416);
  });

  it('never relays outside: another domain is 404', async () => {
    expect(await dialled(agent, 'sip:customer@example.com')).toBe(404);
  });

  it('lets only registered connections call, and only under their own name', async () => {
    const stranger = await client('stranger');
    stranger.send(stranger.request('INVITE', uri, { from: 'agent' }));
    expect(statusOf(await stranger.message())).toBe(403);
    agent.send(agent.request('INVITE', uri, { from: 'customer' }));
    expect(statusOf(await agent.message())).toBe(403);
  });

  it('keeps the ACK of its own refusal to itself', async () => {
    agent.send(agent.request('INVITE', uri, { branch: 'z9hG4bKref' }));
    const to = headerOf((await agent.message()).headers, 'to') ?? '';
    expect(paramOf(to, 'tag')).not.toBeNull();
    agent.send(agent.request('ACK', uri, { branch: 'z9hG4bKref' }).replace(`To: <${uri}>`, `To: ${to}`));
    agent.send(
      agent
        .request('MESSAGE', 'sip:customer@customer.invalid')
        .replace('To: <sip:customer@customer.invalid>', 'To: <sip:c>;tag=x'),
    );
    expect(await customer.message()).toMatchObject({ method: 'MESSAGE' });
  });

  it('answers OPTIONS for itself', async () => {
    agent.send(agent.request('OPTIONS', 'sip:practice.invalid'));
    expect(statusOf(await agent.message())).toBe(200);
  });
});
