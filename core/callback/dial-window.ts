import type { AttemptRules } from './rules-schema.ts';
import type { Task } from './task.ts';
import { diallableStates } from './task.ts';
import { findOpening, gapKeptFrom, triesOnDay } from './next-dial.ts';
import type { PastAttempt } from './tries.ts';
import { bandAt, triesOf } from './tries.ts';
import { addDays, instantOf, localDate } from './zone-time.ts';

/**
 * Why a task is dialled later or not at all; locale keys `nextDial.*`. The same words stand in
 * `Task.notBeforeReason`.
 */
export const dialReasons = [
  /** The customer named the time. */
  'appointment',
  /** The next try belongs into another band of the day. */
  'other_band',
  /** Second dial of the same try after a busy line. */
  'same_try',
  /** One recheck of a dead number on another day. */
  'next_day',
  /** No band is open at this hour. */
  'outside_bands',
  'min_gap',
  'day_limit',
  /** The appointment is another agent's for the time being. */
  'owner_first',
  /** A call on it is going on. */
  'calling',
  /** The task is done or with somebody else. */
  'not_open',
] as const;
export type DialReason = (typeof dialReasons)[number];

export type DialWindow = { possible: boolean; reason: DialReason | null; nextAt: number | null };

/** Whether a moment lies in one of the bands in which customers may be called. */
export const insideBands = (at: number, rules: AttemptRules): boolean => bandAt(at, rules) !== null;

/** `at` itself when it lies in a band, otherwise the start of the next one. */
export const intoBands = (at: number, rules: AttemptRules): number => findOpening(at, rules)?.at ?? at;

/** Moment from which an appointment counts as due, so that it is taken before another call is begun. */
export const appointmentDueAt = (appointmentAt: number, rules: AttemptRules): number =>
  appointmentAt - rules.appointmentAlarmMinutes * 60_000;

/** Moment from which others than its owner may take an appointment (domain.md 3.3 D10: same agent first). */
export const appointmentOwnedUntil = (appointmentAt: number, rules: AttemptRules): number =>
  appointmentAt + rules.appointmentOwnerMinutes * 60_000;

const open: DialWindow = { possible: true, reason: null, nextAt: null };
const shut = (reason: DialReason, nextAt: number | null): DialWindow => ({ possible: false, reason, nextAt });

/** The reason a task was stored with; one of a version this one does not know still means waiting. */
const reasonOf = (stored: string | null): DialReason =>
  dialReasons.find((reason) => reason === stored) ?? 'outside_bands';

/**
 * Whether a task may be dialled at `now`, and if not why and from when on (domain.md 3.3, try rules).
 * Practice tasks may be dialled at any time: there is no customer to disturb.
 */
export const dialWindow = (input: {
  task: Task;
  tries: readonly PastAttempt[];
  rules: AttemptRules;
  now: number;
  agentId: string;
}): DialWindow => {
  const { task, rules, now } = input;
  if (task.state === 'calling') return shut('calling', null);
  if (!diallableStates.includes(task.state)) return shut('not_open', null);
  if (task.mode === 'practice') return open;

  const isAppointment = task.state === 'appointment' && task.appointmentAt !== null;
  if (isAppointment && task.appointmentAt !== null) {
    const dueAt = appointmentDueAt(task.appointmentAt, rules);
    if (now < dueAt) return shut('appointment', intoBands(dueAt, rules));
    const ownedUntil = appointmentOwnedUntil(task.appointmentAt, rules);
    if (task.appointmentAgentId !== null && task.appointmentAgentId !== input.agentId && now < ownedUntil)
      return shut('owner_first', intoBands(ownedUntil, rules));
  } else if (task.notBeforeAt !== null && now < task.notBeforeAt) {
    return shut(reasonOf(task.notBeforeReason), intoBands(task.notBeforeAt, rules));
  }
  if (!insideBands(now, rules)) return shut('outside_bands', intoBands(now, rules));

  // What the customer asked for, and the second dial of one try, are no further tries.
  if (isAppointment || task.notBeforeReason === 'same_try') return open;
  const tries = triesOf(input.tries, rules);
  const gapUntil = gapKeptFrom(tries, rules);
  if (now < gapUntil) return shut('min_gap', intoBands(gapUntil, rules));
  const today = localDate(now, rules.timeZone);
  if (triesOnDay(tries, today) >= rules.maxPerDay) {
    return shut('day_limit', intoBands(instantOf(addDays(today, 1), 0, rules.timeZone), rules));
  }
  return open;
};
