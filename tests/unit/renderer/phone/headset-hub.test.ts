import { describe, expect, it, vi } from 'vitest';
import { newIncomingCall, nextCall } from '../../../../core/call/call-machine.ts';
import type { CallParty, CallSnapshot } from '../../../../core/call/types.ts';
import type { Headset } from '../../../../core/call/device-desk.ts';
import type { HidCollection } from '../../../../core/call/hid-telephony.ts';
import type { PhoneEvent } from '../../../../core/ports.ts';
import { HeadsetHub, type HeadsetPhone } from '../../../../renderer/phone/headset/headset-hub.ts';
import type { WebHid, WebHidDevice, WebHidReport } from '../../../../renderer/phone/headset/web-hid.ts';
import { arrayHeadset, musicHeadset, usualHeadset } from '../../core/call/headset-descriptors.ts';

/** Double of a headset on WebHID: no HID device can exist where tests run. */
class HeadsetDouble implements WebHidDevice {
  opened = false;
  readonly written: number[][] = [];
  readonly productName: string;
  readonly collections: readonly HidCollection[];
  #listener: ((event: WebHidReport) => void) | null = null;
  held = false;
  constructor(productName: string, collections: readonly HidCollection[]) {
    this.productName = productName;
    this.collections = collections;
  }
  open(): Promise<void> {
    if (this.held) return Promise.reject(new Error('NotAllowedError'));
    this.opened = true;
    return Promise.resolve();
  }
  close(): Promise<void> {
    this.opened = false;
    return Promise.resolve();
  }
  sendReport(_: number, data: Uint8Array): Promise<void> {
    this.written.push([...data]);
    return Promise.resolve();
  }
  addEventListener(_: string, listener: (event: WebHidReport) => void): void {
    this.#listener = listener;
  }
  removeEventListener(): void {
    this.#listener = null;
  }
  report(reportId: number, ...bytes: number[]): void {
    this.#listener?.({ reportId, data: new DataView(Uint8Array.from(bytes).buffer) });
  }
}

class HidDouble implements WebHid {
  readonly devices: HeadsetDouble[];
  readonly #listeners: Record<string, (event: { device: WebHidDevice }) => void> = {};
  constructor(...devices: HeadsetDouble[]) {
    this.devices = devices;
  }
  getDevices(): Promise<WebHidDevice[]> {
    return Promise.resolve(this.devices);
  }
  addEventListener(type: string, listener: (event: { device: WebHidDevice }) => void): void {
    this.#listeners[type] = listener;
  }
  tell(type: 'connect' | 'disconnect', device: WebHidDevice): void {
    this.#listeners[type]?.({ device });
  }
}

const nobody: CallParty = { user: '', displayName: '', headers: {} };

const startHub = async (...devices: HeadsetDouble[]) => {
  let listener: (event: PhoneEvent) => void = () => undefined;
  const asked: string[] = [];
  const done = (words: string): Promise<void> => {
    asked.push(words);
    return Promise.resolve();
  };
  const phone: HeadsetPhone = {
    onEvent: (given) => {
      listener = given;
      return () => undefined;
    },
    answer: (id) => done(`answer ${id}`),
    reject: (id, rejection) => done(`reject ${id} ${rejection}`),
    hangUp: (id) => done(`hangUp ${id}`),
    setMuted: (id, muted) => done(`setMuted ${id} ${muted}`),
    setHeld: (id, held) => done(`setHeld ${id} ${held}`),
  };
  let now = 0;
  const lists: Headset[][] = [];
  const hub = new HeadsetHub({
    phone,
    now: () => (now += 500),
    onChange: (headsets) => lists.push(headsets),
  });
  const hid = new HidDouble(...devices);
  await hub.start(hid);
  const call = (snapshot: CallSnapshot): void => listener({ type: 'call', call: snapshot, party: nobody });
  return { hub, hid, asked, lists, call };
};

const incoming = newIncomingCall('in', 1);
const talking = nextCall(incoming, { type: 'answered', at: 2 });
const ended = nextCall(talking, { type: 'ended', at: 3, ending: 'remote_hangup', sipStatus: null });

describe('headset buttons (doubles of HID devices)', () => {
  it('answers, mutes and hangs up, with the lights in step', async () => {
    const headset = new HeadsetDouble('Usual', usualHeadset);
    const { call, asked } = await startHub(headset);
    call(incoming);
    await vi.waitFor(() => expect(headset.written.at(-1)).toEqual([0b0100_1000, 0]));
    headset.report(2, 0b0001);
    await vi.waitFor(() => expect(asked).toEqual(['answer in']));
    call(talking);
    await vi.waitFor(() => expect(headset.written.at(-1)).toEqual([0b0000_0001, 0]));
    headset.report(2, 0b0101);
    headset.report(2, 0b0001);
    await vi.waitFor(() => expect(asked).toEqual(['answer in', 'setMuted in true']));
    call({ ...talking, muted: true });
    await vi.waitFor(() => expect(headset.written.at(-1)).toEqual([0b0000_0101, 0]));
    headset.report(2, 0b0000);
    await vi.waitFor(() => expect(asked.at(-1)).toBe('hangUp in'));
    call(ended);
    await vi.waitFor(() => expect(headset.written.at(-1)).toEqual([0, 0]));
  });

  it('works with several headsets at once, as they come and go, and leaves other devices closed', async () => {
    const first = new HeadsetDouble('First', usualHeadset);
    const music = new HeadsetDouble('Music', musicHeadset);
    const { hub, hid, call, asked } = await startHub(first, music);
    expect(hub.headsets.map(({ name }) => name)).toEqual(['First']);
    expect(music.opened).toBe(false);
    const second = new HeadsetDouble('Second', arrayHeadset);
    call(incoming);
    hid.tell('connect', second);
    await vi.waitFor(() => expect(hub.headsets.map(({ name }) => name)).toEqual(['First', 'Second']));
    expect(hub.headsets[1]).toEqual({
      name: 'Second',
      buttons: ['hook', 'mute', 'drop'],
      lights: false,
      state: 'working',
    });
    await vi.waitFor(() => expect(second.opened).toBe(true));
    second.report(0, 3, 0);
    await vi.waitFor(() => expect(asked).toEqual(['reject in declined']));
    hid.tell('disconnect', first);
    await vi.waitFor(() => expect(hub.headsets.map(({ name }) => name)).toEqual(['Second']));
    first.report(2, 0b0001);
    expect(asked).toEqual(['reject in declined']);
  });

  it('says which headset another program holds', async () => {
    const held = new HeadsetDouble('Held', usualHeadset);
    held.held = true;
    const { hub, lists } = await startHub(held);
    expect(hub.headsets).toMatchObject([{ name: 'Held', state: 'failed' }]);
    expect(lists.at(-1)).toEqual(hub.headsets);
  });
});
