import { v7 } from 'uuid';
import { createDeviceDesk } from './audio/device-desk.ts';
import { runCommandLoop } from './command-loop.ts';
import { HeadsetHub } from './headset/headset-hub.ts';
import { SipPhone } from './sip-phone.ts';
import { createWindowAudio } from './window-audio.ts';
import type { DeviceEvent } from '../../core/call/device-desk.ts';

const audio = createWindowAudio(navigator.mediaDevices);
const phone = new SipPhone({
  audio,
  clock: { now: () => Date.now() },
  newId: v7,
  random: () => Math.random(),
});

const tell = (event: DeviceEvent): void =>
  void window.desk.call('phoneWindow.event', { type: 'devices', event });
const headsets = new HeadsetHub({
  phone,
  now: () => performance.now(),
  onChange: (list) => tell({ type: 'headsets', headsets: list }),
});
const devices = createDeviceDesk({ audio, headsets, tell });
phone.onEvent((event) => {
  if (event.type === 'call' && event.call.phase !== 'ended') devices.callCame();
});

runCommandLoop(window.desk, phone, devices);
if (navigator.hid !== undefined) void headsets.start(navigator.hid);
void window.desk.call('phoneWindow.ready', {});
