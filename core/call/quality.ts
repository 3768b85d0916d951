import { z } from 'zod';
import type { MediaStats } from './types.ts';

export const verdicts = ['good', 'fair', 'poor', 'bad'] as const;
export type Verdict = (typeof verdicts)[number];
/** What makes a call bad, in the order in which a person is told. */
export const qualityCauses = ['silence', 'loss', 'delay', 'jitter'] as const;
export type QualityCause = (typeof qualityCauses)[number];

/** How a call sounds, for the screen. */
export const qualityViewSchema = z.object({
  /** Estimated mean opinion score, 1 to 4.5 (ITU-T G.107 Annex B). */
  mos: z.number(),
  verdict: z.enum(verdicts),
  cause: z.enum(qualityCauses).nullable(),
  /** 0..1 over the last seconds. */
  lossFraction: z.number(),
  jitterMs: z.number(),
  roundTripMs: z.number().nullable(),
  codec: z.string().nullable(),
});
export type QualityView = z.infer<typeof qualityViewSchema>;

/** How a call sounded as a whole; kept with the call. */
export const qualitySummarySchema = z.object({
  /** Seconds that were measured. */
  samples: z.number().int(),
  mosAverage: z.number(),
  mosLowest: z.number(),
  /** 0..1 over the whole call. */
  lossFraction: z.number(),
  jitterAverageMs: z.number(),
  jitterHighestMs: z.number(),
  roundTripAverageMs: z.number().nullable(),
  /** Seconds in which no packet came although the call was not on hold. */
  silentS: z.number().int(),
  codec: z.string().nullable(),
});
export type QualitySummary = z.infer<typeof qualitySummarySchema>;

/** Where a verdict begins; data of the phone policy (resources/phone/policy.yaml `quality`). */
export const qualityRulesSchema = z.strictObject({
  /** Lowest MOS of each verdict; below `poor` a call is bad. */
  bands: z.strictObject({ good: z.number(), fair: z.number(), poor: z.number() }),
  /** What each cause begins at. */
  limits: z.strictObject({
    lossFraction: z.number().min(0).max(1),
    jitterMs: z.number().min(0),
    roundTripMs: z.number().min(0),
    silentS: z.number().int().min(1),
  }),
});
export type QualityRules = z.infer<typeof qualityRulesSchema>;

/** Equipment impairment and robustness against loss, ITU-T G.113 Appendix I (G.711 with concealment). */
type CodecImpairment = { ie: number; bpl: number };
const g711: CodecImpairment = { ie: 0, bpl: 25.1 };
const impairments: Readonly<Record<string, CodecImpairment>> = {
  PCMU: g711,
  PCMA: g711,
  G722: { ie: 13, bpl: 14 },
  // Opus has no entry in G.113. Its in-band error correction makes it no worse than G.711 with concealment.
  OPUS: g711,
};

/** Rating of a line without any impairment but the default ones (G.107 table 3, rounded as in common use). */
const bestRating = 93.2;
/** Milliseconds that one packet's sound takes before it is sent. */
const packetMs = 20;

/**
 * MOS by the E-model (ITU-T G.107): delay impairment Id in its usual simplification, Ie-eff with random loss,
 * and Annex B's step from R to MOS.
 *
 * @param input delay in milliseconds one way from mouth to ear, loss 0..1, codec by its RTP name
 */
export function estimateMos(input: { delayMs: number; lossFraction: number; codec: string | null }): number {
  const { ie, bpl } = impairments[(input.codec ?? '').toUpperCase()] ?? g711;
  const lossPercent = input.lossFraction * 100;
  const late = input.delayMs > 177.3 ? 0.11 * (input.delayMs - 177.3) : 0;
  const rating =
    bestRating - (0.024 * input.delayMs + late) - (ie + ((95 - ie) * lossPercent) / (lossPercent + bpl));
  if (rating <= 0) return 1;
  if (rating >= 100) return 4.5;
  return 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6;
}

/** What is remembered between samples. */
export type QualityState = {
  /** The last seconds, oldest first. */
  window: readonly MediaStats[];
  /** Seconds since a packet came. */
  silentFor: number;
  view: QualityView | null;
  sum: {
    samples: number;
    mos: number;
    mosLowest: number;
    jitterMs: number;
    jitterHighestMs: number;
    roundTripMs: number;
    roundTrips: number;
    silentS: number;
  };
};

