import { KeyCounter, keyIn } from '../../core/call/key-tones.ts';
import recorderUrl from '../phone/audio/recorder.worklet.ts?worker&url';

/** A telephone's bandwidth holds all tones of the keys. */
const sampleRate = 8_000;
/**
 * 26 ms: long enough to tell the tones apart, short enough that a key of 100 ms fills several. Looked at with every
 * block of the audio thread (16 ms).
 */
const pieceLength = 205;

/**
 * Hears keys in the sound of a call: the browser plays RFC 4733 events as tones and tells the page nothing. The
 * sound is taken in the audio thread, so that a busy page hears late and misses nothing.
 *
 * One context with one worklet serves all calls: Chromium's browser process keeps what belongs to a worklet (some
 * 90 KB) for as long as the page lives, even after its context is closed.
 */
export class KeyEar {
  readonly #onKey: (key: string) => void;
  readonly #piece = new Float32Array(pieceLength);
  #counter = new KeyCounter();
  #ready: Promise<{ context: AudioContext; node: AudioWorkletNode }> | null = null;
  #stop: () => void = () => undefined;

  constructor(onKey: (key: string) => void) {
    this.#onKey = onKey;
  }

  /** Listens to this track instead of the one before. */
  listen(track: MediaStreamTrack): void {
    this.deafen();
    const stream = new MediaStream([track]);
    // Chromium decodes a call's sound only where an element plays it.
    const player = new Audio();
    player.srcObject = stream;
    player.muted = true;
    player.play().catch(reportError);
    const over = new AbortController();
    this.#stop = () => {
      this.#stop = () => undefined;
      player.srcObject = null;
      over.abort();
    };
    this.#connect(stream, over.signal).catch(reportError);
  }

  /** The call is over. */
  deafen(): void {
    this.#stop();
  }

  async #connect(stream: MediaStream, over: AbortSignal): Promise<void> {
    this.#ready ??= this.#open().catch((error: unknown) => {
      // The next call tries anew.
      this.#ready = null;
      throw error;
    });
    const { context, node } = await this.#ready;
    // The call was short.
    if (over.aborted) return;
    this.#counter = new KeyCounter();
    this.#piece.fill(0);
    const source = context.createMediaStreamSource(stream);
    source.connect(node);
    over.addEventListener('abort', () => {
      source.disconnect();
      context.suspend().catch(reportError);
    });
    await context.resume();
  }

  async #open(): Promise<{ context: AudioContext; node: AudioWorkletNode }> {
    const context = new AudioContext({ sampleRate });
    await context.audioWorklet.addModule(recorderUrl);
    const node = new AudioWorkletNode(context, 'recorder', { numberOfOutputs: 0 });
    node.port.onmessage = ({ data }: MessageEvent<Float32Array>) => this.#hear(data);
    return { context, node };
  }

  #hear(data: Float32Array): void {
    this.#piece.copyWithin(0, data.length);
    this.#piece.set(data, pieceLength - data.length);
    const key = this.#counter.heard(keyIn(this.#piece, sampleRate));
    if (key !== null) this.#onKey(key);
  }
}
