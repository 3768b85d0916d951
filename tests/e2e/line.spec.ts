import { randomBytes } from 'node:crypto';
import { headerOf } from '../../main/practice/sip-message.ts';
import { granted, startScriptedSipServer } from '../support/scripted-sip-server.ts';
import type { CallSnapshot } from '../../core/call/types.ts';
import { startSipRelay, type SipRelay } from '../../main/practice/sip-relay.ts';
import { startSipFaultProxy, type SipFaultProxy } from '../support/sip-fault-proxy.ts';
import type { Desk } from './desk.ts';
import { expect, test } from './desk.ts';
import { becomeReady } from './seat.ts';
import { connectAccount } from './phone-acts.ts';

const generous = { timeout: 30_000, intervals: [25] };

const users = [
  { name: '1001', password: 'right-1001' },
  { name: '2001', password: 'right-2001' },
];

const register = async (desk: Desk, server: string, relay: SipRelay, user: string): Promise<void> => {
  const uri = `sip:${user}@${relay.domain}`;
  const password = `right-${user}`;
  await connectAccount(desk, { server, uri, password });
};

const callOf = async (desk: Desk): Promise<CallSnapshot | undefined> =>
  (await desk.call('softphone.state', {})).calls.find(({ call }) => call.phase !== 'ended')?.call;

const registrationOf = async (desk: Desk): Promise<string> =>
  (await desk.call('softphone.state', {})).registration.state;

/** Keeps every connection that the phone window makes from now on, so that its packets can be counted. */
const watchMedia = async (desk: Desk): Promise<void> => {
  const phone = await desk.window('phone');
  await phone.evaluate(() => {
    const kept: RTCPeerConnection[] = [];
    Object.assign(window, { keptConnections: kept });
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        kept.push(this);
      }
    };
  });
};

type Heard = { packets: number; at: number };

/** Packets received so far on the newest connection, and the wall clock of the look. */
const heard = async (desk: Desk): Promise<Heard> => {
  const phone = await desk.window('phone');
  return phone.evaluate(async () => {
    const kept = (window as unknown as { keptConnections: RTCPeerConnection[] }).keptConnections;
    let packets = 0;
    (await kept.at(-1)?.getStats())?.forEach((row: { type: string; packetsReceived?: number }) => {
      if (row.type === 'inbound-rtp') packets += row.packetsReceived ?? 0;
    });
    return { packets, at: Date.now() };
  });
};

/** Resolves with the wall clock at which more packets than `than` had come in. */
const hearsMore = async (desk: Desk, than: number): Promise<number> => {
  let last: Heard = { packets: 0, at: 0 };
  await expect.poll(async () => (last = await heard(desk)).packets, generous).toBeGreaterThan(than);
  return last.at;
};

const since = (start: number): string => `${Date.now() - start} ms`;

/** 1001 calls 2001 and both hear each other; 1001's signalling goes over `wire`. */
const talking = async (
  launch: () => Promise<Desk>,
  relay: SipRelay,
  wire: SipFaultProxy,
): Promise<{ agent: Desk; customer: Desk }> => {
  const agent = await launch();
  const customer = await launch();
  await register(agent, wire.url, relay, '1001');
  await register(customer, relay.url, relay, '2001');
  await watchMedia(agent);
  await watchMedia(customer);
  await becomeReady(customer);
  await sendDial(agent, `sip:2001@${relay.domain}`);
  await expect.poll(async () => (await callOf(customer))?.phase, generous).toBe('incoming');
  const answeredAt = Date.now();
  await customer.call('softphone.answer', { callId: (await callOf(customer))?.callId ?? '' });
  const both = await Promise.all([hearsMore(agent, 0), hearsMore(customer, 0)]);
  console.log(`answer to two-way audio: ${Math.max(...both) - answeredAt} ms`);
  return { agent, customer };
};

/** Sends a command straight to the phone window, past the console. */
const sendDial = (desk: Desk, target: string): Promise<void> =>
  desk.app.evaluate(({ BrowserWindow }, to) => {
    const phone = BrowserWindow.getAllWindows().find((one) =>
      one.webContents.getURL().startsWith('app://phone/'),
    );
    const command = { type: 'dial', callId: 'to-2001', target: to, headers: [] };
    phone?.webContents.send('desk:event', 'phone.command', { id: 999_998, command });
  }, target);

