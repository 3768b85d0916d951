import { levelOf, silenceDb, toDb } from './sound-level.ts';
import type { CheckItem } from './device-desk.ts';

/**
 * What the pre-shift check makes of what it heard. All levels in dB below full scale. The limits are those at
 * which a listener on a telephone notices: speech should arrive around -26 dBFS (ITU-T P.56 practice).
 */

const frameMs = 20;
/** Nothing above this: the microphone is off, muted at its switch, or another one is chosen. */
const silentPeakDb = -60;
const quietSpeechDb = -42;
const clippedSample = 0.985;
/** Share of samples at full scale from which a listener hears distortion. */
const clippedShare = 0.001;
const audibleNoiseDb = -50;
const loudNoiseDb = -36;
/** Speech stands at least this far above the noise, or it was not spoken at all. */
const speechOverNoiseDb = 10;

const frameLevels = (samples: Float32Array, sampleRate: number): number[] => {
  const length = Math.max(1, Math.round((frameMs / 1000) * sampleRate));
  const levels: number[] = [];
  for (let start = 0; start + length <= samples.length; start += length)
    levels.push(levelOf(samples.subarray(start, start + length)).rmsDb);
  return levels.sort((a, b) => a - b);
};

const rounded = (value: number): number => Math.round(value * 10) / 10;

/** Is the agent loud enough, and not too loud? Then: how noisy is the room while nobody speaks? */
export const judgeRecording = (
  samples: Float32Array,
  sampleRate: number,
): { level: CheckItem; noise: CheckItem } => {
  const frames = frameLevels(samples, sampleRate);
  const at = (share: number): number => frames[Math.floor(share * (frames.length - 1))] ?? silenceDb;
  const noiseDb = at(0.1);
  const speechDb = at(0.9);
  const { peakDb } = levelOf(samples);
  let clipped = 0;
  for (const sample of samples) if (Math.abs(sample) >= clippedSample) clipped += 1;
  const share = samples.length === 0 ? 0 : clipped / samples.length;

  const figures = { speechDb: rounded(speechDb), peakDb: rounded(peakDb) };
  const level = ((): CheckItem => {
    if (peakDb < silentPeakDb) return { item: 'level', verdict: 'bad', code: 'level_silent', figures };
    if (share >= clippedShare) return { item: 'level', verdict: 'bad', code: 'level_clipping', figures };
    if (speechDb - noiseDb < speechOverNoiseDb && noiseDb < loudNoiseDb)
      return { item: 'level', verdict: 'warn', code: 'level_nobody', figures };
    if (speechDb < quietSpeechDb) return { item: 'level', verdict: 'warn', code: 'level_quiet', figures };
    return { item: 'level', verdict: 'good', code: 'level_good', figures };
  })();
  const noiseFigures = { noiseDb: rounded(noiseDb) };
  const noise: CheckItem =
    noiseDb >= loudNoiseDb
      ? { item: 'noise', verdict: 'bad', code: 'noise_loud', figures: noiseFigures }
      : noiseDb >= audibleNoiseDb
        ? { item: 'noise', verdict: 'warn', code: 'noise_audible', figures: noiseFigures }
        : { item: 'noise', verdict: 'good', code: 'noise_good', figures: noiseFigures };
  return { level, noise };
};

/** The probe: a sweep from 400 to 3000 Hz, which nothing in a room sounds like. */
export const echoProbe = { fromHz: 400, toHz: 3000, ms: 400, amplitude: 0.1 } as const;

export const renderProbe = (sampleRate: number): Float32Array<ArrayBuffer> => {
  const { fromHz, toHz, ms, amplitude } = echoProbe;
  const samples = new Float32Array(Math.round((ms / 1000) * sampleRate));
  const seconds = ms / 1000;
  for (let n = 0; n < samples.length; n += 1) {
    const t = n / sampleRate;
    const edge = Math.min(1, n / (0.01 * sampleRate), (samples.length - 1 - n) / (0.01 * sampleRate));
    samples[n] =
      amplitude * edge * Math.sin(2 * Math.PI * (fromHz * t + ((toHz - fromHz) / (2 * seconds)) * t * t));
  }
  return samples;
};

export type Echo = {
  /** Where in the recording the probe begins, ms. */
  delayMs: number;
  /** How much weaker than it was played, dB; 0 = as loud. */
  lossDb: number;
};

