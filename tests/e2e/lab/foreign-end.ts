import { startBaresip } from '../../support/lab/baresip.ts';
import type { Lab } from '../../support/lab/lab.ts';
import type { Behaviour, OtherCall, OtherEnd } from './other-end.ts';

/** What only a foreign telephone shows: the digits it heard, as RFC 4733 events. */
export type ForeignEnd = OtherEnd & { digits(): string };

const eventLimitMs = 30_000;

/** baresip as the other end of the app, driven by its menu commands. */
export async function foreignOtherEnd(lab: Lab, user: string, hz: number): Promise<ForeignEnd> {
  const baresip = await startBaresip(lab, { user, hz, answers: 'manual' });
  let behaviour: Behaviour = 'ring';
  let muted = false;
  const heardOf = (type: string): number => baresip.events.filter((event) => event.type === type).length;
  const closed = async (): Promise<void> => void (await baresip.event('CALL_CLOSED', eventLimitMs));
  const call: OtherCall = {
    lab: null,
    answer: () => baresip.command('accept'),
    reject: () => baresip.command('hangup'),
    hangUp: () => baresip.command('hangup'),
    setHeld: (held) => baresip.command(held ? 'hold' : 'resume'),
    speak: async (on) => {
      const at = Date.now();
      if (muted === on) await baresip.command('mute');
      muted = !on;
      return at;
    },
    hear: async (heard) => {
      await baresip.hear(heard);
      return Date.now();
    },
    hearNo: () => baresip.hearSilence(),
    talking: async () => void (await baresip.event('CALL_ESTABLISHED', eventLimitMs)),
    ended: async () => {
      await closed();
      return { status: null };
    },
  };
  return {
    number: user,
    hz,
    digits: () => baresip.digits(),
    onCall: (next) => {
      behaviour = next;
    },
    incoming: async () => {
      await baresip.event('CALL_INCOMING', eventLimitMs);
      if (behaviour === 'answer') await call.answer();
      return call;
    },
    dial: async (number) => {
      await baresip.command('dial', `sip:${number}@${lab.domain}`);
      return call;
    },
    clear: async () => {
      const begun = heardOf('CALL_INCOMING') + heardOf('CALL_OUTGOING');
      if (begun > heardOf('CALL_CLOSED')) await call.hangUp();
    },
    close: () => baresip.close(),
  };
}
