import { afterDisposition } from './after-disposition.ts';
import type { AppointmentFault } from './appointment.ts';
import { appointmentFault } from './appointment.ts';
import { insideBands, intoBands } from './dial-window.ts';
import type { WorkingDays } from './follow-up.ts';
import { mondayToFriday, withOpened, withoutNeedless } from './follow-up.ts';
import type { FollowUp, FollowUpKind, FollowUpOrigin, FollowUpOutcome } from './follow-up-schema.ts';
import { nextTryOpening } from './next-dial.ts';
import { doneStates } from './order.ts';
import type { AttemptRules, Disposition } from './rules-schema.ts';
import type { Task } from './task.ts';
import type { FiledAttempt } from './tries.ts';
import { pastAttempts, triesOf } from './tries.ts';
import { addDays, instantOf, localDate } from './zone-time.ts';

/** The rules a task lives by: parts of the script pack. */
export type LifeRules = {
  attempts: AttemptRules;
  dispositions: readonly Disposition[];
  followUps: readonly FollowUpKind[];
};

/** A task with all that has happened to it. */
export type TaskFile = {
  task: Task;
  attempts: readonly FiledAttempt[];
  followUps: readonly FollowUp[];
};

/** `at` is when it happened, UTC ms. */
export type TaskEvent =
  | {
      type: 'attempt_closed';
      dialledAt: number;
      disposition: string;
      appointmentAt: number | null;
      agentId: string;
      at: number;
    }
  | {
      type: 'follow_up_closed';
      id: string;
      outcome: string;
      note: string;
      receipt: string;
      appointmentAt: number | null;
      agentId: string;
      at: number;
    }
  | { type: 'follow_up_opened'; kind: string; at: number }
  /** Time has gone on; what is due by the calendar happens. */
  | { type: 'time'; at: number };

export type LifeFault =
  | AppointmentFault
  | 'unknown_disposition'
  | 'unknown_follow_up'
  | 'follow_up_closed'
  | 'follow_up_not_manual'
  | 'unknown_outcome'
  | 'note_needed'
  | 'receipt_needed';

export type LifeResult = { ok: true; file: TaskFile } | { ok: false; fault: LifeFault };

/** Whether the callback is over: done, failed, closed, or carried out with something left to settle (D02, D03). */
export const isSettled = (task: Task, dispositions: readonly Disposition[]): boolean =>
  doneStates.includes(task.state) ||
  (task.state === 'issue' && dispositions.some((one) => one.code === task.lastDisposition && one.completed));

/** Since when attempts count: the last follow-up that brought another number; null = from the first. */
export const countsFrom = (followUps: readonly FollowUp[], kinds: readonly FollowUpKind[]): number | null => {
  const moments = followUps.flatMap(({ kind, outcome, closedAt }) => {
    const found = kinds.find(({ code }) => code === kind)?.outcomes.find(({ code }) => code === outcome);
    return closedAt !== null && found?.task?.fresh === true ? [closedAt] : [];
  });
  return moments.length === 0 ? null : Math.max(...moments);
};

/** Moment from which a task that is not settled is escalated: the first of the rules' last days of the 犹豫期. */
export const escalatesAt = (deadlineAt: number, rules: AttemptRules): number =>
  instantOf(addDays(localDate(deadlineAt, rules.timeZone), -rules.escalateDays), 0, rules.timeZone);

/** The task where an outcome sends it; the try rules hold for what is dialled next. */
const sentTo = (
  file: TaskFile,
  to: NonNullable<FollowUpOutcome['task']>,
  at: number,
  rules: LifeRules,
): Task => {
  const { attempts } = rules;
  const from = countsFrom(file.followUps, rules.followUps);
  const tries = triesOf(pastAttempts(file.attempts, rules.dispositions, from), attempts);
  const task: Task = {
    ...file.task,
    state: to.state,
    notBeforeAt: null,
    notBeforeReason: null,
    appointmentAt: null,
    appointmentAgentId: null,
    tries: tries.length,
    updatedAt: at,
  };
  if (to.dial === 'never') return task;
  if (to.dial === 'now')
    return insideBands(at, attempts)
      ? task
      : { ...task, notBeforeAt: intoBands(at, attempts), notBeforeReason: 'outside_bands' };
  const opening = nextTryOpening({ from: at, tries, rules: attempts, deadlineAt: task.deadlineAt });
  return { ...task, notBeforeAt: opening?.at ?? at, notBeforeReason: 'other_band' };
};

/**
 * What an event makes of a task (domain.md 3.2, 3.3). Pure: the same events give the same file, ids included.
 * A refused event changes nothing and says why.
 */
