import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startSipRelay } from '../../../../main/practice/sip-relay.ts';
import { holdPort } from '../../../support/port-block.ts';
import { PracticeDesk } from './practice-desk.ts';

const wait = { timeout: 10_000, interval: 5 };

describe('SipPhone over the practice line', () => {
  let desk: PracticeDesk;
  beforeEach(async () => {
    desk = await PracticeDesk.open();
  });
  afterEach(() => desk.close());

  it('registers, says so, and goes off', async () => {
    await desk.phone.register(desk.agentAccount);
    expect(desk.registrations).toEqual(['connecting:-', 'registered:-']);
    await desk.phone.unregister();
    expect(desk.registrations.at(-1)).toBe('off:-');
  });

  it('tells a wrong password, with its status, and does not try again', async () => {
    await expect(desk.phone.register({ ...desk.agentAccount, password: 'wrong' })).rejects.toMatchObject({
      code: 'wrong_password',
    });
    const last = desk.phoneEvents.at(-1);
    expect(last).toEqual({
      type: 'registration',
      registration: {
        state: 'failed',
        reason: 'wrong_password',
        sipStatus: 401,
        server: desk.relay.url,
        nextTryAt: null,
      },
    });
  });

  it("tells another user's address as forbidden", async () => {
    const account = { ...desk.agentAccount, uri: desk.target };
    await expect(desk.phone.register(account)).rejects.toMatchObject({ code: 'not_registered' });
    expect(desk.registrations.at(-1)).toBe('failed:forbidden');
  });

  it('tells a server that is not there as unreachable', async () => {
    await desk.relay.close();
    await expect(desk.phone.register(desk.agentAccount)).rejects.toMatchObject({ code: 'unreachable' });
    expect(desk.registrations.at(-1)).toBe('failed:unreachable');
  });

  it('refuses to dial before it is registered', async () => {
    await expect(desk.dial()).rejects.toMatchObject({ code: 'not_registered' });
    expect(desk.audio.microphoneOpen).toBe(false);
  });

  it('calls, rings with a tone, talks, and hears the other side hang up', async () => {
    await desk.connect();
    await desk.customer.run({ type: 'behave', onInvite: 'answer', ringMs: 50 });
    await desk.dial();
    await vi.waitFor(() => expect(desk.call?.phase).toBe('ringing'), wait);
    expect(desk.audio.ringback).toBe(true);
    await vi.waitFor(() => expect(desk.call?.phase).toBe('talking'), wait);
    expect(desk.audio.ringback).toBe(false);
    expect(desk.audio.microphoneOpen).toBe(true);
    expect(desk.call?.answeredAt).toBeGreaterThanOrEqual(desk.call?.startedAt ?? Infinity);
    await desk.customer.run({ type: 'hangUp' });
    await vi.waitFor(() => expect(desk.call?.phase).toBe('ended'), wait);
    expect(desk.call?.ending).toBe('remote_hangup');
    expect(desk.phases).toEqual(['dialling', 'ringing', 'talking', 'ended']);
    expect(desk.audio.microphoneOpen).toBe(false);
    // The customer's BYE was answered: its own end is a clean one.
    await vi.waitFor(
      () => expect(desk.customerEvents.at(-1)).toEqual({ type: 'ended', detail: 'local_hangup' }),
      wait,
    );
  });

  it('hangs up a call that is up, and the customer learns it', async () => {
    await desk.connect();
    await desk.customer.run({ type: 'behave', onInvite: 'answer', ringMs: 0 });
    await desk.dial();
    await vi.waitFor(() => expect(desk.call?.phase).toBe('talking'), wait);
    await desk.phone.hangUp('call-1');
    await vi.waitFor(() => expect(desk.call?.ending).toBe('local_hangup'), wait);
    await vi.waitFor(
      () => expect(desk.customerEvents.at(-1)).toEqual({ type: 'ended', detail: 'remote_hangup' }),
      wait,
    );
  });

  it.each([
    ['busy', 'busy', 486],
    ['reject', 'rejected', 603],
    ['no_answer', 'no_answer', 480],
  ] as const)('a customer who is set to %s ends the call as %s', async (onInvite, ending, sipStatus) => {
    await desk.connect();
    await desk.customer.run({ type: 'behave', onInvite, ringMs: 20 });
    await desk.dial();
    await vi.waitFor(() => expect(desk.call?.phase).toBe('ended'), wait);
    expect(desk.call).toMatchObject({ ending, sipStatus, answeredAt: null });
  });

  it('cancels while it rings, and the customer stops ringing', async () => {
    await desk.connect();
    await desk.customer.run({ type: 'behave', onInvite: 'no_answer', ringMs: 60_000 });
    await desk.dial();
    await vi.waitFor(() => expect(desk.call?.phase).toBe('ringing'), wait);
    await desk.phone.hangUp('call-1');
    await vi.waitFor(() => expect(desk.call?.ending).toBe('cancelled'), wait);
    await vi.waitFor(
      () => expect(desk.customerEvents.at(-1)).toEqual({ type: 'ended', detail: 'cancelled' }),
      wait,
    );
    expect(desk.audio.ringback).toBe(false);
  });

  it('cancels before the microphone is open, without an INVITE', async () => {
    await desk.connect();
    let open = (): void => undefined;
    desk.audio.gate = new Promise((resolve) => (open = resolve));
    const dialled = desk.dial();
    await desk.phone.hangUp('call-1');
    open();
    await dialled;
    expect(desk.call).toMatchObject({ phase: 'ended', ending: 'cancelled' });
    expect(desk.audio.microphoneOpen).toBe(false);
    expect(desk.customerEvents.map(({ type }) => type)).toEqual(['registered']);
  });

  it('ends a call for which the microphone was refused, and says why', async () => {
    await desk.connect();
    desk.audio.refusesMicrophone = true;
    await expect(desk.dial()).rejects.toMatchObject({ code: 'microphone_refused' });
    await vi.waitFor(
      () => expect(desk.call).toMatchObject({ phase: 'ended', ending: 'microphone_refused' }),
      wait,
    );
  });

  it('tells a number that does not exist', async () => {
    await desk.connect();
    await desk.phone.dial({ callId: 'call-1', target: `sip:nobody@${desk.relay.domain}`, headers: [] });
    await vi.waitFor(() => expect(desk.call).toMatchObject({ ending: 'not_found', sipStatus: 404 }), wait);
  });

  it('tells a customer whose phone is off', async () => {
    await desk.phone.register(desk.agentAccount);
    await desk.dial();
    await vi.waitFor(() => expect(desk.call).toMatchObject({ ending: 'no_answer', sipStatus: 480 }), wait);
  });

  it('holds one call at a time', async () => {
    await desk.connect();
    await desk.dial();
    await expect(desk.dial('call-2')).rejects.toMatchObject({ code: 'call_in_progress' });
    await expect(desk.phone.hangUp('call-2')).rejects.toMatchObject({ code: 'no_call' });
  });

  it('says of a muted call that it is muted', async () => {
    await desk.connect();
    await desk.customer.run({ type: 'behave', onInvite: 'answer', ringMs: 0 });
    await desk.dial();
    await vi.waitFor(() => expect(desk.call?.phase).toBe('talking'), wait);
    await desk.phone.setMuted('call-1', true);
    expect(desk.call?.muted).toBe(true);
    await desk.phone.setMuted('call-1', false);
    expect(desk.call?.muted).toBe(false);
  });

  it('makes a second call after the first', async () => {
    await desk.connect();
    await desk.customer.run({ type: 'behave', onInvite: 'busy', ringMs: 0 });
    await desk.dial();
    await vi.waitFor(() => expect(desk.call?.ending).toBe('busy'), wait);
    await desk.customer.run({ type: 'behave', onInvite: 'answer', ringMs: 0 });
    await desk.dial('call-2');
    await vi.waitFor(() => expect(desk.call).toMatchObject({ callId: 'call-2', phase: 'talking' }), wait);
  });

  it('never shows registered without a socket, and comes back by itself', async () => {
    const held = await holdPort();
    const users = [{ name: 'agent', password: desk.agentAccount.password }];
    const first = await startSipRelay({ users, random: randomBytes, port: held.port });
    const account = { ...desk.agentAccount, servers: [first.url] };
    await desk.phone.register(account);
    await first.close();
    await vi.waitFor(() => expect(desk.registrations.at(-1)).not.toBe('registered:-'), wait);
    await expect(desk.dial()).rejects.toMatchObject({ code: 'not_registered' });
    await vi.waitFor(() => expect(desk.registrations.at(-1)).toBe('failed:unreachable'), wait);
    const back = await startSipRelay({ users, random: randomBytes, port: held.port });
    await vi.waitFor(() => expect(desk.registrations.at(-1)).toBe('registered:-'), {
      timeout: 30_000,
      interval: 20,
    });
    await desk.phone.unregister();
    await back.close();
    await held.release();
  });
});

