import type { AttemptRules } from './rules-schema.ts';
import type { Try } from './tries.ts';
import { spreadMissing } from './tries.ts';
import { addDays, instantOf, localDate, minuteOf } from './zone-time.ts';

/** How far ahead a dial time is looked for; rules that leave no opening in so many days leave none at all. */
const horizonDays = 60;

export type Opening = { at: number; date: string; band: number };

/**
 * First moment at or after `from` that lies inside a band and that `accept` takes; null when there is none.
 * `accept` sees each band of each day once, with the earliest moment in it.
 */
export const findOpening = (
  from: number,
  rules: AttemptRules,
  accept: (opening: Opening) => boolean = () => true,
): Opening | null => {
  const bands = rules.bands
    .map((band, index) => ({ index, from: minuteOf(band.from), to: minuteOf(band.to) }))
    .sort((a, b) => a.from - b.from);
  const first = localDate(from, rules.timeZone);
  for (let day = 0; day < horizonDays; day++) {
    const date = addDays(first, day);
    for (const band of bands) {
      const at = Math.max(from, instantOf(date, band.from, rules.timeZone));
      const opening = { at, date, band: band.index };
      if (at < instantOf(date, band.to, rules.timeZone) && accept(opening)) return opening;
    }
  }
  return null;
};

/** Moment from which the gap to the last try is kept. */
export const gapKeptFrom = (tries: readonly Try[], rules: AttemptRules): number => {
  const last = tries.at(-1);
  return last === undefined ? Number.NEGATIVE_INFINITY : last.at + rules.minGapMinutes * 60_000;
};

export const triesOnDay = (tries: readonly Try[], date: string): number =>
  tries.filter((entry) => entry.date === date).length;

/**
 * When the next try may be made, at or after `from`. The gap and the day's limit always hold. Another band and
 * another day (domain.md 3.3: 3 bands over 2 days) hold as long as the 犹豫期 leaves room for them: a try in a
 * used band before the deadline is worth more than one in a fresh band after it.
 */
export const nextTryOpening = (input: {
  from: number;
  tries: readonly Try[];
  rules: AttemptRules;
  deadlineAt: number;
}): Opening | null => {
  const { tries, rules, deadlineAt } = input;
  const earliest = Math.max(input.from, gapKeptFrom(tries, rules));
  const allowed = ({ date }: Opening): boolean => triesOnDay(tries, date) < rules.maxPerDay;
  const missing = spreadMissing(tries, rules);
  const used = new Set(tries.map((entry) => entry.band));
  const isFreshBandLeft = rules.bands.some((_, index) => !used.has(index));
  const days = new Set(tries.map((entry) => entry.date));
  const needsNewDay = missing.days > 0 && missing.tries <= missing.days;

  const isFresh = (opening: Opening): boolean =>
    allowed(opening) && (!isFreshBandLeft || !used.has(opening.band));
  const spread = findOpening(
    earliest,
    rules,
    (opening) => isFresh(opening) && (!needsNewDay || !days.has(opening.date)),
  );
  if (spread !== null && spread.at <= deadlineAt) return spread;
  // On the last day there is no further day left, but there may be another band.
  const fresh = findOpening(earliest, rules, isFresh);
  if (fresh !== null && fresh.at <= deadlineAt) return fresh;
  const plain = findOpening(earliest, rules, allowed);
  return plain !== null && plain.at <= deadlineAt ? plain : (spread ?? plain);
};
