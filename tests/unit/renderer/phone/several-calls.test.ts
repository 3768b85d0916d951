import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PracticeDesk } from './practice-desk.ts';
import type { ScriptedPhone } from './scripted-phone.ts';

const wait = { timeout: 10_000, interval: 5 };

describe('several calls over real SIP', () => {
  let desk: PracticeDesk;
  let third: ScriptedPhone;
  let fourth: ScriptedPhone;
  beforeEach(async () => {
    desk = await PracticeDesk.open();
    await desk.phone.register({ ...desk.agentAccount, conferenceUri: desk.uri('focus') });
    [third, fourth] = await Promise.all([desk.scripted('third'), desk.scripted('fourth')]);
  });
  afterEach(async () => {
    await desk.close();
    third.close();
    fourth.close();
  });
  const incoming = () =>
    desk.phoneEvents.findLast((e) => e.type === 'call' && e.call.direction === 'incoming');
  /** Somebody calls the desk; the call's id once it rings. */
  const ringFrom = async (phone: ScriptedPhone): Promise<{ callId: string; answer: Promise<number> }> => {
    const before = desk.phoneEvents.length;
    const answer = phone.call('agent').then(({ status }) => status);
    answer.catch(() => undefined);
    const event = await vi.waitFor(() => {
      const found = desk.phoneEvents
        .slice(before)
        .find((e) => e.type === 'call' && e.call.phase === 'incoming');
      if (found?.type !== 'call') throw new Error('no incoming call');
      return found;
    }, wait);
    return { callId: event.call.callId, answer };
  };

  it('a call to oneself arrives like any other, and both of its ends talk', async () => {
    await desk.phone.dial({ callId: 'out', target: desk.agentAccount.uri, headers: [] });
    const arrived = await vi.waitFor(() => {
      const event = incoming();
      if (event?.type !== 'call' || event.call.phase !== 'incoming') throw new Error('no incoming call');
      return event.call.callId;
    }, wait);
    await desk.phone.answer(arrived);
    await vi.waitFor(() => expect(desk.of('out')?.phase).toBe('talking'), wait);
    await vi.waitFor(() => expect(desk.of(arrived)?.phase).toBe('talking'), wait);
    await desk.phone.hangUp('out');
    await vi.waitFor(() => expect(desk.of(arrived)?.phase).toBe('ended'), wait);
  });

  it('rings aloud when it is free, and quietly in the headset during a call', async () => {
    const first = await ringFrom(third);
    expect(desk.audio).toMatchObject({ ringing: true, callWaiting: false });
    await desk.phone.answer(first.callId);
    expect(await first.answer).toBe(200);
    expect(desk.audio).toMatchObject({ ringing: false, callWaiting: false });
    const second = await ringFrom(fourth);
    expect(desk.audio).toMatchObject({ ringing: false, callWaiting: true });
    await desk.phone.reject(second.callId, 'busy');
    expect(await second.answer).toBe(486);
    expect(desk.audio.callWaiting).toBe(false);
    expect(desk.of(first.callId)).toMatchObject({ phase: 'talking', held: { local: false } });
  });

  it('holds the first call before it answers the second, and swaps', async () => {
    await desk.talkTo('third', 'a');
    const second = await ringFrom(fourth);
    await desk.phone.answer(second.callId);
    expect(await second.answer).toBe(200);
    await vi.waitFor(() => expect(desk.of(second.callId)?.phase).toBe('talking'), wait);
    expect(desk.of('a')?.held.local).toBe(true);
    await desk.phone.setHeld('a', false);
    expect(desk.of('a')?.held.local).toBe(false);
    expect(desk.of(second.callId)?.held.local).toBe(true);
    await desk.phone.hangUp('a');
    expect(desk.audio.microphoneOpen).toBe(true);
    await desk.phone.setHeld(second.callId, false);
    await desk.phone.hangUp(second.callId);
    await vi.waitFor(() => expect(desk.audio.microphoneOpen).toBe(false), wait);
  });

  it('never lets two calls talk, however the commands come', async () => {
    await desk.talkTo('third', 'a');
    await desk.talkTo('fourth', 'b');
    await Promise.all([
      desk.phone.setHeld('a', false),
      desk.phone.setHeld('b', false),
      desk.phone.setHeld('a', false),
      desk.phone.setHeld('b', false),
    ]);
    expect([desk.of('a')?.held.local, desk.of('b')?.held.local]).toEqual([true, false]);
    for (const [at, event] of desk.phoneEvents.entries()) {
      if (event.type !== 'call') continue;
      const now = new Map(
        desk.phoneEvents
          .slice(0, at + 1)
          .flatMap((e) => (e.type === 'call' ? [[e.call.callId, e.call]] : [])),
      );
      const talking = [...now.values()].filter(({ phase, held }) => phase === 'talking' && !held.local);
      expect(talking.length).toBeLessThanOrEqual(1);
    }
  });

  it('does not dial a second call when the first cannot be held, and says why', async () => {
    await desk.talkTo('third', 'a');
    third.script.set('re-INVITE', () => ({ status: 488 }));
    await expect(
      desk.phone.dial({ callId: 'b', target: desk.uri('fourth'), headers: [] }),
    ).rejects.toMatchObject({ code: 'refused_by_peer', sipStatus: 488 });
    expect(fourth.requests('INVITE')).toHaveLength(0);
    await vi.waitFor(() => expect(desk.of('b')).toMatchObject({ phase: 'ended', ending: 'failed' }), wait);
    expect(desk.of('a')).toMatchObject({ phase: 'talking', held: { local: false } });
  });

  it('refuses a third call of its own and a second that rings', async () => {
    await desk.talkTo('third', 'a');
    await desk.talkTo('fourth', 'b');
    const target = desk.target;
    await expect(desk.phone.dial({ callId: 'c', target, headers: [] })).rejects.toMatchObject({
      code: 'call_in_progress',
    });
    const other = await desk.scripted('focus');
    const ringing = await ringFrom(other);
    await expect(desk.phone.answer(ringing.callId)).rejects.toMatchObject({ code: 'call_in_progress' });
    const caller = desk.second();
    await caller.phone.register(caller.agentAccount);
    await caller.dial('d');
    await vi.waitFor(() => expect(caller.call).toMatchObject({ ending: 'busy', sipStatus: 486 }), wait);
    expect(incoming()).toMatchObject({ call: { phase: 'ended', ending: 'rejected', sipStatus: 486 } });
    await caller.phone.unregister();
    other.close();
  });

  it.each([
    ['busy', 486],
    ['declined', 603],
    ['unavailable', 480],
  ] as const)('rejects as %s with %i', async (rejection, status) => {
    const { callId, answer } = await ringFrom(third);
    await desk.phone.reject(callId, rejection);
    expect(await answer).toBe(status);
    expect(desk.of(callId)).toMatchObject({ phase: 'ended', ending: 'rejected' });
    expect(desk.audio.ringing).toBe(false);
  });

  it('do not disturb: 486 at once, no ring, and main learns whom it missed', async () => {
    await desk.phone.setDoNotDisturb(true);
    expect((await third.call('agent')).status).toBe(486);
    const events = desk.phoneEvents.flatMap((event) => (event.type === 'call' ? [event] : []));
    expect(events.map(({ call }) => [call.phase, call.ending])).toEqual([
      ['incoming', null],
      ['ended', 'rejected'],
    ]);
    expect(events[1]?.party.user).toBe('third');
    expect(desk.audio.everRang).toBe(false);
    await desk.phone.setDoNotDisturb(false);
    await ringFrom(third);
    expect(desk.audio.ringing).toBe(true);
  });

  it('conference: calls the focus, sends both calls there and ends their old legs', async () => {
    const focus = await desk.scripted('focus');
    for (const phone of [third, fourth]) phone.script.set('REFER', () => ({ status: 202 }));
    await desk.talkTo('third', 'a');
    await desk.talkTo('fourth', 'b');
    await desk.phone.conference();
    expect(focus.invite).not.toBeNull();
    for (const phone of [third, fourth]) {
      expect(phone.requests('REFER')[0]?.headers).toContainEqual({
        name: 'refer-to',
        value: `<${desk.uri('focus')}>`,
      });
      await phone.notify(200);
    }
    await vi.waitFor(() => expect(desk.of('a')?.phase).toBe('ended'), wait);
    await vi.waitFor(() => expect(desk.of('b')?.phase).toBe('ended'), wait);
    const last = desk.phoneEvents.findLast((e) => e.type === 'call' && !['a', 'b'].includes(e.call.callId));
    expect(last).toMatchObject({ call: { phase: 'talking', conference: true, held: { local: false } } });
    focus.close();
  });

  it('conference: a PBX that refuses it leaves both calls as they were', async () => {
    const focus = await desk.scripted('focus');
    focus.script.set('INVITE', () => ({ status: 403 }));
    await desk.talkTo('third', 'a');
    await expect(desk.phone.conference()).rejects.toMatchObject({ code: 'refused_by_peer', sipStatus: 403 });
    expect(desk.of('a')).toMatchObject({ phase: 'talking', conference: false });
    expect(third.requests('REFER')).toHaveLength(0);
    focus.close();
  });

  it('conference: says so when the account has none', async () => {
    await desk.phone.register(desk.agentAccount);
    await desk.talkTo('third', 'a');
    await expect(desk.phone.conference()).rejects.toMatchObject({ code: 'no_conference' });
  });

  it('ends all calls when it goes off the line', async () => {
    await desk.talkTo('third', 'a');
    await desk.talkTo('fourth', 'b');
    await desk.phone.unregister();
    await vi.waitFor(() => expect(third.requests('BYE')).toHaveLength(1), wait);
    expect(fourth.requests('BYE')).toHaveLength(1);
    expect(desk.of('a')).toMatchObject({ phase: 'ended', ending: 'local_hangup' });
    expect(desk.audio.microphoneOpen).toBe(false);
  });
});
