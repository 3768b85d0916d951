import type { Situation } from '../callback/rules-schema.ts';
import type { PackData } from './pack-schema.ts';
import type { Report } from './problems.ts';

/** What a disposition must not promise (design.md I5), and that every end of a call has one. */

/** The situations `situationsOf` can give at an end, each with what always stands beside it. */
const ends: readonly (readonly Situation[])[] = [
  ['no_contact'],
  ['contact', 'not_self'],
  ['contact', 'inconvenient'],
  ['contact', 'recording_refused'],
  ['contact', 'refused'],
  ['contact', 'identity_failed'],
  ['contact', 'identity_forgotten'],
  ['contact', 'incomplete'],
  ['contact', 'incomplete', 'cut_off'],
  ['contact', 'identity_passed', 'complete', 'clean'],
  ['contact', 'identity_passed', 'complete', 'abnormal'],
  ['contact', 'identity_passed', 'complete', 'complaint'],
];

const neededForSuccess: readonly Situation[] = ['identity_passed', 'complete', 'clean'];
const neededForCompletion: readonly Situation[] = ['identity_passed', 'complete'];

export const checkDispositions = (pack: PackData, report: Report): void => {
  pack.dispositions.forEach((disposition, index) => {
    const path = ['dispositions', index];
    const { code } = disposition;
    const needed = disposition.successful
      ? neededForSuccess
      : disposition.completed
        ? neededForCompletion
        : [];
    const missing = needed.find((situation) => disposition.allowed.some((all) => !all.includes(situation)));
    if (missing !== undefined) {
      report(
        'unsafe_success',
        [...path, 'allowed'],
        `${code} counts as ${disposition.successful ? 'successful' : 'completed'} and may be chosen without ${missing}.`,
        `Add ${missing} to each of its lists.`,
      );
    }
    if (disposition.successful && !disposition.completed) {
      report(
        'bad_disposition',
        [...path, 'completed'],
        `${code} is successful and not completed.`,
        'Set completed: true.',
      );
    }
    if ((disposition.next.dial === 'after_minutes') !== (disposition.next.minutes !== undefined)) {
      report(
        'bad_disposition',
        [...path, 'next'],
        `${code}: minutes belong to dial: after_minutes and to nothing else.`,
        'Give both or neither.',
      );
    }
    if (disposition.next.dial === 'appointment' && !disposition.needs.includes('appointment')) {
      report(
        'bad_disposition',
        [...path, 'needs'],
        `${code} dials at an appointment and does not ask for one.`,
        'Add appointment to needs.',
      );
    }
  });
  for (const end of ends) {
    const found = pack.dispositions.some((disposition) =>
      disposition.allowed.some((all) => all.every((situation) => end.includes(situation))),
    );
    if (!found)
      report(
        'no_way_out',
        ['dispositions'],
        `No disposition can be chosen in the situation ${end.join(' + ')}.`,
        'Allow one there.',
      );
  }
};
