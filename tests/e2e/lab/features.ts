import { importPolicies, testPolicies } from '../policies.ts';
import { expect } from '@playwright/test';
import type { CallView } from '../../../core/ipc/features/softphone.ts';
import { startFocus } from '../../support/lab/focus.ts';
import { header } from '../../support/lab/phone/sip-endpoint.ts';
import { nothingSource } from '../../support/lab/phone/tones.ts';
import { accountFeatures } from './account-features.ts';
import { both, dialled, heardBothWays, onLab, phoneOf, type Feature } from './conversation.ts';
import { foreignFeatures } from './foreign-features.ts';
import { mediaFeatures } from './media-features.ts';
import { timerFeatures } from './timer-features.ts';
import { turnFeatures } from './turn-features.ts';

const ending = (name: string, status: number, suggested: string, lines = both): Feature => ({
  name: `${name}: the ending is told and ${suggested} is suggested`,
  lines,
  run: async (talk) => {
    const { app, other } = talk;
    let callId: string;
    if (status === 404) callId = await app.dial('7777');
    else {
      if (talk.lab !== null) phoneOf(other).onCall = (call) => call.reject(status, 'Refused');
      if (talk.lab === null) other.onCall('ring');
      callId = await app.dial(other.number);
      const call = await other.incoming();
      if (talk.lab === null) await call.reject(status as 486 | 480 | 603);
    }
    const view = await app.ended(callId);
    expect(view.call.sipStatus).toBe(status);
    expect(view.suggestedDisposition).toBe(suggested);
  },
});

const transferIs = (state: string) => (view: CallView) => view.call.transfer?.state === state;

/**
 * Every feature of a conversation; a row is one test on each of its lines. On the practice line both ends are desks
 * here, and a desk never dials because somebody asks it to. Keys and transfers that are followed have their rows with
 * the simulated customer and colleague in tests/e2e/practice-line.spec.ts, an announcement before the answer in
 * tests/e2e/calls.spec.ts. The conference has none: it is mixed by a PBX, and that line has none.
 */
