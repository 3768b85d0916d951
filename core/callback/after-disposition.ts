import type { AttemptRules, Disposition } from './rules-schema.ts';
import type { Task, TaskState } from './task.ts';
import type { DialReason } from './dial-window.ts';
import { insideBands, intoBands } from './dial-window.ts';
import { findOpening, gapKeptFrom, nextTryOpening, triesOnDay } from './next-dial.ts';
import type { PastAttempt, Try } from './tries.ts';
import { startsTry, triesOf, triesUsedUp } from './tries.ts';
import { localDate } from './zone-time.ts';

type NextDial = {
  /** Kinds of follow-up that the way on asks for. */
  opens: readonly string[];
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

const at = (
  state: TaskState,
  notBeforeAt: number | null,
  notBeforeReason: DialReason | null,
  opens: readonly string[] = [],
): NextDial => ({
  opens,
  state,
  notBeforeAt,
  notBeforeReason,
  appointmentAt: null,
});

/** The next try by the try rules, or the state of a task whose tries are used up. */
const anotherTry = (input: Input, tries: readonly Try[]): NextDial => {
  const { disposition, rules, now } = input;
  const { state, exhausted } = disposition.next;
  if (exhausted !== undefined && triesUsedUp(tries, rules)) return at(exhausted, null, null, rules.usedUp);
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
        opens: [],
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
      const { recheck } = next;
      const over = recheck && at(recheck.then.state, null, null, recheck.then.followUps);
      // One recheck: what the recheck itself ends with is final (domain.md 3.3 D33).
      const endings = input.tries.filter((attempt) => recheck && attempt.recheck === recheck.key).length;
      if (recheck && over && endings > recheck.times) return over;
      const today = localDate(now, rules.timeZone);
      const opening = findOpening(
        Math.max(now, gapKeptFrom(tries, rules)),
        rules,
        ({ date }) => date > today && triesOnDay(tries, date) < rules.maxPerDay,
      );
      // A recheck after the 犹豫期 comes too late: what follows it begins now.
      const isTooLate = opening === null || (opening.at > task.deadlineAt && now <= task.deadlineAt);
      if (over && isTooLate) return over;
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
 * The task after an attempt was closed with a disposition, and the kinds of follow-up that have to be opened: state
 * and next dial time by the rule data (domain.md 3.3). Never throws. The next dial always lies inside a band; a
 * further try keeps the gap and the day's limit. `appointmentAt` is moved to the next band when it lies outside of
 * all.
 */
export const afterDisposition = (input: Input): { task: Task; opens: readonly string[] } => {
  const { task, disposition, rules, now } = input;
  const tries = triesOf(input.tries, rules);
  const { opens, ...dial } = nextDial(input, tries);
  return {
    task: {
      ...task,
      ...dial,
      appointmentAgentId: dial.appointmentAt === null ? null : input.agentId,
      tries: tries.length,
      lastDisposition: disposition.code,
      updatedAt: now,
    },
    opens: [...new Set([...disposition.followUps, ...opens])],
  };
};