/** The probe must stand this far above what chance gives, and above everything farther than a room's reflections. */
const peakOverChance = 6;
const peakOverRest = 1.6;
const reflectionsMs = 15;

const parts = 4;
const partsNeeded = 3;
const partShare = 0.25;

/** A beep that meets the sweep at one moment is not the sweep: the echo is there from its begin to its end. */
const heardThroughout = (probe: Float32Array, heard: Float32Array): boolean => {
  const length = Math.floor(probe.length / parts);
  const gains = Array.from({ length: parts }, (_, part) => {
    let match = 0;
    let energy = 0;
    for (let n = part * length; n < (part + 1) * length; n += 1) {
      match += (probe[n] ?? 0) * (heard[n] ?? 0);
      energy += (probe[n] ?? 0) ** 2;
    }
    return match / energy;
  });
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / parts;
  return gains.filter((gain) => gain / mean >= partShare).length >= partsNeeded;
};

/**
 * Looks for the probe in what the microphone heard (matched filter). Null when it is not in there: the sound
 * stayed in the headset.
 */
export const findEcho = (probe: Float32Array, heard: Float32Array, sampleRate: number): Echo | null => {
  const lags = heard.length - probe.length + 1;
  if (lags < 2) return null;
  const strength = new Float32Array(lags);
  let energy = 0;
  for (const sample of probe) energy += sample * sample;
  let best = 0;
  let sum = 0;
  for (let lag = 0; lag < lags; lag += 1) {
    let match = 0;
    for (let n = 0; n < probe.length; n += 1) match += (probe[n] ?? 0) * (heard[lag + n] ?? 0);
    const value = Math.abs(match);
    strength[lag] = value;
    sum += value * value;
    if (value > (strength[best] ?? 0)) best = lag;
  }
  const peak = strength[best] ?? 0;
  const chance = Math.sqrt(sum / lags);
  const near = (reflectionsMs / 1000) * sampleRate;
  let rest = 0;
  for (let lag = 0; lag < lags; lag += 1)
    if (Math.abs(lag - best) > near) rest = Math.max(rest, strength[lag] ?? 0);
  if (peak === 0 || peak < peakOverChance * chance || peak < peakOverRest * rest) return null;
  if (!heardThroughout(probe, heard.subarray(best, best + probe.length))) return null;
  return { delayMs: (best / sampleRate) * 1000, lossDb: -toDb(peak / energy) };
};

/** A microphone that hears nothing cannot tell a headset from a loudspeaker. */
export const judgeEcho = (
  probe: Float32Array,
  heard: Float32Array,
  sampleRate: number,
  cancellation: boolean,
): CheckItem => {
  if (levelOf(heard).peakDb < silentPeakDb)
    return { item: 'echo', verdict: 'warn', code: 'echo_unknown', figures: {} };
  const echo = findEcho(probe, heard, sampleRate);
  if (echo === null) return { item: 'echo', verdict: 'good', code: 'echo_none', figures: {} };
  const figures = { lossDb: rounded(echo.lossDb) };
  return cancellation
    ? { item: 'echo', verdict: 'warn', code: 'echo_cancelled', figures }
    : { item: 'echo', verdict: 'bad', code: 'echo_heard', figures };
};

export type LoopMeasure = { packetsSent: number; packetsLost: number; delayMs: number };

/** Above this a conversation suffers; the loop has no network in it, so this computer itself is too busy. */
const slowMs = 200;
const someLoss = 0.01;
const muchLoss = 0.05;

/** Loss and delay of a call from this computer to itself. */
export const judgeLoop = ({ packetsSent, packetsLost, delayMs }: LoopMeasure): CheckItem => {
  if (packetsSent === 0) return { item: 'loss', verdict: 'bad', code: 'loss_nothing', figures: {} };
  const loss = packetsLost / packetsSent;
  const figures = { lossPercent: rounded(loss * 100), delayMs: Math.round(delayMs) };
  if (loss >= muchLoss) return { item: 'loss', verdict: 'bad', code: 'loss_much', figures };
  if (loss >= someLoss) return { item: 'loss', verdict: 'warn', code: 'loss_some', figures };
  if (delayMs >= slowMs) return { item: 'loss', verdict: 'warn', code: 'loss_slow', figures };
  return { item: 'loss', verdict: 'good', code: 'loss_good', figures };
};
