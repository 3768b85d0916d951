/**
 * Every sound the phone makes itself, drawn as samples; nothing is loaded from a file. Pure, so that a test can
 * listen to them.
 */

/** A part of a tone: `hz` null = silence. */
type Part = { hz: number | null; ms: number };

export type Tone = {
  parts: readonly Part[];
  /** Begins anew at its end, without limit. */
  loop: boolean;
  /** Amplitude 0..1 before the ring volume. */
  amplitude: number;
};

/** Chinese exchanges: 450 Hz, 1 s on, 4 s off (GF 002-9002.1). Quiet: it sits in a headset. */
export const ringbackTone: Tone = {
  parts: [
    { hz: 450, ms: 1000 },
    { hz: null, ms: 4000 },
  ],
  loop: true,
  amplitude: 0.04,
};

/** A second call waits: 450 Hz, 0.4 s on, 4 s off (GF 002-9002.1); a customer is being talked to meanwhile. */
export const callWaitingTone: Tone = {
  parts: [
    { hz: 450, ms: 400 },
    { hz: null, ms: 4000 },
  ],
  loop: true,
  amplitude: 0.03,
};

const warble: readonly Part[] = Array.from({ length: 6 }, () => [
  { hz: 784, ms: 90 },
  { hz: 988, ms: 90 },
]).flat();

/** The incoming ring: two notes in turn for a second, then two seconds of silence. */
export const ringTone: Tone = { parts: [...warble, { hz: null, ms: 2000 }], loop: true, amplitude: 0.5 };

/** The ring once, for a test of a device. */
export const ringSample: Tone = {
  ...ringTone,
  parts: [...warble, { hz: null, ms: 400 }, ...warble],
  loop: false,
};

/** Two short notes before a call answers itself: the agent must not be overheard unawares. */
export const autoAnswerBeep: Tone = {
  parts: [
    { hz: 880, ms: 150 },
    { hz: null, ms: 90 },
    { hz: 1175, ms: 150 },
  ],
  loop: false,
  amplitude: 0.12,
};

/** Rise and fall of each note: without it the loudspeaker clicks. */
const rampMs = 8;

export const toneMs = (tone: Tone): number => tone.parts.reduce((sum, { ms }) => sum + ms, 0);

/** One period of the tone as samples -1..1. */
export const renderTone = (tone: Tone, sampleRate: number): Float32Array<ArrayBuffer> => {
  const samples = new Float32Array(Math.round((toneMs(tone) / 1000) * sampleRate));
  const ramp = (rampMs / 1000) * sampleRate;
  let start = 0;
  for (const { hz, ms } of tone.parts) {
    const length = Math.round((ms / 1000) * sampleRate);
    for (let n = 0; hz !== null && n < length && start + n < samples.length; n += 1) {
      const edge = Math.min(1, n / ramp, (length - 1 - n) / ramp);
      samples[start + n] = tone.amplitude * edge * Math.sin((2 * Math.PI * hz * n) / sampleRate);
    }
    start += length;
  }
  return samples;
};
