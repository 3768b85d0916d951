import { expect } from '@playwright/test';
import { autoAnswerBeep } from '../../../core/call/tones.ts';
import { LabPhone } from '../../support/lab/phone.ts';
import { header } from '../../support/lab/phone/sip-endpoint.ts';
import { toneSource } from '../../support/lab/phone/tones.ts';
import { dialled, heardBothWays, labOf, musicHz, onGuardedLab, onLab, type Feature } from './conversation.ts';
import { playedInPage } from './phone-page.ts';

const beepHz = autoAnswerBeep.parts[0]?.hz ?? 0;

const answersItself = [header('Call-Info', '<sip:pbx.invalid>;answer-after=0')];

/** Music on hold, and calls that answer themselves. */
export const mediaFeatures: readonly Feature[] = [
  {
    name: 'music on hold: the agent hears it, sends nothing, and the card says who holds',
    lines: onLab,
    run: async (talk) => {
      const { app, other } = talk;
      const { callId, call } = await dialled(talk);
      await heardBothWays(talk, call);
      const { lab: held } = call;
      if (held === null) throw new Error('needs a lab phone');
      await call.setHeld(true);
      held.audio.source = toneSource(musicHz);
      await app.hear(musicHz);
      await app.hearNo(other.hz);
      await call.hearNo(app.hz);
      const { call: shown } = await app.untilCall(callId, 'be held', (view) => view.call.held.remote);
      expect(shown.held.local).toBe(false);
      const row = app.desk.page.locator(`[data-call="${callId}"]`);
      await expect(row).toContainText('对方把通话保持了');
      await call.speak(true);
      await call.setHeld(false);
      await heardBothWays(talk, call);
      await expect(row).not.toContainText('对方把通话保持了');
    },
  },
  {
    name: 'held by the agent: the customer hears the music of the PBX instead of the agent, and the agent again after',
    lines: onGuardedLab,
    run: async (talk) => {
      const { app } = talk;
      const { callId, call } = await dialled(talk);
      await heardBothWays(talk, call);
      await app.act('setHeld', { callId, held: true });
      await call.hear(musicHz);
      expect(call.lab?.audio.share(app.hz)).toBeLessThan(0.1);
      await app.act('setHeld', { callId, held: false });
      await heardBothWays(talk, call);
      expect(call.lab?.audio.share(musicHz)).toBeLessThan(0.1);
    },
  },
  {
    name: 'a call that asks for it and is trusted answers itself, after a beep',
    lines: onLab,
    run: async (talk) => {
      const { app, other } = talk;
      const call = await other.dial(app.user, answersItself);
      const callId = await app.incoming();
      // Nobody touches anything from here on.
      const beeped = playedInPage(app.page, beepHz);
      const planned = await app.untilCall(callId, 'plan it', (view) => view.autoAnswerAt !== null);
      expect(planned.call.phase).toBe('incoming');
      await app.talking(callId);
      await call.talking();
      expect(await beeped).toBe(true);
      await heardBothWays(talk, call);
    },
  },
  {
    name: 'the same from a caller of another domain rings on, and so does one that the agent stops',
    lines: onLab,
    run: async (talk) => {
      const { app, other } = talk;
      const lab = labOf(talk);
      const stranger = await LabPhone.start(lab, { user: '2001', domain: 'elsewhere.test', register: false });
      try {
        const call = await stranger.call(`sip:${app.user}@${lab.domain}`, answersItself);
        const callId = await app.incoming();
        const ringing = await app.untilCall(callId, 'ring', (view) => view.call.phase === 'incoming');
        expect(ringing.autoAnswerAt).toBeNull();
        await call.hangUp();
        await app.ended(callId);
      } finally {
        await stranger.close();
      }

      const own = await other.dial(app.user, answersItself);
      const callId = await app.incoming();
      await app.untilCall(callId, 'plan it', (view) => view.autoAnswerAt !== null);
      await app.desk.call('softphone.stopAutoAnswer', { callId });
      const stopped = await app.untilCall(callId, 'drop the plan', (view) => view.autoAnswerAt === null);
      // Beyond the moment at which it would have answered.
      await new Promise((resolve) => setTimeout(resolve, 2500));
      const still = await app.untilCall(stopped.call.callId, 'be there', () => true);
      expect(still.call.phase).toBe('incoming');
      await own.hangUp();
      await app.ended(callId);
    },
  },
];
