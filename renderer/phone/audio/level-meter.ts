import { levelOf, type SoundLevel } from '../../../core/call/sound-level.ts';
import type { Microphone } from '../microphone.ts';
import { openQuietContext } from './quiet-context.ts';

/** At most ten levels a second; more cannot be seen. */
const everyMs = 100;
/** Nobody asked again for this long: nobody looks any more, for example because the console is gone. */
const leaseMs = 10_000;

type Tap = { context: AudioContext; track: MediaStreamTrack; analyser: AnalyserNode };

/** Tells how loud the microphone is, while somebody looks. */
export class LevelMeter {
  readonly #microphone: Microphone;
  readonly #onLevel: (level: SoundLevel) => void;
  #tap: Tap | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #lease: ReturnType<typeof setTimeout> | undefined;
  #wanted = false;

  constructor(microphone: Microphone, onLevel: (level: SoundLevel) => void) {
    this.#microphone = microphone;
    this.#onLevel = onLevel;
    microphone.onReplaced((track) => {
      if (this.#wanted) this.#listenTo(track.clone());
    });
  }

  /** Starts, or goes on for another while. Throws PhoneError `microphone_refused`. */
  async on(): Promise<void> {
    clearTimeout(this.#lease);
    this.#lease = setTimeout(() => this.off(), leaseMs);
    if (this.#wanted) return;
    this.#wanted = true;
    try {
      const track = await this.#microphone.open('meter');
      if (this.#wanted) this.#listenTo(track);
      else track.stop();
    } catch (error) {
      this.off();
      throw error;
    }
  }

  off(): void {
    clearTimeout(this.#lease);
    this.#wanted = false;
    this.#drop();
    this.#microphone.close('meter');
  }

  #listenTo(track: MediaStreamTrack): void {
    this.#drop();
    const context = openQuietContext();
    const analyser = new AnalyserNode(context, { fftSize: 4096 });
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.#tap = { context, track, analyser };
    this.#timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      this.#onLevel(levelOf(samples));
    }, everyMs);
  }

  #drop(): void {
    clearInterval(this.#timer);
    this.#tap?.track.stop();
    void this.#tap?.context.close();
    this.#tap = null;
  }
}
