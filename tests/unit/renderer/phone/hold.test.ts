import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mediaDirection } from '../../../../renderer/sip/media-direction.ts';
import { glareDelayMs } from '../../../../renderer/sip/reinvite-queue.ts';
import { PracticeDesk } from './practice-desk.ts';
import { sdpOf, type ScriptedPhone } from './scripted-phone.ts';
import { PhoneError } from '../../../../renderer/sip/phone-error.ts';

const wait = { timeout: 10_000, interval: 5 };

describe('hold, resume and mute over real SIP', () => {
  let desk: PracticeDesk;
  let peer: ScriptedPhone;
  beforeEach(async () => {
    desk = await PracticeDesk.open();
    await desk.phone.register(desk.agentAccount);
    peer = await desk.scripted('third');
    await desk.talkTo('third', 'a');
  });
  afterEach(async () => {
    await desk.close();
    peer.close();
  });
  /** Whether the agent is heard: the track that the call sends. */
  const heard = () => desk.audio.media.senders.at(-1)?.track.enabled;
  const offered = () => peer.requests('re-INVITE').map(({ body }) => mediaDirection(body));

  it('holds by direction and by track, and resumes both', async () => {
    await desk.phone.setHeld('a', true);
    expect(desk.of('a')?.held).toEqual({ local: true, remote: false });
    expect(heard()).toBe(false);
    await desk.phone.setHeld('a', false);
    expect(desk.of('a')?.held.local).toBe(false);
    expect(heard()).toBe(true);
    expect(offered()).toEqual(['sendonly', 'sendrecv']);
  });

  it('listens to the microphone of a muted agent, but not while on hold and not after the call', async () => {
    expect(desk.audio.listening).toBe(false);
    await desk.phone.setMuted('a', true);
    expect(desk.audio.listening).toBe(true);
    await desk.phone.setHeld('a', true);
    expect(desk.audio.listening).toBe(false);
    await desk.phone.setHeld('a', false);
    expect(desk.audio.listening).toBe(true);
    await desk.phone.setMuted('a', false);
    expect(desk.audio.listening).toBe(false);
    await desk.phone.setMuted('a', true);
    await desk.phone.hangUp('a');
    await vi.waitFor(() => expect(desk.of('a')?.phase).toBe('ended'), wait);
    expect(desk.audio.listening).toBe(false);
  });

  it('asks nothing of the other side when nothing changes', async () => {
    await desk.phone.setHeld('a', false);
    expect(offered()).toEqual([]);
  });

  it('stays silent while the hold is still being asked for', async () => {
    peer.script.set('re-INVITE', () => null);
    const held = desk.phone.setHeld('a', true);
    await vi.waitFor(() => expect(offered()).toHaveLength(1), wait);
    expect(heard()).toBe(false);
    const [request] = peer.requests('re-INVITE');
    if (request !== undefined) peer.reply(request, { status: 200, body: sdpOf('recvonly') });
    await held;
    expect(desk.of('a')?.held.local).toBe(true);
  });

  it('tells a refused hold with its status; nothing has changed and the agent is heard again', async () => {
    peer.script.set('re-INVITE', () => ({ status: 488 }));
    await expect(desk.phone.setHeld('a', true)).rejects.toMatchObject({
      code: 'refused_by_peer',
      sipStatus: 488,
    });
    expect(desk.of('a')).toMatchObject({ phase: 'talking', held: { local: false, remote: false } });
    expect(heard()).toBe(true);
  });

  it('tells a refused resume, and the call stays held and silent', async () => {
    await desk.phone.setHeld('a', true);
    peer.script.set('re-INVITE', () => ({ status: 500 }));
    await expect(desk.phone.setHeld('a', false)).rejects.toMatchObject({ sipStatus: 500 });
    expect(desk.of('a')?.held.local).toBe(true);
    expect(heard()).toBe(false);
  });

  it('ends as a network fault when the other side does not know the call any more (481)', async () => {
    peer.script.set('re-INVITE', () => ({ status: 481 }));
    await expect(desk.phone.setHeld('a', true)).rejects.toBeInstanceOf(PhoneError);
    await vi.waitFor(
      () => expect(desk.of('a')).toMatchObject({ phase: 'ended', ending: 'network', sipStatus: 481 }),
      wait,
    );
  });

  it('RFC 3261 section 14.1: tries again after a glare (491)', async () => {
    let asked = 0;
    peer.script.set('re-INVITE', () =>
      ++asked === 1 ? { status: 491 } : { status: 200, body: sdpOf('recvonly') },
    );
    await desk.phone.setHeld('a', true);
    expect(asked).toBe(2);
    expect(desk.of('a')?.held.local).toBe(true);
  });

  it('RFC 3261 section 14.1: waits 2.1 to 4 s as the caller and up to 2 s as the called one', () => {
    expect([glareDelayMs(true, 0), glareDelayMs(true, 0.999)]).toEqual([2_100, 4_000]);
    expect([glareDelayMs(false, 0), glareDelayMs(false, 0.999)]).toEqual([0, 2_000]);
  });

  it("RFC 3261 section 14.2: answers 491 to the other side's offer while its own is out", async () => {
    peer.script.set('re-INVITE', () => null);
    const held = desk.phone.setHeld('a', true);
    await vi.waitFor(() => expect(offered()).toHaveLength(1), wait);
    expect((await peer.ask('INVITE', [], sdpOf())).status).toBe(491);
    const [request] = peer.requests('re-INVITE');
    if (request !== undefined) peer.reply(request, { status: 200, body: sdpOf('recvonly') });
    await held;
    peer.script.delete('re-INVITE');
    expect((await peer.ask('INVITE', [], sdpOf())).status).toBe(200);
  });

  it.each([
    ['sendonly', '127.0.0.1'],
    ['inactive', '127.0.0.1'],
    ['sendrecv', '0.0.0.0'],
  ])('sees that the other side holds (%s, %s) and resumes', async (direction, address) => {
    await peer.ask('INVITE', [], sdpOf(direction, address));
    await vi.waitFor(() => expect(desk.of('a')?.held).toEqual({ local: false, remote: true }), wait);
    // Both frames may come in one tick under Node; the library answers 500 while it works on the ACK.
    await vi.waitFor(
      async () => expect((await peer.ask('INVITE', [], sdpOf('sendrecv'))).status).toBe(200),
      wait,
    );
    await vi.waitFor(() => expect(desk.of('a')?.held.remote).toBe(false), wait);
  });

  it('answers a re-INVITE during its own hold with that hold', async () => {
    await desk.phone.setHeld('a', true);
    const answer = await peer.ask('INVITE', [], sdpOf('sendrecv'));
    expect(mediaDirection(answer.body)).toBe('sendonly');
    expect(heard()).toBe(false);
  });

  it('does not take the echo of its own hold for one of the other side', async () => {
    peer.script.set('re-INVITE', () => ({ status: 200, body: sdpOf('inactive') }));
    await desk.phone.setHeld('a', true);
    expect(desk.of('a')?.held).toEqual({ local: true, remote: false });
  });

  it('puts holds that come at once one after the other', async () => {
    await Promise.all([
      desk.phone.setHeld('a', true),
      desk.phone.setHeld('a', false),
      desk.phone.setHeld('a', true),
    ]);
    expect(offered()).toEqual(['sendonly', 'sendrecv', 'sendonly']);
    expect(desk.of('a')?.held.local).toBe(true);
  });

  describe('a muted call stays muted', () => {
    beforeEach(async () => {
      await desk.phone.setMuted('a', true);
      expect(heard()).toBe(false);
    });
    afterEach(async () => {
      expect(desk.of('a')?.muted).toBe(true);
      expect(heard()).toBe(false);
      await desk.phone.setMuted('a', false);
      expect(heard()).toBe(true);
    });

    it('through hold and resume', async () => {
      await desk.phone.setHeld('a', true);
      await desk.phone.setHeld('a', false);
    });

    it('through a hold that was refused', async () => {
      peer.script.set('re-INVITE', () => ({ status: 488 }));
      await expect(desk.phone.setHeld('a', true)).rejects.toThrow();
    });

    it("through the other side's re-INVITE", async () => {
      await peer.ask('INVITE', [], sdpOf());
    });

    it('through a change of the microphone', async () => {
      const before = desk.audio.media.senders.at(-1)?.track;
      desk.audio.replaceMicrophone();
      await vi.waitFor(() => expect(desk.audio.media.senders.at(-1)?.track).not.toBe(before), wait);
    });
  });

  it('is unmuted while it is held, and heard only after the resume', async () => {
    await desk.phone.setMuted('a', true);
    await desk.phone.setHeld('a', true);
    await desk.phone.setMuted('a', false);
    expect(heard()).toBe(false);
    await desk.phone.setHeld('a', false);
    expect(heard()).toBe(true);
  });

  it('a microphone that is changed during a hold says nothing either', async () => {
    await desk.phone.setHeld('a', true);
    const before = desk.audio.media.senders.at(-1)?.track;
    desk.audio.replaceMicrophone();
    await vi.waitFor(() => expect(desk.audio.media.senders.at(-1)?.track).not.toBe(before), wait);
    expect(heard()).toBe(false);
  });
});
