import { expect, test } from '@playwright/test';
import { leastSessionS } from '../../../core/call/session-timer.ts';
import { header } from '../../support/lab/phone/sip-endpoint.ts';
import { heardBothWays, onLab, type Conversation, type Feature } from './conversation.ts';

const asks = (refresher: 'uac' | 'uas') => [
  header('supported', 'timer'),
  header('session-expires', `${leastSessionS};refresher=${refresher}`),
];

const expiresIn = (message: string): string | null =>
  /^Session-Expires:\s*(.*?)\s*$/im.exec(message)?.[1] ?? null;

/** Frames of the app from `from` on whose text begins so, without their first line. */
const framesFrom = ({ app }: Conversation, from: number, arrow: '->' | '<-', begins: string): string[] =>
  app.frames.slice(from).flatMap((frame) => {
    const [head = '', ...rest] = frame.split('\n');
    return head.endsWith(arrow) && rest[0]?.startsWith(begins) === true ? [rest.join('\n')] : [];
  });

/** A call from outside, answered by the app, and what the app's answer agreed on. */
const agreed = async (talk: Conversation, refresher: 'uac' | 'uas') => {
  const { app, other } = talk;
  const from = app.frames.length;
  const call = await other.dial(app.user, asks(refresher));
  const callId = await app.incoming();
  await app.act('answer', { callId });
  await call.talking();
  await heardBothWays(talk, call);
  const answers = framesFrom(talk, from, '->', 'SIP/2.0 200').filter((text) => /^CSeq:.*INVITE/im.test(text));
  expect(answers.map(expiresIn)).toEqual([`${leastSessionS};refresher=${refresher}`]);
  return { call, callId, answeredAt: Date.now() };
};

const secondsSince = (at: number): number => Math.round((Date.now() - at) / 1_000);

/** Session timers (RFC 4028) through the server, with the shortest time that may be agreed on. */
export const timerFeatures: readonly Feature[] = [
  {
    name: 'session timer, the app refreshes (refresher=uas): a re-INVITE at half of the time, and the call goes on',
    lines: onLab,
    run: async (talk) => {
      test.setTimeout(240_000);
      const { app } = talk;
      const { call, callId, answeredAt } = await agreed(talk, 'uas');
      const from = app.frames.length;
      const refreshes = () => framesFrom(talk, from, '->', 'INVITE ');
      await expect.poll(() => refreshes().length, { timeout: 90_000 }).toBe(1);
      talk.measured('answered to refresh', Date.now() - answeredAt);
      // In the dialog the app asks now, so that it is the uac (section 7.4).
      expect(expiresIn(refreshes()[0] ?? '')).toBe(`${leastSessionS};refresher=uac`);
      await expect
        .poll(() => framesFrom(talk, from, '<-', 'SIP/2.0 200').some((text) => /^CSeq:.*INVITE/im.test(text)))
        .toBe(true);
      await heardBothWays(talk, call);
      await app.act('hangUp', { callId });
      await app.ended(callId);
    },
  },
  {
    name: 'session timer, the other side refreshes (refresher=uac): kept by its refresh, asked after when none comes',
    lines: onLab,
    run: async (talk) => {
      test.setTimeout(300_000);
      const { app } = talk;
      const { call, callId, answeredAt } = await agreed(talk, 'uac');
      const from = app.frames.length;
      const asked = () => framesFrom(talk, from, '->', 'INVITE ').length;
      await expect.poll(() => secondsSince(answeredAt), { timeout: 60_000 }).toBeGreaterThanOrEqual(30);
      const refresh = await call.lab?.resume(asks('uac'));
      expect(refresh?.status).toBe(200);
      const refreshedAt = Date.now();
      // Beyond the moment at which it would have been asked after without the refresh.
      await expect.poll(() => secondsSince(answeredAt), { timeout: 90_000 }).toBeGreaterThanOrEqual(70);
      expect(asked()).toBe(0);

      // A third of the time before it is over (section 10) the other side is asked once; it answers, and the call
      // goes on. That the moment is noticed where nobody answers: tests/unit/renderer/line/session-timers.test.ts.
      await expect.poll(asked, { timeout: 90_000 }).toBe(1);
      talk.measured('last refresh to the question', Date.now() - refreshedAt);
      expect(Date.now() - refreshedAt).toBeGreaterThanOrEqual((leastSessionS * 2 * 1_000) / 3 - 1_000);
      await heardBothWays(talk, call);
      await app.act('hangUp', { callId });
      await app.ended(callId);
    },
  },
];
