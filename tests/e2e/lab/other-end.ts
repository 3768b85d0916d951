import type { SipHeader } from '../../../main/practice/sip-message.ts';
import { LabPhone } from '../../support/lab/phone.ts';
import type { LabCall } from '../../support/lab/phone/lab-call.ts';
import { silenceSource, toneSource } from '../../support/lab/phone/tones.ts';
import type { Lab } from '../../support/lab/lab.ts';
import type { AppPhone } from './app-phone.ts';

/** What the other end does with a call that comes in. */
export type Behaviour = 'ring' | 'answer';

/** A telephone at the other end: a lab phone on the lab, a second app on the practice line. */
export type OtherEnd = {
  readonly number: string;
  /** The tone it sends. */
  readonly hz: number;
  /** What it does with the next calls. */
  onCall(behaviour: Behaviour): void;
  /** The next call that came in. */
  incoming(): Promise<OtherCall>;
  dial(number: string, headers?: readonly SipHeader[]): Promise<OtherCall>;
  /** Ends every call that is still up, and forgets those that nobody asked for. */
  clear(): Promise<void>;
  close(): Promise<void>;
};

export type OtherCall = {
  answer(): Promise<void>;
  reject(status: 486 | 480 | 603): Promise<void>;
  hangUp(): Promise<void>;
  setHeld(held: boolean): Promise<void>;
  /** Sends its tone, or silence; resolves with the time at which it began to. */
  speak(on: boolean): Promise<number>;
  /** Time at which the tone was heard. */
  hear(hz: number): Promise<number>;
  hearNo(hz: number): Promise<void>;
  talking(): Promise<void>;
  /** The status with which the call ended: 200 for one that was talked. */
  ended(): Promise<{ status: number | null }>;
  /** A second look at it for features that only one kind of telephone has. */
  readonly lab: LabCall | null;
};

export async function labOtherEnd(
  lab: Lab,
  user: string,
  hz: number,
): Promise<OtherEnd & { phone: LabPhone }> {
  const phone = await LabPhone.start(lab, { user, sound: () => toneSource(hz) });
  const wrap = (call: LabCall): OtherCall => ({
    lab: call,
    answer: () => Promise.resolve(call.answer()),
    reject: (status) => {
      const reasons = { 486: 'Busy Here', 480: 'Temporarily Unavailable', 603: 'Decline' };
      return Promise.resolve(call.reject(status, reasons[status]));
    },
    hangUp: () => call.hangUp(),
    setHeld: async (held) => void (await (held ? call.hold() : call.resume())),
    speak: (on) => {
      call.audio.source = on ? toneSource(hz) : silenceSource;
      return Promise.resolve(Date.now());
    },
    hear: (heard) => call.audio.hear(heard),
    hearNo: async () => void (await call.audio.hearSilence()),
    talking: async () => void (await call.until('talking')),
    ended: async () => ({ status: (await call.until('ended')).status }),
  });
  return {
    phone,
    number: user,
    hz,
    onCall: (behaviour) => {
      phone.onCall = (call) => (behaviour === 'answer' ? call.answer() : call.ring());
    },
    incoming: async () => wrap(await phone.incoming()),
    dial: async (number, headers) => wrap(await phone.call(number, headers)),
    clear: () => phone.clear(),
    close: () => phone.close(),
  };
}

/** A second app as the other end; the one fixture closes it. */
export function appOtherEnd(app: AppPhone): OtherEnd {
  let behaviour: Behaviour = 'ring';
  const wrap = (callId: string): OtherCall => ({
    lab: null,
    answer: () => app.act('answer', { callId }),
    reject: (status) =>
      app.reject(callId, status === 486 ? 'busy' : status === 603 ? 'declined' : 'unavailable'),
    hangUp: () => app.act('hangUp', { callId }),
    setHeld: (held) => app.act('setHeld', { callId, held }),
    speak: async (on) => {
      const at = Date.now();
      await app.act('setMuted', { callId, muted: !on });
      return at;
    },
    hear: (hz) => app.hear(hz),
    hearNo: async (hz) => void (await app.hearNo(hz)),
    talking: async () => void (await app.talking(callId)),
    ended: async () => ({ status: (await app.ended(callId)).call.sipStatus }),
  });
  return {
    number: app.user,
    hz: app.hz,
    onCall: (next) => {
      behaviour = next;
    },
    incoming: async () => {
      const callId = await app.incoming();
      const call = wrap(callId);
      if (behaviour === 'answer') await call.answer();
      return call;
    },
    dial: async (number) => wrap(await app.dial(number)),
    clear: () => app.takeCalls(),
    close: () => Promise.resolve(),
  };
}
