import type { PackData } from './pack-schema.ts';
import type { Path, Report } from './problems.ts';

/** Bands follow one another through the day, and there are as many as the tries ask for (domain.md 3.3). */
export const checkAttempts = (pack: PackData, report: Report): void => {
  const { bands, minBands } = pack.attempts;
  const path: Path = ['attempts'];
  bands.forEach(({ from, to }, index) => {
    const before = bands[index - 1];
    if (from >= to || to > '24:00')
      report(
        'bad_attempts',
        [...path, 'bands', index],
        `The band ${from} to ${to} has no time in it.`,
        'Give it an end after its beginning.',
      );
    else if (before !== undefined && from < before.to)
      report(
        'bad_attempts',
        [...path, 'bands', index],
        `The band ${from} to ${to} begins before the one above ends: one call would count in both.`,
        'Let each begin where the one above ends, or later.',
      );
  });
  if (minBands > bands.length)
    report(
      'bad_attempts',
      [...path, 'minBands'],
      `Tries in ${minBands} bands are asked for and there are ${bands.length}.`,
      'Add bands or ask for fewer.',
    );
};
