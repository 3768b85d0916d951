import { headsetCalls, type HeadsetAction, type HeadsetCalls } from '../../../core/call/headset-machine.ts';
import { parseTelephony } from '../../../core/call/hid-telephony.ts';
import type { Headset } from '../../../core/call/device-desk.ts';
import type { CallSnapshot } from '../../../core/call/types.ts';
import type { PhonePort } from '../../../core/ports.ts';
import { PhoneError } from '../../sip/phone-error.ts';
import { HeadsetLink } from './headset-link.ts';
import type { WebHid, WebHidDevice } from './web-hid.ts';

/** What the buttons need of the phone. */
export type HeadsetPhone = Pick<
  PhonePort,
  'onEvent' | 'answer' | 'reject' | 'hangUp' | 'setMuted' | 'setHeld'
>;

/** All headsets with buttons that are plugged in, as they come and go. Every one of them works. */
export class HeadsetHub {
  readonly #phone: HeadsetPhone;
  readonly #now: () => number;
  readonly #onChange: (headsets: Headset[]) => void;
  readonly #links = new Map<WebHidDevice, HeadsetLink>();
  readonly #calls = new Map<string, CallSnapshot>();

  constructor(options: {
    phone: HeadsetPhone;
    /** Ms, only ever forward. */
    now: () => number;
    onChange: (headsets: Headset[]) => void;
  }) {
    this.#phone = options.phone;
    this.#now = options.now;
    this.#onChange = options.onChange;
    options.phone.onEvent((event) => {
      if (event.type !== 'call') return;
      if (event.call.phase === 'ended') this.#calls.delete(event.call.callId);
      else this.#calls.set(event.call.callId, event.call);
      for (const link of this.#links.values()) link.follow(this.#current());
    });
  }

  get headsets(): Headset[] {
    return [...this.#links.values()].map((link) => link.view);
  }

  /** Takes the headsets that are there, and all that come later. */
  async start(hid: WebHid): Promise<void> {
    hid.addEventListener('connect', ({ device }) => void this.#add(device));
    hid.addEventListener('disconnect', ({ device }) => void this.#remove(device));
    for (const device of await hid.getDevices()) await this.#add(device);
  }

  #current(): HeadsetCalls {
    return headsetCalls([...this.#calls.values()]);
  }

  async #add(device: WebHidDevice): Promise<void> {
    const telephony = parseTelephony(device.collections);
    if (telephony === null || this.#links.has(device)) return;
    const link = new HeadsetLink(device, telephony, {
      now: this.#now,
      onAction: (action) => void this.#act(action),
    });
    this.#links.set(device, link);
    await link.open(this.#current());
    this.#onChange(this.headsets);
  }

  async #remove(device: WebHidDevice): Promise<void> {
    const link = this.#links.get(device);
    if (link === undefined) return;
    this.#links.delete(device);
    this.#onChange(this.headsets);
    await link.close();
  }

  async #act(action: HeadsetAction): Promise<void> {
    try {
      await this.#run(action);
    } catch (error) {
      // The call ended under the finger, or the other side refused: the call card says so. All else is a defect.
      if (!(error instanceof PhoneError)) reportError(error);
    }
    for (const link of this.#links.values()) link.follow(this.#current(), true);
  }

  #run(action: HeadsetAction): Promise<void> {
    switch (action.type) {
      case 'answer':
        return this.#phone.answer(action.callId);
      case 'reject':
        return this.#phone.reject(action.callId, 'declined');
      case 'hangUp':
        return this.#phone.hangUp(action.callId);
      case 'setMuted':
        return this.#phone.setMuted(action.callId, action.muted);
      case 'setHeld':
        return this.#phone.setHeld(action.callId, action.held);
    }
  }
}
