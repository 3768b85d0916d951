import { doneStates, handedOverStates } from '../callback/order.ts';
import { diallableStates } from '../callback/task.ts';
import type { FollowUpOutcome } from '../callback/follow-up-schema.ts';
import type { TaskState } from '../callback/task.ts';
import type { PackData } from './pack-schema.ts';
import type { Path, Report } from './problems.ts';

/**
 * Follow-ups name only what exists, and no task can get stuck: whatever is not a notice leads on, and every state in
 * which somebody else acts comes with something for that person to do.
 */
export const checkFollowUps = (pack: PackData, report: Report): void => {
  const bad = (path: Path, reason: string, remedy: string): void =>
    report('bad_follow_up', path, reason, remedy);
  const kinds = new Map(pack.followUps.map((kind) => [kind.code, kind]));
  const dispositions = new Map(pack.dispositions.map((one) => [one.code, one]));
  const isCarrier = (code: string): boolean => kinds.has(code) && kinds.get(code)?.notice !== true;
  /** Reports unknown kinds; true when at least one of those named carries the task on. */
  const carries = (codes: readonly string[], path: Path): boolean => {
    codes.forEach((code, index) => {
      if (!kinds.has(code))
        bad([...path, index], `There is no follow-up ${code}.`, 'Add it under followUps or name another.');
    });
    return codes.some(isCarrier);
  };
  // An issue has its own owner and clock; the other states with somebody else have only the follow-up.
  const needsCarrier = (state: TaskState): boolean => handedOverStates.includes(state) && state !== 'issue';

  const seen = new Set<string>();
  pack.followUps.forEach((kind, index) => {
    const path = ['followUps', index];
    if (seen.has(kind.code))
      bad([...path, 'code'], `${kind.code} is there twice.`, 'Give each its own code.');
    seen.add(kind.code);
    if (kind.sms !== undefined && pack.sms[kind.sms] === undefined)
      bad([...path, 'sms'], `There is no SMS text ${kind.sms}.`, 'Add it under sms or name another.');
    const codes = new Set<string>();
    kind.outcomes.forEach((outcome, at) => {
      const place = [...path, 'outcomes', at];
      if (codes.has(outcome.code))
        bad([...place, 'code'], `${outcome.code} is there twice.`, 'Give each outcome its own code.');
      codes.add(outcome.code);
    });
  });

  const checkOutcome = (outcome: FollowUpOutcome, path: Path, isNotice: boolean): void => {
    const opensCarrier = carries(outcome.opens ?? [], [...path, 'opens']);
    const disposition = dispositions.get(outcome.disposition ?? '');
    if (outcome.disposition !== undefined) {
      if (disposition === undefined)
        bad([...path, 'disposition'], `There is no disposition ${outcome.disposition}.`, 'Name another.');
      else if (disposition.try)
        bad([...path, 'disposition'], `${disposition.code} counts as a try.`, 'Name one that is no try.');
      if (outcome.task !== undefined)
        bad([...path, 'task'], 'disposition and task both say what comes next.', 'Keep one of them.');
    }
    if (disposition?.needs.includes('appointment') === true && !outcome.needs.includes('appointment'))
      bad([...path, 'needs'], `${disposition.code} needs an appointment.`, 'Add appointment to needs.');
    if (disposition?.needs.includes('reason') === true && !outcome.needs.includes('note'))
      bad([...path, 'needs'], `${disposition.code} needs a reason.`, 'Add note to needs.');
    const task = outcome.task;
    if (task !== undefined && (task.dial === 'never') === diallableStates.includes(task.state))
      bad([...path, 'task'], `A task in state ${task.state} cannot have dial: ${task.dial}.`, 'Change one.');
    const state = task?.state ?? disposition?.next.state;
    const leadsOn =
      opensCarrier ||
      (state !== undefined && (diallableStates.includes(state) || doneStates.includes(state)));
    if (!isNotice && !leadsOn)
      bad(path, `After ${outcome.code} nobody has anything to do.`, 'Open a follow-up or close the task.');
  };

  pack.followUps.forEach((kind, index) => {
    kind.outcomes.forEach((outcome, at) => {
      checkOutcome(outcome, ['followUps', index, 'outcomes', at], kind.notice === true);
    });
  });

  for (const [id, { followUps = {} }] of Object.entries(pack.questions))
    for (const [answer, code] of Object.entries(followUps))
      carries([code], ['questions', id, 'followUps', answer]);
  carries(pack.issueRules.arrange ?? [], ['issueRules', 'arrange']);

  const attempts: Path = ['attempts'];
  const opened = new Set(
    pack.followUps.flatMap((kind) => kind.outcomes.flatMap((outcome) => outcome.opens ?? [])),
  );
  carries(pack.attempts.escalation, [...attempts, 'escalation']);
  // It is the mark by which a task is escalated once.
  for (const disposition of pack.dispositions) for (const code of disposition.followUps) opened.add(code);
  for (const code of pack.attempts.usedUp) opened.add(code);
  if (pack.attempts.escalation.every((code) => opened.has(code) || kinds.get(code)?.manual === true))
    bad(
      [...attempts, 'escalation'],
      'Everything here is opened elsewhere too.',
      'Add one that is opened by nothing else.',
    );
  const usedUpCarries = carries(pack.attempts.usedUp, [...attempts, 'usedUp']);
  pack.dispositions.forEach((disposition, index) => {
    const path = ['dispositions', index];
    const { next } = disposition;
    const ownCarries = carries(disposition.followUps, [...path, 'followUps']);
    const isReopened = pack.followUps.some((kind) =>
      kind.outcomes.some(
        (outcome) =>
          outcome.disposition === disposition.code && (outcome.opens ?? []).some((code) => isCarrier(code)),
      ),
    );
    if (needsCarrier(next.state) && !ownCarries && !isReopened)
      bad(
        [...path, 'followUps'],
        `${disposition.code} leaves the task ${next.state} and nobody acts.`,
        'Open a follow-up.',
      );
    if (next.exhausted !== undefined && needsCarrier(next.exhausted) && !usedUpCarries)
      bad([...attempts, 'usedUp'], 'Nobody acts once the tries are used up.', 'Add a follow-up.');
    if (next.recheck !== undefined) {
      const then = carries(next.recheck.then.followUps, [...path, 'next', 'recheck', 'then', 'followUps']);
      if (needsCarrier(next.recheck.then.state) && !then)
        bad([...path, 'next', 'recheck'], 'Nobody acts after the recheck.', 'Open a follow-up.');
    }
  });
};
