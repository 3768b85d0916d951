import { z } from 'zod';

/** Loudness of a short piece of sound, in dB below full scale (dBFS): 0 is the loudest there is. */
export const soundLevelSchema = z.object({ rmsDb: z.number(), peakDb: z.number() });
export type SoundLevel = z.infer<typeof soundLevelSchema>;

/** Digital silence is told as this. */
export const silenceDb = -100;

export const toDb = (amplitude: number): number =>
  amplitude <= 0 ? silenceDb : Math.max(silenceDb, 20 * Math.log10(amplitude));

export const levelOf = (samples: Float32Array): SoundLevel => {
  let sum = 0;
  let peak = 0;
  for (const sample of samples) {
    sum += sample * sample;
    peak = Math.max(peak, Math.abs(sample));
  }
  return { rmsDb: toDb(samples.length === 0 ? 0 : Math.sqrt(sum / samples.length)), peakDb: toDb(peak) };
};
