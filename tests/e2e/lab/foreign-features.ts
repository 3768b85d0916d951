import { expect } from '@playwright/test';
import { startSipp, type SippStep } from '../../support/lab/sipp.ts';
import { dialled, heardBothWays, onLab, type Conversation, type Feature } from './conversation.ts';
import type { ForeignEnd } from './foreign-end.ts';

/** The row with baresip in place of the scripted telephone. */
const withForeign = async (talk: Conversation): Promise<Conversation> => ({
  ...talk,
  other: await talk.foreign(),
});

const refused = (
  answer: Extract<SippStep, { answer: unknown }>['answer'],
  reason: string,
  wanted: { sentence: string; suggested: string | null; status?: number },
): Feature => ({
  name: `a gateway that we did not write (sipp) refuses with ${answer}: told in plain words, ${wanted.suggested ?? 'nothing'} suggested`,
  lines: onLab,
  run: async ({ app, gateway }) => {
    if (gateway === null) throw new Error('needs the lab');
    const sipp = await startSipp('127.0.0.1', gateway.port, [
      { answer: 180, reason: 'Ringing' },
      { waitMs: 100 },
      { answer, reason },
    ]);
    try {
      const callId = await app.dial(gateway.number);
      const view = await app.ended(callId);
      expect(view.call.sipStatus).toBe(wanted.status ?? answer);
      expect(view.suggestedDisposition).toBe(wanted.suggested);
      const row = app.desk.page.locator(`[data-call="${callId}"]`);
      await expect(row).toContainText(wanted.sentence);
      if (wanted.suggested !== null) await expect(row).toContainText(`（${wanted.suggested}）`);
      expect(await sipp.errors()).toBe('');
    } finally {
      await sipp.close();
    }
  },
});

/** The app and telephones that we did not write. */
export const foreignFeatures: readonly Feature[] = [
  {
    name: 'baresip answers: heard both ways, held and taken up, digits seen, hung up by the app',
    lines: onLab,
    run: async (whole) => {
      const talk = await withForeign(whole);
      const { app } = talk;
      const { callId, call } = await dialled(talk);
      await heardBothWays(talk, call);
      await app.act('setHeld', { callId, held: true });
      await call.hearNo(app.hz);
      await app.hearNo(talk.other.hz);
      await app.act('setHeld', { callId, held: false });
      await heardBothWays(talk, call);
      await app.act('sendDtmf', { callId, tones: '42#' });
      const { digits } = talk.other as ForeignEnd;
      await expect.poll(digits, { timeout: 30_000 }).toBe('42#');
      await app.act('hangUp', { callId });
      expect((await app.ended(callId)).call.ending).toBe('local_hangup');
      await call.ended();
    },
  },
  {
    name: 'baresip calls: answered, heard both ways, holds the app, hung up by baresip',
    lines: onLab,
    run: async (whole) => {
      const talk = await withForeign(whole);
      const { app, other } = talk;
      const call = await other.dial(app.user);
      const callId = await app.incoming();
      await app.act('answer', { callId });
      await call.talking();
      await heardBothWays(talk, call);
      await call.setHeld(true);
      await app.untilCall(callId, 'be held', (view) => view.call.held.remote);
      await app.hearNo(other.hz);
      await call.setHeld(false);
      await app.untilCall(callId, 'be taken up', (view) => !view.call.held.remote);
      await heardBothWays(talk, call);
      await call.hangUp();
      expect((await app.ended(callId)).call.ending).toBe('remote_hangup');
    },
  },
  {
    name: 'baresip refuses a call: the app says busy',
    lines: onLab,
    run: async (whole) => {
      const talk = await withForeign(whole);
      talk.other.onCall('ring');
      const callId = await talk.app.dial(talk.other.number);
      await (await talk.other.incoming()).reject(486);
      const { call, suggestedDisposition } = await talk.app.ended(callId);
      expect([call.ending, call.sipStatus, suggestedDisposition]).toEqual(['busy', 486, 'D31']);
    },
  },
  refused(486, 'Busy Here', { sentence: '对方占线，请稍后再拨。', suggested: 'D31' }),
  refused(600, 'Busy Everywhere', { sentence: '对方占线，请稍后再拨。', suggested: 'D31' }),
  refused(480, 'Temporarily Unavailable', {
    sentence: '无人接听，请换一个时段再拨。',
    suggested: 'D30',
  }),
  refused(404, 'Not Found', { sentence: '号码不存在，请核对号码。', suggested: 'D34' }),
  refused(603, 'Decline', { sentence: '对方拒接。', suggested: 'D36' }),
  refused(403, 'Forbidden', { sentence: '话机服务器不允许拨打这个号码', suggested: null }),
  refused(488, 'Not Acceptable Here', { sentence: '呼叫没有成功（SIP 488）', suggested: 'D20' }),
  // A proxy passes on as 500 what only said that one server behind it is overloaded (RFC 3261 section 16.7).
  refused(503, 'Service Unavailable', { sentence: '呼叫没有成功（SIP 500）', suggested: 'D20', status: 500 }),
  refused(504, 'Server Time-out', {
    sentence: '没有接通：网络、话机服务器或运营商线路出错',
    suggested: 'D20',
  }),
];
