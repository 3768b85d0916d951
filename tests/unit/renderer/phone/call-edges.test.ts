import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { callPartySchema } from '../../../../core/call/types.ts';
import { PracticeDesk } from './practice-desk.ts';
import { sdpOf, type ScriptedPhone } from './scripted-phone.ts';

const wait = { timeout: 10_000, interval: 5 };

describe('the edges of a call over real SIP', () => {
  let desk: PracticeDesk;
  let peer: ScriptedPhone;
  beforeEach(async () => {
    desk = await PracticeDesk.open();
    await desk.phone.register(desk.agentAccount);
    peer = await desk.scripted('third');
  });
  afterEach(async () => {
    await desk.close();
    peer.close();
  });
  const dial = () => desk.phone.dial({ callId: 'a', target: desk.uri('third'), headers: [] });
  const reason = (value: string) => [{ name: 'reason', value }];

  it.each([
    [302, null, 'unavailable'],
    [301, null, 'not_found'],
    [400, null, 'failed'],
    [403, null, 'rejected'],
    [408, null, 'no_answer'],
    [410, null, 'not_found'],
    [480, null, 'no_answer'],
    [480, 'Q.850;cause=19;text="No answer"', 'no_answer'],
    [484, null, 'not_found'],
    [486, null, 'busy'],
    [488, null, 'failed'],
    [500, 'Q.850;cause=1', 'not_found'],
    [503, null, 'network'],
    [600, null, 'busy'],
    [603, null, 'rejected'],
    [604, null, 'not_found'],
    [607, null, 'rejected'],
  ] as const)('tells %i (%s) as %s', async (status, why, ending) => {
    peer.script.set('INVITE', () => ({ status, headers: why === null ? [] : reason(why) }));
    await dial();
    await vi.waitFor(
      () => expect(desk.of('a')).toMatchObject({ phase: 'ended', ending, sipStatus: status }),
      wait,
    );
    expect(desk.audio.microphoneOpen).toBe(false);
  });

  it('a redirection is told and never followed', async () => {
    const other = await desk.scripted('fourth');
    peer.script.set('INVITE', () => ({
      status: 302,
      headers: [{ name: 'contact', value: `<${desk.uri('fourth')}>` }],
    }));
    await dial();
    await vi.waitFor(() => expect(desk.of('a')?.phase).toBe('ended'), wait);
    expect(other.received.filter(({ kind }) => kind === 'request')).toHaveLength(0);
    other.close();
  });

  it('early media turns the ringing tone off, a 180 after it does not bring it back', async () => {
    peer.script.set('INVITE', () => null);
    await dial();
    const invite = await vi.waitFor(() => {
      if (peer.invite === null) throw new Error('no INVITE');
      return peer.invite;
    }, wait);
    peer.reply(invite, { status: 180 });
    await vi.waitFor(() => expect(desk.of('a')?.phase).toBe('ringing'), wait);
    expect(desk.audio.ringback).toBe(true);
    expect(desk.of('a')?.earlyMedia).toBe(false);
    peer.reply(invite, { status: 183, body: sdpOf() });
    await vi.waitFor(() => expect(desk.of('a')?.earlyMedia).toBe(true), wait);
    expect(desk.audio.ringback).toBe(false);
    peer.reply(invite, { status: 180 });
    peer.reply(invite, { status: 200, body: sdpOf() });
    await vi.waitFor(() => expect(desk.of('a')?.phase).toBe('talking'), wait);
    expect(desk.audio.ringback).toBe(false);
    expect(desk.of('a')?.earlyMedia).toBe(false);
  });

  it('an answer from another telephone than the one heard before (fork) ends the call, and no leg is left', async () => {
    peer.script.set('INVITE', () => null);
    await dial();
    const invite = await vi.waitFor(() => {
      if (peer.invite === null) throw new Error('no INVITE');
      return peer.invite;
    }, wait);
    peer.reply(invite, { status: 183, body: sdpOf() }, 'branch-one');
    await vi.waitFor(() => expect(desk.of('a')?.earlyMedia).toBe(true), wait);
    peer.reply(invite, { status: 200, body: sdpOf() }, 'branch-two');
    await vi.waitFor(
      () => expect(desk.of('a')).toMatchObject({ phase: 'ended', ending: 'failed', sipStatus: 488 }),
      wait,
    );
    await vi.waitFor(() => expect(peer.requests('BYE')).toHaveLength(1), wait);
    expect(desk.audio.microphoneOpen).toBe(false);
  });

  it('a BYE between the answer and the end of the media set-up ends the call on both sides', async () => {
    let open = (): void => undefined;
    desk.audio.media.gate = new Promise((resolve) => (open = resolve));
    await dial();
    await vi.waitFor(() => expect(peer.invite).not.toBeNull(), wait);
    const bye = peer.ask('BYE');
    // The BYE has reached the phone when the one behind it on the same socket has been answered.
    await peer.ask('OPTIONS');
    expect(desk.of('a')?.phase).not.toBe('talking');
    open();
    expect((await bye).status).toBe(200);
    await vi.waitFor(
      () => expect(desk.of('a')).toMatchObject({ phase: 'ended', ending: 'remote_hangup' }),
      wait,
    );
    expect(desk.audio.microphoneOpen).toBe(false);
  });

  it('gives the call up when nobody confirms a CANCEL', async () => {
    peer.script.set('INVITE', () => ({ status: 180 }));
    peer.script.set('CANCEL', () => null);
    await dial();
    await vi.waitFor(() => expect(desk.of('a')?.phase).toBe('ringing'), wait);
    await desk.phone.hangUp('a');
    await vi.waitFor(() => expect(desk.of('a')).toMatchObject({ phase: 'ended', ending: 'cancelled' }), wait);
    await desk.talkTo('third', 'b').catch(() => undefined);
  });

  it('a caller who gives up while the desk is answering leaves no call (SIP.js #918)', async () => {
    let open = (): void => undefined;
    desk.audio.media.gate = new Promise((resolve) => (open = resolve));
    const called = peer.call('agent');
    called.catch(() => undefined);
    await vi.waitFor(() => expect(desk.call?.phase).toBe('incoming'), wait);
    const answered = desk.phone.answer(desk.call?.callId ?? '').catch((error: unknown) => error);
    await peer.cancel();
    open();
    await answered;
    await vi.waitFor(() => expect(desk.call).toMatchObject({ phase: 'ended', ending: 'cancelled' }), wait);
    expect((await called).status).toBe(487);
    expect(desk.audio.microphoneOpen).toBe(false);
  });

  describe('keys by INFO', () => {
    const keys = () => peer.requests('INFO').map(({ body }) => /Signal=(.)/.exec(body)?.[1]);

    it('keep their order, also of two commands, with a pause where a comma stands', async () => {
      await desk.talkTo('third', 'a');
      const started = performance.now();
      await Promise.all([desk.phone.sendDtmf('a', '1,5'), desk.phone.sendDtmf('a', '9#')]);
      expect(keys()).toEqual(['1', '5', '9', '#']);
      expect(performance.now() - started).toBeGreaterThan(2_000);
      expect(peer.requests('INFO')[0]?.headers).toContainEqual({
        name: 'content-type',
        value: 'application/dtmf-relay',
      });
    });

    it('are told when they are refused, and the next ones are sent all the same', async () => {
      await desk.talkTo('third', 'a');
      peer.script.set('INFO', () => ({ status: 415 }));
      await expect(desk.phone.sendDtmf('a', '1')).rejects.toMatchObject({
        code: 'refused_by_peer',
        sipStatus: 415,
      });
      peer.script.delete('INFO');
      await desk.phone.sendDtmf('a', '2');
      expect(keys()).toEqual(['1', '2']);
    });

    it('are not sent when the account wants telephone events only', async () => {
      await desk.phone.register({ ...desk.agentAccount, dtmf: 'rfc4733' });
      await desk.talkTo('third', 'a');
      await expect(desk.phone.sendDtmf('a', '1')).rejects.toMatchObject({ code: 'refused_by_peer' });
      expect(keys()).toEqual([]);
    });
  });

  describe('who calls', () => {
    const called = async (headers: readonly { name: string; value: string }[], from?: string) => {
      peer.call('agent', headers, from).catch(() => undefined);
      return vi.waitFor(() => {
        const event = desk.phoneEvents.findLast((one) => one.type === 'call');
        if (event?.type !== 'call') throw new Error('no call');
        return callPartySchema.parse(event.party);
      }, wait);
    };

    it('is read from From, with the headers that concern the desk and no others', async () => {
      const party = await called(
        [
          { name: 'X-Callback-Task', value: 'T-1' },
          { name: 'User-to-User', value: '68656c6c6f;encoding=hex' },
          { name: 'Call-Info', value: '<sip:x>;answer-after=0' },
          { name: 'X-Secret', value: 'no' },
        ],
        '"客户 \u202e张三" <sip:third@practice.invalid>',
      );
      expect(party).toEqual({
        user: 'third',
        domain: 'practice.invalid',
        displayName: '客户 张三',
        headers: {
          'x-callback-task': 'T-1',
          'user-to-user': '68656c6c6f;encoding=hex',
          'call-info': '<sip:x>;answer-after=0',
        },
      });
    });

    it.each([
      ['"Bank" <sip:95588@pbx.example;user=phone>', '95588', 'Bank'],
      ['<tel:+8613800000000>', '+8613800000000', ''],
      ['sip:%2B8613800000000@pbx.example', '+8613800000000', ''],
    ])(
      'is taken from P-Asserted-Identity %s when the PBX sends one (RFC 3325)',
      async (value, user, name) => {
        expect(await called([{ name: 'P-Asserted-Identity', value }])).toMatchObject({
          user,
          displayName: name,
        });
      },
    );

    it('has no more than twenty headers of two thousand characters', async () => {
      const many = Array.from({ length: 40 }, (_, at) => ({
        name: `X-Callback-${at}`,
        value: 'x'.repeat(3_000 / 4),
      }));
      const party = await called([{ name: 'X-Callback-Long', value: 'y'.repeat(5_000) }, ...many]);
      expect(Object.keys(party.headers)).toHaveLength(20);
      expect(party.headers['x-callback-long']).toHaveLength(2_000);
    });
  });
});
