import { noCheck, type CheckItem, type CheckState } from '../../../core/call/device-desk.ts';
import { judgeEcho, judgeLoop, judgeRecording, renderProbe } from '../../../core/call/sound-check.ts';
import { PhoneError } from '../../sip/phone-error.ts';
import type { WindowAudio } from '../window-audio.ts';
import { LoopCall } from './loop-call.ts';
import { Output } from './outputs.ts';
import { checkSampleRate, playSamples, recordTrack } from './record-track.ts';

const recordMs = 3_000;
/** Room for the delay of a Bluetooth loudspeaker behind the probe. */
const echoMs = 1_200;
/** The probe begins after the recorder does. */
const probeLeadMs = 150;
/** How long the recording stays in memory. */
const keepMs = 60_000;

/**
 * The pre-shift check: records three seconds of the microphone as a customer would hear it, plays them back,
 * listens for the loudspeaker, and calls itself. The recording is in this window's memory only.
 */
export class SoundCheck {
  readonly #audio: WindowAudio;
  readonly #onChange: (check: CheckState) => void;
  #state: CheckState = noCheck;
  #run: AbortController | null = null;
  /** An ended check still gives its devices back; the next one waits for that. */
  #ended: Promise<unknown> = Promise.resolve();
  #recording: Float32Array<ArrayBuffer> | null = null;
  #keepTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(audio: WindowAudio, onChange: (check: CheckState) => void) {
    this.#audio = audio;
    this.#onChange = onChange;
  }

  /** Begins anew; what an earlier one recorded is gone. The result comes as events. */
  start(): void {
    if (this.#audio.microphone.isUsedBy('call')) throw new PhoneError('call_in_progress');
    this.drop();
    const run = new AbortController();
    this.#run = run;
    this.#ended = this.#ended
      .then(() => this.#check(run.signal))
      .then(
        (items) => this.#finish(run, { step: 'done', items, failure: null }),
        (error: unknown) => {
          if (!(error instanceof PhoneError) && !run.signal.aborted) reportError(error);
          const failure = error instanceof PhoneError ? 'microphone_refused' : 'internal';
          this.#finish(run, { step: 'failed', items: [], failure });
        },
      );
    this.#set({ ...noCheck, step: 'recording' });
  }

  /** Plays the recording again, while it is kept. */
  async replay(): Promise<void> {
    const { step } = this.#state;
    if (this.#recording === null || step !== 'done') return;
    const run = new AbortController();
    this.#run = run;
    await this.#play(this.#recording, run.signal);
    if (this.#run === run) this.#run = null;
  }

  /** Ends a running check and forgets the recording. */
  drop(): void {
    this.#end();
    this.#set(noCheck);
  }

  /** A call needs the devices: the check gives way at once. */
  giveWay(): void {
    const running = this.#run !== null;
    const { step } = this.#state;
    this.#end();
    if (running && step !== 'done') this.#set({ ...noCheck, step: 'failed', failure: 'call_came' });
    else if (this.#state.canReplay) this.#set({ ...this.#state, canReplay: false });
  }

  async #check(signal: AbortSignal): Promise<CheckItem[]> {
    const { microphone } = this.#audio;
    if (signal.aborted) return [];
    const track = await microphone.open('check');
    const loop = new LoopCall();
    try {
      await loop.start(track);
      const recording = await recordTrack(track, recordMs, signal);
      if (signal.aborted) return [];
      const loss = judgeLoop(await loop.measure());
      loop.close();
      this.#recording = recording;
      this.#keepTimer = setTimeout(() => this.#forget(), keepMs);
      const { level, noise } = judgeRecording(recording, checkSampleRate);
      const heard = [level, noise];
      this.#set({ ...noCheck, step: 'playing', items: heard });
      await this.#play(recording, signal);
      if (signal.aborted) return [];
      this.#set({ ...noCheck, step: 'listening', items: heard });
      return [...heard, await this.#listenForEcho(signal), loss];
    } finally {
      track.stop();
      loop.close();
      microphone.close('check');
    }
  }

  /** With the cancellation off: it would hide what is to be found. */
  async #listenForEcho(signal: AbortSignal): Promise<CheckItem> {
    const { microphone, preferences } = this.#audio;
    const track = await microphone.openRaw();
    try {
      const probe = renderProbe(checkSampleRate);
      const lead = new Float32Array((probeLeadMs / 1000) * checkSampleRate);
      const played = new Float32Array(lead.length + probe.length);
      played.set(probe, lead.length);
      const [heard] = await Promise.all([recordTrack(track, echoMs, signal), this.#play(played, signal)]);
      return judgeEcho(probe, heard, checkSampleRate, preferences().echoCancellation);
    } finally {
      track.stop();
    }
  }

  async #play(samples: Float32Array<ArrayBuffer>, signal: AbortSignal): Promise<void> {
    const output = new Output();
    await output.to(await this.#audio.speakerId());
    await playSamples(samples, output, signal);
  }

  #finish(run: AbortController, state: Pick<CheckState, 'step' | 'items' | 'failure'>): void {
    if (this.#run !== run) return;
    this.#run = null;
    this.#set({ ...state, canReplay: this.#recording !== null });
  }

  #forget(): void {
    clearTimeout(this.#keepTimer);
    this.#recording = null;
    if (this.#state.canReplay) this.#set({ ...this.#state, canReplay: false });
  }

  #end(): void {
    this.#run?.abort();
    this.#run = null;
    clearTimeout(this.#keepTimer);
    this.#recording = null;
  }

  #set(state: CheckState): void {
    this.#state = state;
    this.#onChange(state);
  }
}