export const newQuality: QualityState = {
  window: [],
  silentFor: 0,
  view: null,
  sum: {
    samples: 0,
    mos: 0,
    mosLowest: 4.5,
    jitterMs: 0,
    jitterHighestMs: 0,
    roundTripMs: 0,
    roundTrips: 0,
    silentS: 0,
  },
};

/** Seconds over which loss is judged: shorter jumps about, longer tells too late. */
const windowLength = 6;

const lossIn = (first: MediaStats, last: MediaStats): number => {
  const lost = Math.max(0, last.packetsLost - first.packetsLost);
  const received = Math.max(0, last.packetsReceived - first.packetsReceived);
  return lost + received === 0 ? 0 : lost / (lost + received);
};

const round = (value: number, digits: number): number => Number(value.toFixed(digits));

/**
 * The state after one more sample, some one a second. While the call is on hold nothing is judged: no sound is
 * what was asked for.
 */
export function nextQuality(
  state: QualityState,
  stats: MediaStats,
  rules: QualityRules,
  held: boolean,
): QualityState {
  const previous = state.window.at(-1);
  if (held) return { ...state, window: [stats], silentFor: 0 };
  const window = [...state.window, stats].slice(-windowLength);
  const first = window[0] ?? stats;
  const came = previous === undefined || stats.packetsReceived > previous.packetsReceived;
  const silentFor = came ? 0 : state.silentFor + 1;
  const lossFraction = lossIn(first, stats);
  const jitterMs = (stats.jitterS ?? 0) * 1000;
  const roundTripMs = stats.roundTripS === null ? null : stats.roundTripS * 1000;
  const delayMs = (roundTripMs ?? 0) / 2 + (stats.jitterBufferS ?? 0) * 1000 + packetMs;
  const silent = silentFor >= rules.limits.silentS;
  const mos = silent ? 1 : estimateMos({ delayMs, lossFraction, codec: stats.codec });
  const verdict = verdictOf(mos, rules);
  const view: QualityView = {
    mos: round(mos, 2),
    verdict,
    cause: silent ? 'silence' : causeOf({ lossFraction, jitterMs, roundTripMs }, rules),
    lossFraction: round(lossFraction, 4),
    jitterMs: round(jitterMs, 1),
    roundTripMs: roundTripMs === null ? null : round(roundTripMs, 1),
    codec: stats.codec,
  };
  const { sum } = state;
  return {
    window,
    silentFor,
    view,
    sum: {
      samples: sum.samples + 1,
      mos: sum.mos + mos,
      mosLowest: Math.min(sum.mosLowest, mos),
      jitterMs: sum.jitterMs + jitterMs,
      jitterHighestMs: Math.max(sum.jitterHighestMs, jitterMs),
      roundTripMs: sum.roundTripMs + (roundTripMs ?? 0),
      roundTrips: sum.roundTrips + (roundTripMs === null ? 0 : 1),
      silentS: sum.silentS + (came ? 0 : 1),
    },
  };
}

const verdictOf = (mos: number, { bands }: QualityRules): Verdict =>
  mos >= bands.good ? 'good' : mos >= bands.fair ? 'fair' : mos >= bands.poor ? 'poor' : 'bad';

const causeOf = (
  now: { lossFraction: number; jitterMs: number; roundTripMs: number | null },
  { limits }: QualityRules,
): QualityCause | null => {
  if (now.lossFraction >= limits.lossFraction) return 'loss';
  if (now.roundTripMs !== null && now.roundTripMs >= limits.roundTripMs) return 'delay';
  return now.jitterMs >= limits.jitterMs ? 'jitter' : null;
};

/** The whole call in a few figures; null when nothing was measured (it was never answered, or all on hold). */
export function qualitySummary(state: QualityState): QualitySummary | null {
  const { sum, window } = state;
  const last = window.at(-1);
  if (sum.samples === 0 || last === undefined) return null;
  const all = last.packetsLost + last.packetsReceived;
  return {
    samples: sum.samples,
    mosAverage: round(sum.mos / sum.samples, 2),
    mosLowest: round(sum.mosLowest, 2),
    lossFraction: all === 0 ? 0 : round(last.packetsLost / all, 4),
    jitterAverageMs: round(sum.jitterMs / sum.samples, 1),
    jitterHighestMs: round(sum.jitterHighestMs, 1),
    roundTripAverageMs: sum.roundTrips === 0 ? null : round(sum.roundTripMs / sum.roundTrips, 1),
    silentS: sum.silentS,
    codec: last.codec,
  };
}
