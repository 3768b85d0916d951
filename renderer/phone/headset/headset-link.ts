import {
  followCalls,
  newHeadset,
  pressed,
  type HeadsetAction,
  type HeadsetCalls,
  type HeadsetState,
} from '../../../core/call/headset-machine.ts';
import { readInput, writeLights, type Light, type Telephony } from '../../../core/call/hid-telephony.ts';
import type { Headset } from '../../../core/call/device-desk.ts';
import type { WebHidDevice, WebHidReport } from './web-hid.ts';

const dark: Record<Light, boolean> = { offHook: false, mute: false, ring: false, hold: false };

/** One headset that is plugged in: its buttons act on the calls, its lights follow them. */
export class HeadsetLink {
  readonly device: WebHidDevice;
  readonly #telephony: Telephony;
  readonly #now: () => number;
  readonly #onAction: (action: HeadsetAction) => void;
  #calls: HeadsetCalls = { active: null, ringing: null };
  #state: HeadsetState = newHeadset;
  #failed = false;
  /** Writes go out one after another: two at once may overtake each other in the driver. */
  #writing: Promise<void> = Promise.resolve();

  constructor(
    device: WebHidDevice,
    telephony: Telephony,
    options: { now: () => number; onAction: (action: HeadsetAction) => void },
  ) {
    this.device = device;
    this.#telephony = telephony;
    this.#now = options.now;
    this.#onAction = options.onAction;
  }

  get view(): Headset {
    const has = (control: string): boolean =>
      this.#telephony.controls.some((field) => field.control === control);
    const buttons: Headset['buttons'] = [];
    if (has('hook')) buttons.push('hook');
    if (has('mute')) buttons.push('mute');
    if (has('hold') || has('flash')) buttons.push('hold');
    if (has('drop')) buttons.push('drop');
    return {
      name: this.device.productName.slice(0, 100),
      buttons,
      lights: this.#telephony.lights.length > 0,
      state: this.#failed ? 'failed' : 'working',
    };
  }

  /** Opens the device. One that another program holds stays in the list as failed. */
  async open(calls: HeadsetCalls): Promise<void> {
    try {
      if (!this.device.opened) await this.device.open();
      this.device.addEventListener('inputreport', this.#onReport);
      this.follow(calls, true);
    } catch {
      // The person reads it in the list of headsets; the call works without buttons.
      this.#failed = true;
    }
  }

  /** The calls changed, or an action of a button is done (`mend`): brings the lights in step. */
  follow(calls: HeadsetCalls, mend = false): void {
    this.#calls = calls;
    const { state, lights } = followCalls(this.#state, calls, this.#now(), mend);
    this.#state = state;
    if (lights !== null) this.#write(lights);
  }

  async close(): Promise<void> {
    this.device.removeEventListener('inputreport', this.#onReport);
    if (!this.device.opened) return;
    this.#write(dark);
    await this.#writing;
    await this.device.close();
  }

  readonly #onReport = ({ reportId, data }: WebHidReport): void => {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const readings = readInput(this.#telephony, reportId, bytes);
    const { state, actions } = pressed(this.#state, readings, this.#calls, this.#now());
    this.#state = state;
    for (const action of actions) this.#onAction(action);
    // What led to no change of the calls must not leave the lights astray.
    if (actions.length === 0) this.follow(this.#calls, true);
  };

  #write(lights: Record<Light, boolean>): void {
    if (this.#failed) return;
    for (const { reportId, bytes } of writeLights(this.#telephony, lights))
      this.#writing = this.#writing
        .then(() => this.device.sendReport(reportId, bytes))
        // Unplugged in the middle of a write; the disconnect event tells the rest.
        .catch(() => undefined);
  }
}
