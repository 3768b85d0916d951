import { webHandlerFactory } from '../sip/web-media.ts';
import { Microphone } from './microphone.ts';
import { RingbackTone } from './ringback-tone.ts';
import type { PhoneAudio } from './sip-phone.ts';

/** PhoneAudio with the browser's own devices. */
export function createWindowAudio(): PhoneAudio {
  const microphone = new Microphone(navigator.mediaDevices);
  const speaker = new Audio();
  let context: AudioContext | null = null;
  const ringback = new RingbackTone(() => (context ??= new AudioContext()));
  return {
    handlerFactory: webHandlerFactory(() => microphone.open()),
    openMicrophone: async () => {
      await microphone.open();
    },
    closeMicrophone: () => microphone.close(),
    selectMicrophone: (deviceId) => microphone.select(deviceId),
    devices: () => microphone.devices(),
    onDevicesChanged: (listener) => microphone.onChange(listener),
    playRemote: (track) => {
      speaker.srcObject = new MediaStream([track]);
      // Rejects only when another track replaced this one before it began.
      speaker.play().catch(() => undefined);
    },
    stopRemote: () => {
      speaker.srcObject = null;
    },
    setRingback: (on) => ringback.set(on),
  };
}