describe('SipPhone being called', () => {
  let desk: PracticeDesk;
  beforeEach(async () => {
    desk = await PracticeDesk.open();
    await desk.phone.register(desk.agentAccount);
  });
  afterEach(() => desk.close());

  /** The other user of the same relay calls the agent with a phone of its own. */
  const callAgent = async (): Promise<PracticeDesk> => {
    const caller = desk.second();
    await caller.phone.register(caller.agentAccount);
    await caller.dial('in-1');
    return caller;
  };

  it('rings as incoming and is answered', async () => {
    const other = await callAgent();
    await vi.waitFor(
      () => expect(desk.call).toMatchObject({ direction: 'incoming', phase: 'incoming' }),
      wait,
    );
    await desk.phone.answer(desk.call?.callId ?? '');
    await vi.waitFor(() => expect(desk.call?.phase).toBe('talking'), wait);
    await other.phone.hangUp('in-1');
    await vi.waitFor(() => expect(desk.call?.ending).toBe('remote_hangup'), wait);
    await other.phone.unregister();
  });

  it('is declined with busy', async () => {
    const other = await callAgent();
    await vi.waitFor(() => expect(desk.call?.phase).toBe('incoming'), wait);
    await desk.phone.hangUp(desk.call?.callId ?? '');
    await vi.waitFor(() => expect(other.call?.ending).toBe('busy'), wait);
    expect(desk.call).toMatchObject({ phase: 'ended', ending: 'rejected' });
    await other.phone.unregister();
  });

  it('ends when the caller gives up', async () => {
    const other = await callAgent();
    await vi.waitFor(() => expect(desk.call?.phase).toBe('incoming'), wait);
    await other.phone.hangUp('in-1');
    await vi.waitFor(() => expect(desk.call).toMatchObject({ phase: 'ended', ending: 'cancelled' }), wait);
    await other.phone.unregister();
  });
});
