import type { AttemptRules, Disposition } from './rules-schema.ts';
import type { Task, TaskState } from './task.ts';
import type { DialReason } from './dial-window.ts';
import { insideBands, intoBands } from './dial-window.ts';
import { findOpening, gapKeptFrom, nextTryOpening, triesOnDay } from './next-dial.ts';
import type { PastAttempt, Try } from './tries.ts';
import { startsTry, triesOf, triesUsedUp } from './tries.ts';
import { localDate } from './zone-time.ts';

type NextDial = {
  state: TaskState;
  notBeforeAt: number | null;
  notBeforeReason: DialReason | null;
  appointmentAt: number | null;
};

type Input = {
  /** The task as it was when the attempt began. */
  task: Task;
  disposition: Disposition;
  rules: AttemptRules;
  /** All closed attempts of the task, this one last. */
  tries: readonly PastAttempt[];
  now: number;
  appointmentAt: number | null;
  agentId: string;
};

const at = (state: TaskState, notBeforeAt: number | null, notBeforeReason: DialReason | null): NextDial => ({
  state,
  notBeforeAt,
  notBeforeReason,
  appointmentAt: null,
});

/** The next try by the try rules, or the state of a task whose tries are used up. */
const anotherTry = (input: Input, tries: readonly Try[]): NextDial => {
  const { disposition, rules, now } = input;
  const { state, exhausted } = disposition.next;
  if (exhausted !== undefined && triesUsedUp(tries, rules)) return at(exhausted, null, null);
  const opening = nextTryOpening({ from: now, tries, rules, deadlineAt: input.task.deadlineAt });
  return at(state, opening?.at ?? now, 'other_band');
};

const nextDial = (input: Input, tries: readonly Try[]): NextDial => {
  const { disposition, rules, now, task } = input;
  const { next } = disposition;
  switch (next.dial) {
    case 'never':
      return at(next.state, null, null);
    case 'now':
      return insideBands(now, rules)
        ? at(next.state, null, null)
        : at(next.state, intoBands(now, rules), 'outside_bands');
    case 'appointment': {
      // A disposition without its time cannot be kept as an appointment; the task must not get lost over it.
      if (input.appointmentAt === null)
        return anotherTry({ ...input, disposition: withState(disposition, 'redial') }, tries);
      const agreed = intoBands(input.appointmentAt, rules);
      return {
        state: next.state,
        notBeforeAt: agreed,
        notBeforeReason: 'appointment',
        appointmentAt: agreed,
      };
    }
    case 'after_minutes': {
      // Once per try: a line that is busy again waits for another band (domain.md 3.3 D31).
      const current = input.tries.at(-1);
      if (current === undefined || !startsTry(current.at, input.tries, rules))
        return anotherTry(input, tries);
      return at(next.state, intoBands(now + (next.minutes ?? 0) * 60_000, rules), 'same_try');
    }
    case 'next_day': {
      // One recheck: what the recheck itself ends with is final (domain.md 3.3 D33).
      if (
        next.exhausted !== undefined &&
        (task.notBeforeReason === 'next_day' || triesUsedUp(tries, rules))
      ) {
        return at(next.exhausted, null, null);
      }
      const today = localDate(now, rules.timeZone);
      const opening = findOpening(
        Math.max(now, gapKeptFrom(tries, rules)),
        rules,
        ({ date }) => date > today && triesOnDay(tries, date) < rules.maxPerDay,
      );
      return at(next.state, opening?.at ?? now, 'next_day');
    }
    case 'other_band':
      return anotherTry(input, tries);
  }
};

const withState = (disposition: Disposition, state: TaskState): Disposition => ({
  ...disposition,
  next: { ...disposition.next, state },
});

/**
 * The task after an attempt was closed with a disposition: state and next dial time by the rule data
 * (domain.md 3.3). Never throws. The next dial always lies inside a band; a further try keeps the gap and the
 * day's limit. `appointmentAt` is moved to the next band when it lies outside of all.
 */
export const afterDisposition = (input: Input): Task => {
  const { task, disposition, rules, now } = input;
  const tries = triesOf(input.tries, rules);
  const dial = nextDial(input, tries);
  const current = input.tries.at(-1);
  const isNewTry = current !== undefined && current.counts && startsTry(current.at, input.tries, rules);
  return {
    ...task,
    ...dial,
    appointmentAgentId: dial.appointmentAt === null ? null : input.agentId,
    tries: task.tries + (isNewTry ? 1 : 0),
    lastDisposition: disposition.code,
    updatedAt: now,
  };
};
