import type { AttemptRules, Disposition } from './rules-schema.ts';
import { localTime, minuteOf } from './zone-time.ts';

/** A closed attempt as the try rules see it. `counts` is the disposition's column Try (domain.md 3.3). */
export type PastAttempt = {
  /** When it was dialled, UTC ms. */
  at: number;
  counts: boolean;
  /** The next dial may be part of this try (D31). */
  sameTry?: boolean;
  /** Key of the recheck its disposition asks for (D14, D33, D34). */
  recheck?: string | undefined;
};

/** A closed attempt as it is kept: when it was dialled, UTC ms, and how it ended. */
export type FiledAttempt = { at: number; disposition: string };

/**
 * Attempts as the try rules see them, oldest first. Those before `from` were made to another number and count no
 * more; a code the pack does not know counts as no try.
 */
export const pastAttempts = (
  filed: readonly FiledAttempt[],
  dispositions: readonly Disposition[],
  from: number | null = null,
): PastAttempt[] => {
  const byCode = new Map(dispositions.map((disposition) => [disposition.code, disposition]));
  return filed
    .filter(({ at }) => from === null || at >= from)
    .map(({ at, disposition: code }): PastAttempt => {
      const disposition = byCode.get(code);
      return {
        at,
        counts: disposition?.try ?? false,
        sameTry: disposition?.next.sameTry ?? false,
        recheck: disposition?.next.recheck?.key,
      };
    })
    .sort((a, b) => a.at - b.at);
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
 * The tries among the attempts, oldest first. The one redial of a busy line belongs to the try before it
 * (domain.md 3.3 D31), and so does every dial closer to the start of a try than the least gap: it can only be one
 * the customer asked for.
 */
export const triesOf = (attempts: readonly PastAttempt[], rules: AttemptRules): Try[] => {
  const tries: Try[] = [];
  /** The attempt before, as long as it opened its try and lets the next dial join it. */
  let joinable = false;
  for (const { at, counts, sameTry } of [...attempts].sort((a, b) => a.at - b.at)) {
    if (!counts) continue;
    const last = tries.at(-1);
    const own = tryAt(at, rules);
    const joins: boolean =
      last !== undefined &&
      (at - last.at < rules.minGapMinutes * 60_000 ||
        (joinable && own.date === last.date && own.band === last.band));
    if (!joins) tries.push(own);
    joinable = !joins && (sameTry ?? false);
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