export const nextLife = (
  file: TaskFile,
  event: TaskEvent,
  rules: LifeRules,
  isWorkingDay: WorkingDays = mondayToFriday,
): LifeResult => {
  const kinds = new Map(rules.followUps.map((kind) => [kind.code, kind]));
  const { at } = event;
  const open = (to: TaskFile, codes: readonly string[], origin: FollowUpOrigin): TaskFile => ({
    ...to,
    followUps: withOpened(
      to.followUps,
      codes.flatMap((code) => kinds.get(code) ?? []),
      { task: to.task, at, origin, timeZone: rules.attempts.timeZone, isWorkingDay },
    ),
  });
  /** Drops what is needless, then escalates once when the time has come. */
  const settle = (to: TaskFile): LifeResult => {
    const settled = isSettled(to.task, rules.dispositions);
    const followUps = withoutNeedless(to.followUps, kinds, { task: to.task, isSettled: settled, at });
    const kept = { ...to, followUps };
    // A second callback is escalated by the reminders of the issues it checks.
    const isDue =
      !settled &&
      to.task.type !== 'recheck' &&
      at >= escalatesAt(to.task.deadlineAt, rules.attempts) &&
      !followUps.some(({ origin }) => origin === 'escalation');
    return { ok: true, file: isDue ? open(kept, rules.attempts.escalation, 'escalation') : kept };
  };
  const disposed = (
    to: TaskFile,
    disposition: Disposition,
    by: { appointmentAt: number | null; agentId: string },
    origin: FollowUpOrigin,
  ): TaskFile => {
    const from = countsFrom(to.followUps, rules.followUps);
    const after = afterDisposition({
      ...by,
      task: to.task,
      disposition,
      rules: rules.attempts,
      tries: pastAttempts(to.attempts, rules.dispositions, from),
      now: at,
    });
    const isUsedUp = after.opens.length > 0 && after.task.state === disposition.next.exhausted;
    return open({ ...to, task: after.task }, after.opens, isUsedUp ? 'used_up' : origin);
  };

  switch (event.type) {
    case 'time':
      return settle(file);
    case 'follow_up_opened':
      return kinds.get(event.kind)?.manual === true
        ? settle(open(file, [event.kind], 'person'))
        : { ok: false, fault: 'follow_up_not_manual' };
    case 'attempt_closed': {
      const disposition = rules.dispositions.find(({ code }) => code === event.disposition);
      if (disposition === undefined) return { ok: false, fault: 'unknown_disposition' };
      const attempts = [...file.attempts, { at: event.dialledAt, disposition: disposition.code }];
      return settle(disposed({ ...file, attempts }, disposition, event, 'disposition'));
    }
    case 'follow_up_closed': {
      const followUp = file.followUps.find(({ id }) => id === event.id);
      if (followUp === undefined) return { ok: false, fault: 'unknown_follow_up' };
      if (followUp.state !== 'open') return { ok: false, fault: 'follow_up_closed' };
      const outcome = kinds.get(followUp.kind)?.outcomes.find(({ code }) => code === event.outcome);
      if (outcome === undefined) return { ok: false, fault: 'unknown_outcome' };
      const fault = missingFor(outcome, event, file.task, rules.attempts);
      if (fault !== null) return { ok: false, fault };
      const closed: FollowUp = {
        ...followUp,
        state: outcome.result,
        outcome: outcome.code,
        note: event.note.trim(),
        receipt: event.receipt.trim(),
        closedAt: at,
        closedBy: event.agentId,
      };
      let to: TaskFile = {
        ...file,
        followUps: file.followUps.map((one) => (one.id === closed.id ? closed : one)),
      };
      // What is over stays over: a survey or an alert that is ticked off later brings nothing back.
      if (!isSettled(file.task, rules.dispositions)) {
        const disposition = rules.dispositions.find(({ code }) => code === outcome.disposition);
        if (disposition !== undefined) to = disposed(to, disposition, event, 'outcome');
        else if (outcome.task !== undefined) to = { ...to, task: sentTo(to, outcome.task, at, rules) };
        to = open(to, outcome.opens ?? [], 'outcome');
      }
      return settle(to);
    }
  }
};

const missingFor = (
  outcome: FollowUpOutcome,
  event: Extract<TaskEvent, { type: 'follow_up_closed' }>,
  task: Task,
  rules: AttemptRules,
): LifeFault | null => {
  if (outcome.needs.includes('note') && event.note.trim() === '') return 'note_needed';
  if (outcome.needs.includes('receipt') && event.receipt.trim() === '') return 'receipt_needed';
  return outcome.needs.includes('appointment')
    ? appointmentFault(event.appointmentAt, { now: event.at, deadlineAt: task.deadlineAt, rules })
    : null;
};
