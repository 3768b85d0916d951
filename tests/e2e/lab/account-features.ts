import { expect } from '@playwright/test';
import type { AudioCodec } from '../../../core/call/account.ts';
import {
  dialled,
  heardBothWays,
  labOf,
  onGuardedLab,
  onLab,
  type Conversation,
  type Feature,
} from './conversation.ts';

/** Requests of the app on its socket since `from`, by method, oldest first. */
const sent = ({ app }: Conversation, method: string, from: number): string[] =>
  app.frames.slice(from).flatMap((frame) => {
    const [head = '', ...rest] = frame.split('\n');
    return head.endsWith('->') && rest[0]?.startsWith(`${method} `) === true ? [rest.join('\n')] : [];
  });

/** Ends a call and saves the account as it was. */
const backToUsual = async (talk: Conversation, callId: string): Promise<void> => {
  await talk.app.act('hangUp', { callId });
  await talk.app.ended(callId);
  await talk.save();
};

const headerIn = (message: string, name: string): string | null =>
  new RegExp(`^${name}:\\s*(.*?)\\s*$`, 'im').exec(message)?.[1] ?? null;

/** Names of the payloads of an offer in the order of its m-line, without telephone-event. */
const offeredCodecs = (message: string): string[] => {
  const payloads = /^m=audio \d+ \S+ ([\d ]+)/m.exec(message)?.[1]?.trim().split(' ') ?? [];
  const nameOf = (payload: string): string =>
    new RegExp(`^a=rtpmap:${payload} ([^/]+)`, 'm').exec(message)?.[1] ??
    { 0: 'PCMU', 8: 'PCMA', 9: 'G722' }[payload] ??
    payload;
  return payloads.map(nameOf).filter((name) => name !== 'telephone-event');
};

/** The codec that the app shows for a call, once it has one. */
const shownCodec = async ({ app }: Conversation, callId: string): Promise<string | null> => {
  const view = await app.untilCall(
    callId,
    'show a codec',
    ({ call }) => (call.stats?.codec ?? null) !== null,
  );
  return view.call.stats?.codec ?? null;
};

const order = (codecs: readonly AudioCodec[]): Feature => ({
  name: `codec order ${codecs.join(', ')}: the offer has it, the first that both speak is used and shown`,
  lines: onLab,
  run: async (talk) => {
    await talk.save({ codecs: [...codecs] });
    const from = talk.app.frames.length;
    const { callId, call } = await dialled(talk);
    await heardBothWays(talk, call);
    expect(offeredCodecs(sent(talk, 'INVITE', from)[0] ?? '')).toEqual(codecs);
    const both = codecs.find((codec) => codec === 'PCMA' || codec === 'PCMU');
    expect(call.lab?.audio.codec).toBe(both);
    expect(await shownCodec(talk, callId)).toBe(both);
    await backToUsual(talk, callId);
  },
});

const converted = (codec: AudioCodec): Feature => ({
  name: `${codec} alone against a telephone with PCMA alone: converted on the way, heard both ways, ${codec} shown`,
  lines: onGuardedLab,
  run: async (talk) => {
    await talk.save({ codecs: [codec] });
    const { callId, call } = await dialled(talk);
    await heardBothWays(talk, call);
    expect(call.lab?.audio.codec).toBe('PCMA');
    expect(await shownCodec(talk, callId)).toBe(codec);
    await talk.app.act('sendDtmf', { callId, tones: '8' });
    await call.lab?.audio.hearDigits('8');
    await backToUsual(talk, callId);
  },
});

const digest = (algorithm: 'MD5' | 'SHA-256', lines: Feature['lines']): Feature => ({
  name: `digest ${algorithm}: registers and calls with it, and a wrong password is named`,
  lines,
  run: async (talk) => {
    const from = talk.app.frames.length;
    await talk.save({ registerExpires: '120' });
    const { callId, call } = await dialled(talk);
    await heardBothWays(talk, call);
    await talk.app.act('hangUp', { callId });
    await talk.app.ended(callId);
    const answers = [
      ...sent(talk, 'REGISTER', from).map((message) => headerIn(message, 'Authorization')),
      ...sent(talk, 'INVITE', from).map((message) => headerIn(message, 'Proxy-Authorization')),
    ].filter((value) => value !== null);
    expect(answers.length).toBeGreaterThanOrEqual(2);
    for (const answer of answers) expect(/algorithm="?([\w-]+)/i.exec(answer)?.[1] ?? 'MD5').toBe(algorithm);
    await expect(talk.save({ password: 'wrong' })).rejects.toThrow('wrong_password');
    await talk.save();
  },
});

/** What the settings of an account do on the wire. */
export const accountFeatures: readonly Feature[] = [
  {
    name: 'WSS: registers and talks through an encrypted socket',
    lines: onGuardedLab,
    run: async (talk) => {
      const { app } = talk;
      expect((await app.desk.call('softphone.state', {})).registration.server).toBe(`${labOf(talk).wssUrl}/`);
      const { callId, call } = await dialled(talk);
      await heardBothWays(talk, call);
      await app.act('hangUp', { callId });
      await app.ended(callId);
      await app.takeCalls();

      const incoming = await talk.other.dial(app.user);
      const incomingId = await app.incoming();
      await app.act('answer', { callId: incomingId });
      await incoming.talking();
      await heardBothWays(talk, incoming);
    },
  },
  digest('MD5', onLab),
  digest('SHA-256', onGuardedLab),
  order(['PCMA', 'opus']),
  order(['opus', 'G722', 'PCMU', 'PCMA']),
  converted('opus'),
  converted('G722'),
  {
    name: 'outbound proxy, own headers and session timer are in what the server gets',
    lines: onLab,
    run: async (talk) => {
      const lab = labOf(talk);
      const proxy = `sip:${lab.address}:${new URL(lab.wsUrl).port};transport=ws;lr`;
      const from = talk.app.frames.length;
      const traced = lab.trace.messages.length;
      await talk.save({
        outboundProxy: proxy,
        headers: [{ name: 'X-Branch', value: 'cb-07' }],
        sessionExpires: '90',
      });
      const { callId, call } = await dialled(talk);
      await heardBothWays(talk, call);
      // The account before this one still signs off without them.
      const requests = [...sent(talk, 'REGISTER', from), ...sent(talk, 'INVITE', from)].filter(
        (request) => !/^Contact:.*expires=0$/im.test(request),
      );
      expect(requests.length).toBeGreaterThanOrEqual(2);
      for (const request of requests) {
        expect(headerIn(request, 'Route')).toBe(`<${proxy}>`);
        expect(headerIn(request, 'X-Branch')).toBe('cb-07');
      }
      const invite = sent(talk, 'INVITE', from)[0] ?? '';
      expect(headerIn(invite, 'Session-Expires')).toMatch(/^90(;|$)/);
      expect(headerIn(invite, 'Supported')).toContain('timer');
      // Kamailio saw them too, and the telephone behind it still gets the call's own header.
      const atServer = lab.trace.messages
        .slice(traced)
        .filter(({ text }) => /^(REGISTER|INVITE) /.test(text));
      expect(atServer.some(({ text }) => headerIn(text, 'X-Branch') === 'cb-07')).toBe(true);
      expect(call.lab?.invite?.headers.find(({ name }) => name.toLowerCase() === 'x-branch')?.value).toBe(
        'cb-07',
      );
      await backToUsual(talk, callId);
    },
  },
];
