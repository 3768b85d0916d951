import type { SessionDescriptionHandlerFactory } from 'sip.js';
import type { AudioPreferences, AudioState } from '../../core/call/audio.ts';

/** The sound side of the phone; Web audio in the window, nothing at all in tests of the signalling. */
export type PhoneAudio = {
  /** Media of one call. Each call sends its own copy of the microphone's track: SIP.js stops it at the end. */
  handlerFactory: SessionDescriptionHandlerFactory;
  /** Opens the chosen microphone for the next call. Throws PhoneError `microphone_refused`. */
  openMicrophone(): Promise<void>;
  /** After the last call: the system's recording light goes off. */
  closeMicrophone(): void;
  state(): Promise<AudioState>;
  /** Takes effect at once, also inside a call. Throws PhoneError `microphone_refused`. */
  setPreferences(preferences: AudioPreferences): Promise<AudioState>;
  /** A device came or went, or another one is in use. */
  onChange(listener: (state: AudioState) => void): void;
  /** Another microphone is open now; each call sends a copy of its track from now on. */
  onMicrophoneReplaced(listener: (track: MediaStreamTrack) => void): void;
  /** While the agent is muted his microphone is measured all the same, to tell him when he speaks unheard. */
  listenWhileMuted(on: boolean): void;
  /** RMS 0..1 of the microphone while `listenWhileMuted`, the loudest of the last 3 s; 0 otherwise. */
  mutedLevel(): number;
  playRemote(callId: string, track: MediaStreamTrack): void;
  stopRemote(callId: string): void;
  /** The tone the agent hears while the other side rings. */
  setRingback(on: boolean): void;
  /** The incoming ring, on all chosen ringing devices. */
  setRinging(on: boolean): void;
  /** The quiet tone in the headset while a second call waits. */
  setCallWaiting(on: boolean): void;
};