test('a call outlives its signalling: the sound goes on, the line comes back, the far hang-up is seen', async ({
  launch,
}) => {
  const relay = await startSipRelay({ users, random: randomBytes });
  const wire = await startSipFaultProxy(relay.url);
  const { agent, customer } = await talking(launch, relay, wire);

  wire.set({ kind: 'refuse' });
  const cutAt = Date.now();
  await expect.poll(async () => (await callOf(agent))?.signalling, generous).toBe('lost');
  console.log(`cut in mid-call, told on the card after ${since(cutAt)}`);
  await expect.poll(() => registrationOf(agent), generous).not.toBe('registered');
  // The sound goes on meanwhile, both ways.
  const during = await Promise.all([heard(agent), heard(customer)]);
  await hearsMore(agent, during[0].packets + 100);
  await hearsMore(customer, during[1].packets + 100);
  expect(await callOf(agent)).toMatchObject({ phase: 'talking', signalling: 'lost', media: 'flowing' });

  wire.set({ kind: 'pass' });
  const backAt = Date.now();
  await expect.poll(() => registrationOf(agent), generous).toBe('registered');
  const registered = since(backAt);
  await expect.poll(async () => (await callOf(agent))?.signalling, generous).toBe('up');
  console.log(`network back: registered after ${registered}, re-INVITE answered after ${since(backAt)}`);
  const after = await Promise.all([heard(agent), heard(customer)]);
  await hearsMore(agent, after[0].packets + 50);
  await hearsMore(customer, after[1].packets + 50);

  await customer.call('softphone.hangUp', { callId: (await callOf(customer))?.callId ?? '' });
  await expect
    .poll(async () => (await agent.call('softphone.state', {})).calls.at(-1)?.call.ending, generous)
    .toBe('remote_hangup');
  await wire.close();
  await relay.close();
});

test('a frozen server is noticed and left, in mid-call too, and the call is taken along when it goes on', async ({
  launch,
}) => {
  const relay = await startSipRelay({ users, random: randomBytes });
  const wire = await startSipFaultProxy(relay.url);
  const { agent, customer } = await talking(launch, relay, wire);

  wire.set({ kind: 'freeze' });
  const frozenAt = Date.now();
  await expect.poll(async () => (await callOf(agent))?.signalling, generous).toBe('lost');
  console.log(`frozen server noticed in mid-call after ${since(frozenAt)}`);
  const during = await heard(agent);
  await hearsMore(agent, during.packets + 100);
  expect((await callOf(agent))?.phase).toBe('talking');

  wire.set({ kind: 'pass' });
  const backAt = Date.now();
  await expect.poll(async () => (await callOf(agent))?.signalling, generous).toBe('up');
  console.log(`server goes on: re-INVITE answered after ${since(backAt)}`);
  await agent.call('softphone.hangUp', { callId: (await callOf(agent))?.callId ?? '' });
  await expect
    .poll(async () => (await customer.call('softphone.state', {})).calls.at(-1)?.call.ending, generous)
    .toBe('remote_hangup');

  // And without a call.
  wire.set({ kind: 'freeze' });
  const idleAt = Date.now();
  await expect.poll(() => registrationOf(agent), generous).toBe('failed');
  console.log(`frozen server noticed in idle after ${since(idleAt)}`);
  wire.set({ kind: 'pass' });
  const thawedAt = Date.now();
  await expect.poll(() => registrationOf(agent), generous).toBe('registered');
  console.log(`registered again after ${since(thawedAt)}`);
  await wire.close();
  await relay.close();
});

test('RFC 5626: after a restart the registrar sees the same installation', async ({ launch }) => {
  const server = await startScriptedSipServer((request) =>
    request.method === 'REGISTER' ? granted(request) : { status: 200 },
  );
  const first = await launch();
  await connectAccount(first, { server: server.url, uri: 'sip:1001@practice.invalid', password: 'right' });
  await first.close();
  const second = await launch({ profile: first.profile });
  await expect.poll(() => registrationOf(second), generous).toBe('registered');
  await second.close();
  const instances = server.seen
    .filter(({ method }) => method === 'REGISTER')
    .map(
      ({ headers }) => /\+sip\.instance="<urn:uuid:([^>]+)>"/.exec(headerOf(headers, 'contact') ?? '')?.[1],
    );
  expect(instances.length).toBeGreaterThan(1);
  expect(new Set(instances).size).toBe(1);
  expect(instances[0]).toMatch(/^[0-9a-f-]{36}$/);
  await server.close();
});
