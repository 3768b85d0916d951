import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SipRelay } from '../../../../main/practice/sip-relay.ts';
import { holdPort } from '../../../support/port-block.ts';
import { startSipFaultProxy, type SipFaultProxy } from '../../../support/sip-fault-proxy.ts';
import { accountOf, Seat, startRelay, talk, wait } from './seat.ts';

let relay: SipRelay;
let wire: SipFaultProxy;
const seats: Seat[] = [];
const extra: (() => Promise<void>)[] = [];

beforeEach(async () => {
  relay = await startRelay();
  wire = await startSipFaultProxy(relay.url);
});

afterEach(async () => {
  wire.set({ kind: 'pass' });
  await Promise.all(seats.splice(0).map((seat) => seat.close()));
  for (const close of extra.splice(0)) await close();
  await wire.close();
  await relay.close().catch(() => undefined);
});

const seat = async (name: string, servers: string[], more = {}): Promise<Seat> => {
  const made = new Seat(accountOf(name, servers, more));
  seats.push(made);
  await made.register();
  return made;
};

describe('without a call', () => {
  it('comes back after a cut, and can be called again', async () => {
    const bert = await seat('bert', [wire.url]);
    wire.cut();
    await vi.waitFor(
      () => expect(bert.story).toEqual(['connecting', 'registered', 'connecting', 'registered']),
      wait,
    );
    const anna = await seat('anna', [relay.url]);
    await talk(anna, bert);
  });

  it('says what is wrong and when it tries again while nobody answers', async () => {
    const bert = await seat('bert', [wire.url]);
    wire.set({ kind: 'refuse' });
    await vi.waitFor(
      () =>
        expect(bert.registration).toMatchObject({ state: 'failed', reason: 'unreachable', server: wire.url }),
      wait,
    );
    await vi.waitFor(() => expect(bert.registration?.nextTryAt).toBeGreaterThan(Date.now() - 5_000), wait);
    wire.set({ kind: 'pass' });
    await bert.isRegistered();
    expect(bert.registration).toMatchObject({ reason: null, nextTryAt: null });
  });

  it('notices a server that stands still long before SIP would, and comes back when it goes on', async () => {
    const bert = await seat('bert', [wire.url]);
    wire.set({ kind: 'freeze' });
    // The limit of the wait is below the 32 s after which SIP itself would give up.
    await vi.waitFor(() => expect(bert.story.at(-1)).toBe('failed:timeout'), wait);
    wire.set({ kind: 'pass' });
    await bert.isRegistered();
  });

  it('a frozen server hands over to the next one', async () => {
    const second = await startRelay();
    extra.push(() => second.close());
    const bert = await seat('bert', [wire.url, second.url]);
    expect(bert.registration?.server).toBe(wire.url);
    wire.set({ kind: 'freeze' });
    await vi.waitFor(
      () => expect(bert.registration).toMatchObject({ state: 'registered', server: second.url }),
      wait,
    );
    const anna = await seat('anna', [second.url]);
    await talk(anna, bert);
  });

  it('starts at the second server when the first is not there', async () => {
    wire.set({ kind: 'refuse' });
    const bert = await seat('bert', [wire.url, relay.url]);
    expect(bert.registration).toMatchObject({ state: 'registered', server: relay.url });
  });

  it('registers again with a server that was restarted and forgot everything', async () => {
    const held = await holdPort();
    extra.push(() => held.release());
    const first = await startRelay(held.port);
    const bert = await seat('bert', [first.url]);
    await first.close();
    const second = await startRelay(held.port);
    extra.push(() => second.close());
    // The whole story: right after the end of the first server he still looks registered.
    await vi.waitFor(
      () => expect(bert.story).toEqual(['connecting', 'registered', 'connecting', 'registered']),
      wait,
    );
    const anna = await seat('anna', [second.url]);
    await talk(anna, bert);
  });

  it('refreshes before the registration expires', async () => {
    const bert = await seat('bert', [wire.url], { registerExpiresS: 1 });
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    expect(bert.story).toEqual(['connecting', 'registered']);
    const anna = await seat('anna', [relay.url]);
    await talk(anna, bert);
  });

  it('after sleep a socket that leads nowhere is dropped', async () => {
    const bert = await seat('bert', [wire.url]);
    const before = wire.opened;
    // The old connection is dead, and nobody says so; new ones work.
    wire.deafen(true);
    await bert.phone.wake();
    await vi.waitFor(() => expect(bert.story.at(-1)).toBe('failed:timeout'), wait);
    wire.deafen(false);
    await bert.isRegistered();
    expect(wire.opened).toBeGreaterThan(before);
  });

  it('after sleep a living socket is kept, and the registration renewed', async () => {
    const bert = await seat('bert', [wire.url]);
    await bert.phone.wake();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(wire.opened).toBe(1);
    expect(bert.story).toEqual(['connecting', 'registered']);
  });

  it('a slow network is no dead one', async () => {
    wire.set({ kind: 'delay', ms: 300 });
    const bert = await seat('bert', [wire.url]);
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect(bert.story).toEqual(['connecting', 'registered']);
    expect(wire.opened).toBe(1);
  });
});

