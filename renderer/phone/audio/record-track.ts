import recorderUrl from './recorder.worklet.ts?worker&url';
import { openQuietContext } from './quiet-context.ts';

/** Speech needs no more, and the search for the echo is four times as fast as at 32 kHz. */
export const checkSampleRate = 16_000;

/** A device that is pulled in mid-recording delivers nothing more; the wait for it ends after this. */
const lateMs = 2_000;

/**
 * Records `ms` of a track as samples at `checkSampleRate`, into memory only. Ends early, with what it has, when
 * the signal aborts or nothing comes any more.
 */
export const recordTrack = async (
  track: MediaStreamTrack,
  ms: number,
  signal: AbortSignal,
): Promise<Float32Array<ArrayBuffer>> => {
  const context = openQuietContext(checkSampleRate);
  let late: ReturnType<typeof setTimeout> | undefined;
  try {
    await context.audioWorklet.addModule(recorderUrl);
    const node = new AudioWorkletNode(context, 'recorder', { numberOfOutputs: 0 });
    const samples = new Float32Array(Math.round((ms / 1000) * checkSampleRate));
    let filled = 0;
    await new Promise<void>((done) => {
      signal.addEventListener('abort', () => done(), { once: true });
      if (signal.aborted) done();
      late = setTimeout(done, ms + lateMs);
      node.port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
        const room = samples.length - filled;
        samples.set(room < data.length ? data.subarray(0, room) : data, filled);
        filled += Math.min(room, data.length);
        if (filled === samples.length) done();
      };
      context.createMediaStreamSource(new MediaStream([track])).connect(node);
    });
    return samples.subarray(0, filled);
  } finally {
    clearTimeout(late);
    await context.close();
  }
};

/** Plays samples once on a speaker; resolves when they are over or the signal aborts. */
export const playSamples = async (
  samples: Float32Array<ArrayBuffer>,
  output: { play(stream: MediaStream): void; stop(): void },
  signal: AbortSignal,
): Promise<void> => {
  const context = openQuietContext(checkSampleRate);
  try {
    const buffer = context.createBuffer(1, Math.max(1, samples.length), checkSampleRate);
    buffer.copyToChannel(samples, 0);
    const destination = context.createMediaStreamDestination();
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(destination);
    output.play(destination.stream);
    await new Promise<void>((done) => {
      signal.addEventListener('abort', () => done(), { once: true });
      if (signal.aborted) done();
      source.addEventListener('ended', () => done());
      source.start();
    });
  } finally {
    output.stop();
    await context.close();
  }
};
