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
  /** Mean of the last seconds (RFC 3550). */
  jitterMs: z.number(),
  roundTripMs: z.number().nullable(),
  /** One way from mouth to ear as far as it can be known here: half the round trip, jitter buffer, one packet. */
  delayMs: z.number(),
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

/**
 * Equipment impairment and robustness against loss, ITU-T G.113 Appendix I (G.711 with concealment).
 *
 * Opus has no entry there. The values of G.711 are used for it, which errs on the careful side: at the 20 kbit/s
 * and more that WebRTC sends opus is no worse than G.711 on a clean line (so Ie = 0; the E-model of G.107 ends at
 * the narrow band, where a wider one cannot score above 4.5), and its in-band error correction and concealment are
 * no weaker than G.711's concealment (so Bpl is at least 25.1). A wide-band rating (G.107.1) would be on another
 * scale and not be comparable between calls.
 */
type CodecImpairment = { ie: number; bpl: number };
const g711: CodecImpairment = { ie: 0, bpl: 25.1 };
const impairments: Readonly<Record<string, CodecImpairment>> = {
  PCMU: g711,
  PCMA: g711,
  G722: { ie: 13, bpl: 14 },
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
  // The curve dips a little below 1 for ratings under 6.5.
  return Math.max(1, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6);
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

/** Samples over which loss and jitter are judged: fewer jump about, more tell too late. */
const windowLength = 6;
/** Samples over which the delay is judged. */
const delayWindow = 3;

const share = (part: number, rest: number): number => (part + rest === 0 ? 0 : part / (part + rest));
const grown = (first: number, last: number): number => Math.max(0, last - first);

/** Shares of what was due between two samples: lost on the way, and too late to be played (RFC 3611 section 4.7.1). */
const missingIn = (first: MediaStats, last: MediaStats): { lost: number; late: number } => {
  const received = grown(first.packetsReceived, last.packetsReceived);
  const lost = grown(first.packetsLost, last.packetsLost);
  // What came too late was received all the same.
  const late = Math.min(received, grown(first.packetsDiscarded, last.packetsDiscarded));
  return { lost: share(lost, received), late: share(late, received + lost - late) };
};

/**
 * Mean wait in the jitter buffer between two samples, in milliseconds. The mean since the call began, which is
 * what the statistics have, would hardly move any more in a long call.
 */
const bufferMsIn = (first: MediaStats, last: MediaStats): number => {
  const whole = (last.jitterBufferS ?? 0) * 1000;
  const played = last.samplesPlayed - first.samplesPlayed;
  if (first.jitterBufferS === null || played <= 0) return whole;
  const waited = whole * last.samplesPlayed - first.jitterBufferS * 1000 * first.samplesPlayed;
  return Math.max(0, waited / played);
};

const mean = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0) / Math.max(1, values.length);

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
  const { lost, late } = missingIn(first, stats);
  const jitterNowMs = (stats.jitterS ?? 0) * 1000;
  const jitterMs = mean(window.map(({ jitterS }) => (jitterS ?? 0) * 1000));
  const roundTripMs = stats.roundTripS === null ? null : stats.roundTripS * 1000;
  const bufferMs = bufferMsIn(window.at(-1 - delayWindow) ?? first, stats);
  const delayMs = (roundTripMs ?? 0) / 2 + bufferMs + packetMs;
  const silent = silentFor >= rules.limits.silentS;
  const mos = silent ? 1 : estimateMos({ delayMs, lossFraction: lost + late, codec: stats.codec });
  const byMos = verdictOf(mos, rules);
  const cause = silent ? 'silence' : causeOf({ lost, late, jitterMs, roundTripMs, verdict: byMos }, rules);
  const view: QualityView = {
    mos: round(mos, 2),
    // The E-model does not know bursts: a line over a limit is not called clear, whatever its average.
    verdict: byMos === 'good' && cause !== null ? 'fair' : byMos,
    cause,
    lossFraction: round(lost, 4),
    jitterMs: round(jitterMs, 1),
    roundTripMs: roundTripMs === null ? null : round(roundTripMs, 1),
    delayMs: round(delayMs, 1),
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
      jitterMs: sum.jitterMs + jitterNowMs,
      jitterHighestMs: Math.max(sum.jitterHighestMs, jitterNowMs),
      roundTripMs: sum.roundTripMs + (roundTripMs ?? 0),
      roundTrips: sum.roundTrips + (roundTripMs === null ? 0 : 1),
      silentS: sum.silentS + (came ? 0 : 1),
    },
  };
}

const verdictOf = (mos: number, { bands }: QualityRules): Verdict =>
  mos >= bands.good ? 'good' : mos >= bands.fair ? 'fair' : mos >= bands.poor ? 'poor' : 'bad';

/**
 * What is to blame. Below `good` there is always a cause: where no limit is passed it is either the sum of small
 * losses or the jitter buffer, which goes on holding the sound back for up to half a minute after a late spell.
 */
const causeOf = (
  now: { lost: number; late: number; jitterMs: number; roundTripMs: number | null; verdict: Verdict },
  { limits }: QualityRules,
): QualityCause | null => {
  if (now.lost >= limits.lossFraction) return 'loss';
  if (now.roundTripMs !== null && now.roundTripMs >= limits.roundTripMs) return 'delay';
  if (now.jitterMs >= limits.jitterMs || now.late >= limits.lossFraction) return 'jitter';
  if (now.verdict === 'good') return null;
  return now.lost + now.late >= limits.lossFraction / 2
    ? now.lost >= now.late
      ? 'loss'
      : 'jitter'
    : 'delay';
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
