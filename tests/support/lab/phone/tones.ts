export const sampleRate = 8000;
/** 20 ms, the packet time of nearly every telephone. */
export const frameLength = 160;

/** Gives the next frame of what a telephone sends; null sends nothing. */
export type AudioSource = () => Int16Array | null;

/** A steady sine; `level` 0..1 of full scale. */
export function toneSource(hz: number, level = 0.3): AudioSource {
  let at = 0;
  return () => {
    const frame = new Int16Array(frameLength);
    for (let index = 0; index < frameLength; index += 1) {
      frame[index] = Math.round(32_767 * level * Math.sin((2 * Math.PI * hz * (at + index)) / sampleRate));
    }
    at += frameLength;
    return frame;
  };
}

/** Packets of digital silence. */
export const silenceSource: AudioSource = () => new Int16Array(frameLength);
/** No packet at all. */
export const nothingSource: AudioSource = () => null;

/** Writes a mono WAV of 16 bit; the samples repeat one source for so many seconds. */
export function wavOf(source: AudioSource, seconds: number): Buffer {
  const frames = Math.ceil((seconds * sampleRate) / frameLength);
  const body = Buffer.alloc(frames * frameLength * 2);
  for (let frame = 0; frame < frames; frame += 1) {
    source()?.forEach((sample, index) => body.writeInt16LE(sample, 2 * (frame * frameLength + index)));
  }
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + body.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(sampleRate, 24);
  head.writeUInt32LE(2 * sampleRate, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(body.length, 40);
  return Buffer.concat([head, body]);
}

/** Root mean square of the samples, 0..1. */
export function levelOf(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += (sample / 32_768) ** 2;
  return Math.sqrt(sum / Math.max(1, samples.length));
}

/** Goertzel's algorithm: which share (0..1) of the samples' energy lies at one frequency. */
export function toneShare(samples: Int16Array, hz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / sampleRate);
  let previous = 0;
  let beforeThat = 0;
  let energy = 0;
  for (const sample of samples) {
    const value = sample / 32_768;
    energy += value * value;
    const next = value + coefficient * previous - beforeThat;
    beforeThat = previous;
    previous = next;
  }
  if (energy === 0) return 0;
  const power = previous ** 2 + beforeThat ** 2 - coefficient * previous * beforeThat;
  return Math.min(1, (2 * power) / (samples.length * energy));
}
