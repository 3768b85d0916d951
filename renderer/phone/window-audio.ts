import {
  defaultAudioPreferences,
  type AudioDevice,
  type AudioPreferences,
  type AudioState,
} from '../../core/call/audio.ts';
import { findDevice, nameDevices } from '../../core/call/device-match.ts';
import {
  autoAnswerBeep,
  callWaitingTone,
  ringbackTone,
  ringSample,
  ringTone,
} from '../../core/call/tones.ts';
import { webHandlerFactory } from '../sip/web-media.ts';
import { MutedEar } from './audio/muted-ear.ts';
import { Speakers } from './audio/speakers.ts';
import { TonePlayer } from './audio/tone-player.ts';
import { Microphone } from './microphone.ts';
import type { PhoneAudio } from './phone-audio.ts';

/** PhoneAudio with the browser's own devices, and what the check of the devices needs of them. */
export type WindowAudio = PhoneAudio & {
  readonly microphone: Microphone;
  /** Id of the speaker in use; '' = the system's default. */
  speakerId(): Promise<string>;
  /** Rings once on a speaker by its label; null = the one in use. */
  ringOnce(label: string | null): Promise<void>;
  /** Two short notes in the headset before a call answers itself. */
  beep(): void;
  preferences(): AudioPreferences;
};

export function createWindowAudio(media: MediaDevices): WindowAudio {
  let preferences = defaultAudioPreferences;
  const microphone = new Microphone(media, preferences);
  const ear = new MutedEar(microphone);
  const speakers = new Speakers();
  const ring = new TonePlayer(ringTone);
  const sample = new TonePlayer(ringSample);
  const beep = new TonePlayer(autoAnswerBeep);
  /** Tones that sit in the headset, beside the customer's voice. */
  const headsetTones = { ringback: new TonePlayer(ringbackTone), waiting: new TonePlayer(callWaitingTone) };
  const listeners = new Set<(state: AudioState) => void>();
  /** As of the last look; a ring must not wait for the system's list. */
  let sinks = { speaker: '', ringers: [''] };

  const list = async (kind: MediaDeviceKind): Promise<AudioDevice[]> => {
    const listed = await media.enumerateDevices();
    return nameDevices(
      listed.filter((one) => one.kind === kind).map(({ deviceId, label }) => ({ id: deviceId, label })),
    );
  };

  /** Sends every sound to where it belongs now. A ringer that is gone leaves the others ringing. */
  const route = async (): Promise<void> => {
    const outputs = await list('audiooutput');
    const speaker = findDevice(outputs, preferences.speaker)?.id ?? '';
    const ringers = preferences.ringers.flatMap((label) => findDevice(outputs, label)?.id ?? []);
    sinks = { speaker, ringers: ringers.length > 0 ? ringers : [speaker] };
    ring.route(sinks.ringers);
    beep.route([speaker]);
    for (const tone of Object.values(headsetTones)) tone.route([speaker]);
    await speakers.to(speaker);
  };

  const state = async (): Promise<AudioState> => {
    const [microphones, outputs] = await Promise.all([list('audioinput'), list('audiooutput')]);
    const open = microphone.isOpen;
    return {
      microphones,
      speakers: outputs,
      preferences,
      inUse: {
        microphone: open
          ? microphone.label
          : (findDevice(microphones, preferences.microphone)?.label ?? null),
        speaker: findDevice(outputs, preferences.speaker)?.label ?? null,
      },
      microphoneSilent: microphone.silent,
    };
  };
  const tell = async (): Promise<AudioState> => {
    const now = await state();
    for (const listener of listeners) listener(now);
    return now;
  };

  media.addEventListener('devicechange', () => {
    // The sound first: a customer is listening. The microphone tells by itself when it is done.
    void route().then(() => microphone.devicesChanged());
  });
  microphone.onChanged(() => void tell());

  const set = (tone: TonePlayer, on: boolean, sinkIds: readonly string[], volume?: number): void => {
    if (on) tone.start(sinkIds, volume);
    else tone.stop();
  };

  return {
    microphone,
    preferences: () => preferences,
    speakerId: async () => {
      await route();
      return sinks.speaker;
    },
    ringOnce: async (label) => {
      await route();
      const chosen = label === null ? null : findDevice(await list('audiooutput'), label);
      sample.stop();
      sample.start([chosen?.id ?? sinks.speaker], preferences.ringVolume);
    },
    handlerFactory: webHandlerFactory(async () => new MediaStream([await microphone.open('call')])),
    openMicrophone: async () => {
      // The copy is for the call's media; here only the permission and the device are asked for.
      (await microphone.open('call')).stop();
    },
    closeMicrophone: () => microphone.close('call'),
    state,
    setPreferences: async (next) => {
      const before = preferences;
      preferences = next;
      try {
        await microphone.prefer(next);
      } catch (error) {
        preferences = before;
        throw error;
      }
      await route();
      if (ring.playing) ring.start(sinks.ringers, next.ringVolume);
      return tell();
    },
    onChange: (listener) => void listeners.add(listener),
    onMicrophoneReplaced: (listener) => void microphone.onReplaced(listener),
    setRinging: (on) => set(ring, on, sinks.ringers, preferences.ringVolume),
    setCallWaiting: (on) => set(headsetTones.waiting, on, [sinks.speaker]),
    setRingback: (on) => set(headsetTones.ringback, on, [sinks.speaker]),
    beep: () => {
      beep.stop();
      beep.start([sinks.speaker]);
    },
    listenWhileMuted: (on) => ear.set(on),
    mutedLevel: () => ear.level(),
    playRemote: (callId, track) => speakers.play(callId, track),
    stopRemote: (callId) => speakers.stop(callId),
  };
}
