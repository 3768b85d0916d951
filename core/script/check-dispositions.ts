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
  ['contact', 'identity_passed', 'call_again'],
  ['contact', 'identity_forgotten'],
  ['contact', 'incomplete'],
  ['contact', 'incomplete', 'cut_off'],
  ['contact', 'identity_not_needed', 'complete', 'clean'],
  ['contact', 'identity_not_needed', 'complete', 'abnormal'],
  ['contact', 'identity_not_needed', 'complete', 'complaint'],
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
    // Where no proof of identity is asked for, the checker has seen to it that nothing of the policy is told.
    const given = (all: readonly Situation[], situation: Situation): boolean =>
      all.includes(situation) || (situation === 'identity_passed' && all.includes('identity_not_needed'));
    const missing = needed.find((situation) => disposition.allowed.some((all) => !given(all, situation)));
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
    if (disposition.next.sameTry === true && disposition.next.dial !== 'after_minutes') {
      report(
        'bad_disposition',
        [...path, 'next'],
        `${code}: sameTry belongs to dial: after_minutes and to nothing else.`,
        'Take it out, or dial after minutes.',
      );
    }
    if (disposition.next.recheck !== undefined && disposition.next.dial !== 'next_day') {
      report(
        'bad_disposition',
        [...path, 'next'],
        `${code}: recheck belongs to dial: next_day and to nothing else.`,
        'Take it out, or dial on the next day.',
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
  const offered = pack.dispositions
    .filter((one) =>
      one.allowed.some((all) => all.every((each) => each === 'contact' || each === 'not_self')),
    )
    .map((one) => one.code);
  const differing = [...offered, ...pack.notSelf.end].find(
    (code) => offered.includes(code) !== pack.notSelf.end.includes(code),
  );
  if (differing !== undefined) {
    report(
      'not_self_end',
      ['notSelf', 'end'],
      `${differing} is ${offered.includes(differing) ? 'offered to somebody who is not the holder and not listed' : 'listed and never offered there'}.`,
      'Make notSelf.end and the dispositions allowed in not_self the same.',
    );
  }
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
