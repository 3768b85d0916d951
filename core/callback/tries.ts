import type { AttemptRules } from './rules-schema.ts';
import { localTime, minuteOf } from './zone-time.ts';

/** A closed attempt as the try rules see it. `counts` is the disposition's column Try (domain.md 3.3). */
export type PastAttempt = {
  /** When it was dialled, UTC ms. */
  at: number;
  counts: boolean;
};

/** One of the three tries: its first dial. */
export type Try = {
  at: number;
  date: string;
  /** Place in `rules.bands`, null when it was dialled outside all of them. */
  band: number | null;
};

/** Band that an instant falls into; a band ends before its `to`. */
export const bandAt = (at: number, rules: AttemptRules): number | null => {
  const { minute } = localTime(at, rules.timeZone);
  const index = rules.bands.findIndex((band) => minuteOf(band.from) <= minute && minute < minuteOf(band.to));
  return index < 0 ? null : index;
};

const tryAt = (at: number, rules: AttemptRules): Try => ({
  at,
  date: localTime(at, rules.timeZone).date,
  band: bandAt(at, rules),
});

/**
 * The tries among the attempts, oldest first. A dial closer to the start of a try than the least gap belongs to
 * that try: it can only be the quick second dial after a busy line, which domain.md 3.3 D31 counts once, or a
 * dial the customer asked for.
 */
export const triesOf = (attempts: readonly PastAttempt[], rules: AttemptRules): Try[] => {
  const tries: Try[] = [];
  const counted = attempts.filter((attempt) => attempt.counts).map((attempt) => attempt.at);
  for (const at of counted.sort((a, b) => a - b)) {
    const last = tries.at(-1);
    if (last === undefined || at - last.at >= rules.minGapMinutes * 60_000) tries.push(tryAt(at, rules));
  }
  return tries;
};

/** Whether an attempt at `at` opens a try of its own rather than belonging to the try before it. */
export const startsTry = (at: number, attempts: readonly PastAttempt[], rules: AttemptRules): boolean =>
  triesOf(attempts, rules).some((entry) => entry.at === at);

const distinct = <T>(values: readonly T[]): number => new Set(values).size;

/** What the try rules still ask for (domain.md 3.3): tries, bands and days. */
export const spreadMissing = (
  tries: readonly Try[],
  rules: AttemptRules,
): { tries: number; bands: number; days: number } => {
  const wantedBands = Math.min(rules.minBands, rules.bands.length);
  const bands = distinct(tries.flatMap((entry) => (entry.band === null ? [] : [entry.band])));
  return {
    tries: Math.max(0, rules.minTries - tries.length),
    bands: Math.max(0, wantedBands - bands),
    days: Math.max(0, rules.minDays - distinct(tries.map((entry) => entry.date))),
  };
};

/** True once there were enough tries in enough bands over enough days. */
export const triesUsedUp = (tries: readonly Try[], rules: AttemptRules): boolean => {
  const missing = spreadMissing(tries, rules);
  return missing.tries === 0 && missing.bands === 0 && missing.days === 0;
};
