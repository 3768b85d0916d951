import type { Microphone } from '../microphone.ts';
import { openQuietContext } from './quiet-context.ts';

/** The largest window an analyser takes: 0.7 s at 48 kHz. */
const windowSamples = 32_768;
/** Pauses in speech are shorter. */
const rememberMs = 3_000;

type Tap = { context: AudioContext; track: MediaStreamTrack; analyser: AnalyserNode };

/**
 * Hears the microphone while every call is muted: a muted track is disabled and measures 0, so the ear has a copy
 * of its own. Nothing of it leaves the window but a level.
 */
export class MutedEar {
  readonly #microphone: Microphone;
  #wanted = false;
  #tap: Tap | null = null;
  #heard: { at: number; level: number }[] = [];

  constructor(microphone: Microphone) {
    this.#microphone = microphone;
    microphone.onReplaced((track) => {
      if (this.#wanted) this.#listenTo(track.clone());
    });
  }

  /** Begins or ends listening. Without a microphone nothing is heard; the call itself tells that it has none. */
  set(on: boolean): void {
    if (on === this.#wanted) return;
    this.#wanted = on;
    if (on) void this.#open();
    else {
      this.#drop();
      this.#heard = [];
      this.#microphone.close('ear');
    }
  }

  /** Loudest RMS (0..1) of the last 3 s in which it was asked; 0 while it does not listen. To be asked often. */
  level(): number {
    if (this.#tap === null) return 0;
    const samples = new Float32Array(windowSamples);
    this.#tap.analyser.getFloatTimeDomainData(samples);
    const now = performance.now();
    const level = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / windowSamples);
    this.#heard = [...this.#heard.filter(({ at }) => now - at < rememberMs), { at: now, level }];
    return Math.max(...this.#heard.map((one) => one.level));
  }

  async #open(): Promise<void> {
    try {
      const track = await this.#microphone.open('ear');
      if (this.#wanted) this.#listenTo(track);
      else {
        track.stop();
        this.#microphone.close('ear');
      }
    } catch {
      // The level stays 0 until there is a microphone again (onReplaced).
    }
  }

  #listenTo(track: MediaStreamTrack): void {
    this.#drop();
    const context = openQuietContext();
    const analyser = new AnalyserNode(context, { fftSize: windowSamples });
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    this.#tap = { context, track, analyser };
  }

  #drop(): void {
    this.#tap?.track.stop();
    void this.#tap?.context.close();
    this.#tap = null;
  }
}
