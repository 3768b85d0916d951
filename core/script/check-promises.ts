import type { PackData } from './pack-schema.ts';
import type { Path, Report } from './problems.ts';

/** Promises and note tags: every code once, and the usual latest moment is one of those offered. */
export const checkPromises = (pack: PackData, report: Report): void => {
  const once = (codes: readonly string[], path: Path): void =>
    codes.forEach((code, index) => {
      if (codes.indexOf(code) < index)
        report('bad_promise', [...path, index], `${code} is there twice.`, 'Give each its own code.');
    });
  const codesOf = (list: readonly { code: string }[]): string[] => list.map(({ code }) => code);
  once(codesOf(pack.noteTags ?? []), ['noteTags']);
  const { promises } = pack;
  if (promises === undefined) {
    const asking = Object.entries(pack.questions).find(([, question]) =>
      question.options?.some(({ asks }) => asks === 'open'),
    );
    if (asking !== undefined)
      report(
        'bad_promise',
        ['questions', asking[0]],
        `${asking[0]} leaves a question of the customer open, and the pack has no promises.`,
        'Add promises, or take asks away.',
      );
    return;
  }
  once(codesOf(promises.due), ['promises', 'due']);
  once(codesOf(promises.ways), ['promises', 'ways']);
  once(codesOf(promises.owners), ['promises', 'owners']);
  if (!promises.due.some(({ code }) => code === promises.usualLatest))
    report(
      'bad_promise',
      ['promises', 'usualLatest'],
      `There is no moment ${promises.usualLatest} under due.`,
      'Name one of promises.due.',
    );
};
