import { renderTone, toneMs, type Tone } from '../../../core/call/tones.ts';
import { Output } from './outputs.ts';
import { openQuietContext } from './quiet-context.ts';

/**
 * Plays one tone on one or several output devices at once. The tone is made in one place and each device has an
 * element of its own, so that all sound in step and one that is unplugged does not silence the others.
 */
export class TonePlayer {
  readonly #tone: Tone;
  #context: AudioContext | null = null;
  #stream: MediaStream | null = null;
  #outputs = new Map<string, Output>();
  #volume = 1;
  #endTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(tone: Tone) {
    this.#tone = tone;
  }

  get playing(): boolean {
    return this.#context !== null;
  }

  /** Begins, or goes on with other devices and volume (0..1); '' = the system's default. */
  start(sinkIds: readonly string[], volume = 1): void {
    this.#volume = volume;
    for (const output of this.#outputs.values()) output.volume = volume;
    if (this.#context === null) this.#begin();
    this.route(sinkIds);
  }

  /** Other devices from now on; does nothing while it does not play. */
  route(sinkIds: readonly string[]): void {
    const stream = this.#stream;
    if (stream === null) return;
    const wanted = new Set(sinkIds.length === 0 ? [''] : sinkIds);
    for (const [sinkId, output] of this.#outputs) {
      if (wanted.has(sinkId)) continue;
      output.stop();
      this.#outputs.delete(sinkId);
    }
    for (const sinkId of wanted) {
      if (this.#outputs.has(sinkId)) continue;
      const output = new Output();
      output.volume = this.#volume;
      this.#outputs.set(sinkId, output);
      // First the device, then the sound: a ring must not flash up on another one.
      void output.to(sinkId).then(() => output.play(stream));
    }
  }

  stop(): void {
    clearTimeout(this.#endTimer);
    for (const output of this.#outputs.values()) output.stop();
    this.#outputs = new Map();
    this.#stream = null;
    void this.#context?.close();
    this.#context = null;
  }

  #begin(): void {
    const context = openQuietContext();
    const samples = renderTone(this.#tone, context.sampleRate);
    const buffer = context.createBuffer(1, samples.length, context.sampleRate);
    buffer.copyToChannel(samples, 0);
    const destination = context.createMediaStreamDestination();
    const source = new AudioBufferSourceNode(context, { buffer, loop: this.#tone.loop });
    source.connect(destination);
    source.start();
    this.#context = context;
    this.#stream = destination.stream;
    // The element plays a little behind the source; a margin keeps the last note whole.
    if (!this.#tone.loop) this.#endTimer = setTimeout(() => this.stop(), toneMs(this.#tone) + 500);
  }
}