describe('in a call', () => {
  it('after a cut the call goes on, its path is renewed, and the far hang-up arrives', async () => {
    const bert = await seat('bert', [relay.url]);
    const anna = await seat('anna', [wire.url]);
    await talk(anna, bert);
    wire.cut();
    await vi.waitFor(() => expect(anna.signalling).toEqual(['up', 'lost', 'restoring', 'up']), wait);
    expect(anna.call?.phase).toBe('talking');
    await bert.phone.hangUp(bert.call?.callId ?? '');
    await vi.waitFor(() => expect(anna.call?.ending).toBe('remote_hangup'), wait);
    await vi.waitFor(() => expect(bert.call?.phase).toBe('ended'), wait);
  });

  it('the side that was called renews its path too', async () => {
    const bert = await seat('bert', [wire.url]);
    const anna = await seat('anna', [relay.url]);
    await talk(anna, bert);
    wire.cut();
    await vi.waitFor(() => expect(bert.signalling).toEqual(['up', 'lost', 'restoring', 'up']), wait);
    await anna.phone.hangUp('call');
    await vi.waitFor(() => expect(bert.call?.ending).toBe('remote_hangup'), wait);
  });

  it('a call that rings when the line is cut for a moment can still be answered', async () => {
    const bert = await seat('bert', [wire.url]);
    const anna = await seat('anna', [relay.url]);
    await anna.phone.dial({ callId: 'call', target: bert.account.uri, headers: [] });
    await vi.waitFor(() => expect(bert.call?.phase).toBe('incoming'), wait);
    wire.cut();
    await vi.waitFor(() => expect(bert.story.length).toBeGreaterThan(2), wait);
    await bert.isRegistered();
    expect(bert.call?.phase).toBe('incoming');
    await bert.phone.answer(bert.call?.callId ?? '');
    await vi.waitFor(() => expect(anna.call?.phase).toBe('talking'), wait);
    await anna.phone.hangUp('call');
    await vi.waitFor(() => expect(bert.call?.ending).toBe('remote_hangup'), wait);
  });

  it('a caller who gave up while the line was away does not ring for ever', async () => {
    const bert = await seat('bert', [wire.url]);
    const anna = await seat('anna', [relay.url]);
    await anna.phone.dial({ callId: 'call', target: bert.account.uri, headers: [] });
    await vi.waitFor(() => expect(bert.call?.phase).toBe('incoming'), wait);
    wire.set({ kind: 'freeze' });
    await vi.waitFor(() => expect(bert.story.at(-1)).toBe('failed:timeout'), wait);
    await anna.phone.hangUp('call');
    await vi.waitFor(() => expect(anna.call?.phase).toBe('ended'), wait);
    wire.set({ kind: 'pass' });
    await vi.waitFor(() => expect(bert.call?.phase).toBe('ended'), wait);
    expect(bert.call?.answeredAt).toBeNull();
  });

  it('both sides lose the line at once, and both come back into the same call', async () => {
    const bert = await seat('bert', [wire.url]);
    const anna = await seat('anna', [wire.url]);
    await talk(anna, bert);
    wire.cut();
    await vi.waitFor(() => {
      expect(anna.signalling.at(-1)).toBe('up');
      expect(bert.signalling.at(-1)).toBe('up');
      expect(anna.signalling.length).toBeGreaterThan(1);
      expect(bert.signalling.length).toBeGreaterThan(1);
    }, wait);
    await anna.phone.hangUp('call');
    await vi.waitFor(() => expect(bert.call?.ending).toBe('remote_hangup'), wait);
  });

  it('a server that freezes in mid-call is left, and the call moves to its thawed socket', async () => {
    const bert = await seat('bert', [relay.url]);
    const anna = await seat('anna', [wire.url]);
    await talk(anna, bert);
    wire.set({ kind: 'freeze' });
    await vi.waitFor(() => expect(anna.call?.signalling).toBe('lost'), wait);
    expect(anna.call?.phase).toBe('talking');
    wire.set({ kind: 'pass' });
    await vi.waitFor(() => expect(anna.signalling).toEqual(['up', 'lost', 'restoring', 'up']), wait);
    await bert.phone.hangUp(bert.call?.callId ?? '');
    await vi.waitFor(() => expect(anna.call?.ending).toBe('remote_hangup'), wait);
  });

  it('a customer who hung up while the line was down leaves no call behind', async () => {
    const bert = await seat('bert', [relay.url]);
    const anna = await seat('anna', [wire.url]);
    await talk(anna, bert);
    wire.set({ kind: 'refuse' });
    await vi.waitFor(() => expect(anna.call?.signalling).toBe('lost'), wait);
    await bert.phone.hangUp(bert.call?.callId ?? '');
    await vi.waitFor(() => expect(bert.call?.phase).toBe('ended'), wait);
    expect(anna.call?.phase).toBe('talking');
    wire.set({ kind: 'pass' });
    await vi.waitFor(
      () => expect(anna.call).toMatchObject({ phase: 'ended', ending: 'network', sipStatus: 481 }),
      wait,
    );
  });

  it('an agent who hangs up while the line is down leaves no customer behind', async () => {
    const bert = await seat('bert', [relay.url]);
    const anna = await seat('anna', [wire.url]);
    await talk(anna, bert);
    wire.set({ kind: 'refuse' });
    await vi.waitFor(() => expect(anna.call?.signalling).toBe('lost'), wait);
    await anna.phone.hangUp('call').catch(() => undefined);
    await vi.waitFor(() => expect(anna.call?.ending).toBe('local_hangup'), wait);
    expect(bert.call?.phase).toBe('talking');
    wire.set({ kind: 'pass' });
    await vi.waitFor(() => expect(bert.call?.ending).toBe('remote_hangup'), wait);
  });

  it('a hold that was under way when the line broke does not stop the recovery', async () => {
    const bert = await seat('bert', [relay.url]);
    const anna = await seat('anna', [wire.url]);
    await talk(anna, bert);
    wire.set({ kind: 'freeze' });
    const held = anna.phone.setHeld('call', true).then(
      () => 'held',
      () => 'refused',
    );
    wire.cut();
    wire.set({ kind: 'pass' });
    expect(await held).toBe('refused');
    await vi.waitFor(() => expect(anna.signalling).toEqual(['up', 'lost', 'restoring', 'up']), wait);
    // The other side may still be busy with the ACK of the re-INVITE before.
    await vi.waitFor(() => anna.phone.setHeld('call', true), wait);
    expect(anna.call?.held.local).toBe(true);
    await vi.waitFor(() => expect(bert.call?.held.remote).toBe(true), wait);
  });

  it('both renew and hold at the same time, and the call survives the glare', async () => {
    const bert = await seat('bert', [relay.url]);
    const anna = await seat('anna', [wire.url]);
    await talk(anna, bert);
    wire.cut();
    await anna.isRegistered();
    await bert.phone.setHeld(bert.call?.callId ?? '', true).catch(() => undefined);
    await vi.waitFor(() => expect(anna.call).toMatchObject({ phase: 'talking', signalling: 'up' }), wait);
    await bert.phone.hangUp(bert.call?.callId ?? '');
    await vi.waitFor(() => expect(anna.call?.ending).toBe('remote_hangup'), wait);
  });

  it('a call that still rang when the line broke is given up, also at the other end', async () => {
    const bert = await seat('bert', [relay.url]);
    const anna = await seat('anna', [wire.url]);
    await anna.phone.dial({ callId: 'call', target: bert.account.uri, headers: [] });
    await vi.waitFor(() => expect(bert.call?.phase).toBe('incoming'), wait);
    await vi.waitFor(() => expect(anna.call?.phase).toBe('ringing'), wait);
    wire.cut();
    await vi.waitFor(() => expect(anna.call).toMatchObject({ phase: 'ended', ending: 'network' }), wait);
  });
});