export const features: readonly Feature[] = [
  {
    name: 'dial: sound both ways with its delay, hang up',
    lines: both,
    run: async (talk) => {
      const { app, other, measured } = talk;
      const before = Date.now();
      const { callId, call } = await dialled(talk);
      measured('dialled to talking', Date.now() - before);
      await heardBothWays(talk, call);
      await call.speak(false);
      await app.hearNo(other.hz);
      const spoke = await call.speak(true);
      measured('other end to app', (await app.hear(other.hz)) - spoke);
      await app.act('setMuted', { callId, muted: true });
      await call.hearNo(app.hz);
      const unmuted = Date.now();
      await app.act('setMuted', { callId, muted: false });
      measured('app to other end, with the command', (await call.hear(app.hz)) - unmuted);
      await app.act('hangUp', { callId });
      expect((await app.ended(callId)).call.ending).toBe('local_hangup');
      await call.ended();
    },
  },
  {
    name: 'incoming: answered, heard both ways, hung up by the caller',
    lines: both,
    run: async (talk) => {
      const { app, other, measured } = talk;
      const call = await other.dial(app.user);
      const callId = await app.incoming();
      const answered = Date.now();
      await app.act('answer', { callId });
      await call.talking();
      const [heard] = await Promise.all([app.hear(other.hz), call.hear(app.hz)]);
      measured('answered to heard', heard - answered);
      await call.hangUp();
      expect((await app.ended(callId)).call.ending).toBe('remote_hangup');
    },
  },
  ...(
    [
      ['busy', 486],
      ['declined', 603],
      ['unavailable', 480],
    ] as const
  ).map(([rejection, status]): Feature => ({
    name: `reject as ${rejection}: the caller is told ${status}`,
    lines: both,
    run: async ({ app, other }) => {
      const call = await other.dial(app.user);
      const callId = await app.incoming();
      await app.reject(callId, rejection);
      expect((await call.ended()).status).toBe(status);
      expect((await app.ended(callId)).call.ending).toBe('rejected');
    },
  })),
  {
    name: 'caller gives up: the ringing ends',
    lines: both,
    run: async ({ app, other }) => {
      const call = await other.dial(app.user);
      const callId = await app.incoming();
      await call.hangUp();
      await app.ended(callId);
    },
  },
  {
    name: 'hold and resume: silence for the other end meanwhile',
    lines: both,
    run: async (talk) => {
      const { app } = talk;
      const { callId, call } = await dialled(talk);
      await heardBothWays(talk, call);
      await app.act('setHeld', { callId, held: true });
      await app.untilCall(callId, 'hold', (view) => view.call.held.local);
      await call.hearNo(app.hz);
      if (call.lab !== null) expect(['sendonly', 'inactive']).toContain(call.lab.remoteDirection);
      await app.act('setHeld', { callId, held: false });
      await heardBothWays(talk, call);
    },
  },
  {
    name: 'held by the other end: shown, silent, and heard again after',
    lines: both,
    run: async (talk) => {
      const { app, other } = talk;
      const { callId, call } = await dialled(talk);
      await heardBothWays(talk, call);
      await call.setHeld(true);
      await app.untilCall(callId, 'be held', (view) => view.call.held.remote);
      if (call.lab !== null) call.lab.audio.source = nothingSource;
      await app.hearNo(other.hz);
      await call.setHeld(false);
      await call.speak(true);
      await app.untilCall(callId, 'be taken up', (view) => !view.call.held.remote);
      await heardBothWays(talk, call);
    },
  },
  {
    name: 'mute: silence at the other end, the call goes on',
    lines: both,
    run: async (talk) => {
      const { app, other } = talk;
      const { callId, call } = await dialled(talk);
      await heardBothWays(talk, call);
      await app.act('setMuted', { callId, muted: true });
      await call.hearNo(app.hz);
      await app.hear(other.hz);
      expect((await app.calls())[0]?.call.muted).toBe(true);
      await app.act('setMuted', { callId, muted: false });
      await call.hear(app.hz);
    },
  },
  {
    name: 'DTMF as RFC 4733 events',
    lines: onLab,
    run: async (talk) => {
      const { callId, call } = await dialled(talk);
      await talk.app.act('sendDtmf', { callId, tones: '159#' });
      await call.lab?.audio.hearDigits('159#');
      expect(call.lab?.infoDigits).toBe('');
    },
  },
  {
    name: 'DTMF as INFO',
    lines: onLab,
    run: async (talk) => {
      await talk.account({ dtmf: 'info' });
      const { callId, call } = await dialled(talk);
      await talk.app.act('sendDtmf', { callId, tones: '7*' });
      await call.lab?.when('hear the digits', () => call.lab?.infoDigits === '7*');
      expect(call.lab?.audio.digits).toBe('');
      await talk.account({ dtmf: 'auto' });
    },
  },
  {
    name: 'blind transfer: the two others talk, the agent is free',
    lines: onLab,
    run: async (talk) => {
      const { app, other } = talk;
      const third = await talk.third();
      const { callId, call } = await dialled(talk);
      await heardBothWays(talk, call);
      third.onCall('answer');
      await app.act('transfer', { callId, number: third.number });
      const target = await third.incoming();
      await target.hear(other.hz);
      expect((await app.ended(callId)).call.transfer?.state).toBe('done');
      await target.hangUp();
    },
  },
  {
    name: 'blind transfer that fails: the customer is back with the agent',
    lines: onLab,
    run: async (talk) => {
      const { app } = talk;
      const third = await talk.third();
      const { callId, call } = await dialled(talk);
      await heardBothWays(talk, call);
      third.onCall('ring');
      await app.act('transfer', { callId, number: third.number });
      await (await third.incoming()).reject(486);
      const failed = await app.untilCall(callId, 'be told of the failure', transferIs('failed'));
      expect(failed.call.transfer?.sipStatus).toBe(486);
      await app.untilCall(callId, 'be taken back', (view) => !view.call.held.local);
      await heardBothWays(talk, call);
    },
  },
  {
    name: 'attended transfer: consult, hand over, both legs of the agent end',
    lines: onLab,
    run: async (talk) => {
      const { app, other } = talk;
      const third = await talk.third();
      const { callId, call } = await dialled(talk);
      await heardBothWays(talk, call);
      third.onCall('answer');
      const { callId: consultCallId } = await app.desk.call('softphone.consult', { number: third.number });
      const consulted = await third.incoming();
      await app.talking(consultCallId);
      await consulted.hear(app.hz);
      await call.hearNo(app.hz);
      await app.act('completeTransfer', { callId, consultCallId });
      await app.until('be free', (calls) => calls.every((view) => view.call.phase === 'ended'));
      if (talk.lab === null) await consulted.hear(other.hz);
      else await (await third.incoming()).hear(other.hz);
    },
  },
  {
    // A desk never dials because somebody else asks it to, so it refuses REFER; so does the other desk here.
    name: 'transfer that the other end refuses: told, and the call goes on',
    lines: ['practice line'],
    run: async (talk) => {
      const { app } = talk;
      const { callId, call } = await dialled(talk);
      await heardBothWays(talk, call);
      const answer = await app.desk.ask('softphone.transfer', { callId, number: '2002' });
      expect(answer).toMatchObject({ ok: false, error: { code: 'refused_by_peer' } });
      await app.act('setHeld', { callId, held: false });
      await heardBothWays(talk, call);
    },
  },
  {
    name: 'second call while talking: answered, swapped, only one is talked to',
    lines: both,
    run: async (talk) => {
      const { app } = talk;
      const third = await talk.third();
      const { callId, call } = await dialled(talk);
      await heardBothWays(talk, call);
      const second = await third.dial(app.user);
      const waiting = await app.incoming();
      await app.act('answer', { callId: waiting });
      await second.talking();
      await second.hear(app.hz);
      await call.hearNo(app.hz);
      await app.desk.call('softphone.swap', {});
      await call.hear(app.hz);
      await second.hearNo(app.hz);
      await second.hangUp();
      await app.until(
        'keep one call',
        (calls) => calls.filter((view) => view.call.phase === 'talking').length === 1,
      );
      await app.act('hangUp', { callId });
    },
  },
  {
    name: 'conference: three hear each other through the focus',
    lines: onLab,
    run: async (talk) => {
      const { app, other, lab } = talk;
      if (lab === null) throw new Error('needs the lab');
      const third = await talk.third();
      const focus = await startFocus(lab);
      await talk.account({ conferenceUri: `sip:3000@${lab.domain}` });
      const { callId, call } = await dialled(talk);
      third.onCall('answer');
      const { callId: secondId } = await app.desk.call('softphone.consult', { number: third.number });
      await app.talking(secondId);
      await (await third.incoming()).hear(app.hz);
      await app.command({ type: 'conference' });
      await expect.poll(() => focus.legs().length, { timeout: 15_000 }).toBe(3);
      await Promise.all([app.hear(other.hz), app.hear(third.hz)]);
      const own = (await app.calls()).find((view) => view.call.phase === 'talking');
      expect(own?.call.conference).toBe(true);
      await app.act('hangUp', { callId: own?.call.callId ?? callId });
      await focus.close();
      await call.ended();
    },
  },
  {
    name: 'redial: the number dialled last',
    lines: both,
    run: async (talk) => {
      const { app, other } = talk;
      const { callId, call } = await dialled(talk);
      await app.act('hangUp', { callId });
      await app.ended(callId);
      // An agent's desk takes no call while it sorts out the one before, which begins when the BYE is there.
      await call.ended();
      await other.clear();
      const { callId: again } = await app.desk.call('softphone.redial', {});
      await other.incoming();
      await app.talking(again);
      expect(again).not.toBe(callId);
    },
  },
  {
    name: 'early media: an announcement is heard before the answer',
    lines: onLab,
    run: async ({ app, other }) => {
      phoneOf(other).onCall = (call) => call.earlyMedia();
      const callId = await app.dial(other.number);
      const call = await other.incoming();
      await app.hear(other.hz);
      const view = await app.untilCall(callId, 'ring', ({ call: one }) => one.phase === 'ringing');
      expect(view.call.earlyMedia).toBe(true);
      await call.answer();
      await app.talking(callId);
    },
  },
  {
    name: 'cancelled while it rings: the other end is told',
    lines: both,
    run: async ({ app, other }) => {
      other.onCall('ring');
      const callId = await app.dial(other.number);
      const call = await other.incoming();
      await app.untilCall(callId, 'ring', (view) => view.call.phase === 'ringing');
      await app.act('hangUp', { callId });
      expect((await app.ended(callId)).call.ending).toBe('cancelled');
      await call.ended();
    },
  },
  {
    name: 'robot hand-over: the headers name the task, the reason and what was answered',
    lines: onLab,
    run: async ({ app, other }) => {
      const [policy] = testPolicies(1);
      if (policy === undefined) throw new Error('one policy is needed');
      await importPolicies(app.desk, [policy]);
      const call = await other.dial(app.user, [
        header('X-Callback-Task', policy.policyNo),
        header('X-Callback-Reason', encodeURIComponent('客户要求人工')),
        header('X-Callback-Answers', 'Q10:correct,Q11:yes'),
      ]);
      const callId = await app.incoming();
      const view = await app.untilCall(callId, 'know its task', ({ handover }) => handover !== null);
      expect(view.handover).toMatchObject({ reason: '客户要求人工', answered: 2 });
      expect(view.tasks[0]?.policyNo).toBe(policy.policyNo);
      await call.hangUp();
      await app.ended(callId);
    },
  },
  ending('busy', 486, 'D31'),
  ending('no answer (480)', 480, 'D30'),
  ending('declined (603)', 603, 'D36'),
  ending('unknown number (404)', 404, 'D34'),
  ending('failure of the PBX (500)', 500, 'D20', onLab),
  ...mediaFeatures,
  ...foreignFeatures,
  ...accountFeatures,
  ...timerFeatures,
  ...turnFeatures,
];
