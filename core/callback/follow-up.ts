import type { FollowUp, FollowUpDue, FollowUpKind, FollowUpOrigin } from './follow-up-schema.ts';
import type { Task } from './task.ts';
import { addDays, daysBetween, endOfDay, localDate } from './zone-time.ts';

/** Whether people work on a `YYYY-MM-DD` date. */
export type WorkingDays = (date: string) => boolean;

/** Monday to Friday; 1970-01-05 was a Monday. */
export const mondayToFriday: WorkingDays = (date) => ((daysBetween('1970-01-05', date) % 7) + 7) % 7 < 5;

/** Moment until which a follow-up opened at `at` has to be done, UTC ms. */
export const followUpDueAt = (
  due: FollowUpDue,
  at: number,
  input: { deadlineAt: number; timeZone: string; isWorkingDay: WorkingDays },
): number => {
  const { timeZone } = input;
  const today = localDate(at, timeZone);
  if ('minutes' in due) return at + due.minutes * 60_000;
  if ('endOfDay' in due) return endOfDay(today, timeZone);
  if ('beforeDeadlineDays' in due) {
    const day = addDays(localDate(input.deadlineAt, timeZone), -due.beforeDeadlineDays);
    return endOfDay(day < today ? today : day, timeZone);
  }
  let day = today;
  for (let left = due.workingDays; left > 0;) {
    day = addDays(day, 1);
    if (input.isWorkingDay(day)) left -= 1;
  }
  return endOfDay(day, timeZone);
};

/** The follow-ups with those of the kinds added that are not open already. */
export const withOpened = (
  followUps: readonly FollowUp[],
  kinds: readonly FollowUpKind[],
  input: {
    task: Task;
    at: number;
    origin: FollowUpOrigin;
    timeZone: string;
    isWorkingDay: WorkingDays;
  },
): FollowUp[] => {
  const { task, at, origin } = input;
  const added = kinds
    .filter(({ code }) => !followUps.some((one) => one.kind === code && one.state === 'open'))
    .map((kind): FollowUp => {
      const number = followUps.filter((one) => one.kind === kind.code).length + 1;
      return {
        id: `${task.id}:${kind.code}:${number}`,
        taskId: task.id,
        kind: kind.code,
        state: 'open',
        origin,
        openedAt: at,
        dueAt: followUpDueAt(kind.due, at, { ...input, deadlineAt: task.deadlineAt }),
        outcome: null,
        note: '',
        receipt: '',
        closedAt: null,
        closedBy: null,
      };
    });
  return [...followUps, ...added];
};

/** The follow-ups without what the task's state has made needless. */
export const withoutNeedless = (
  followUps: readonly FollowUp[],
  kinds: ReadonlyMap<string, FollowUpKind>,
  input: { task: Task; isSettled: boolean; at: number },
): FollowUp[] =>
  followUps.map((followUp) => {
    if (followUp.state !== 'open') return followUp;
    const kind = kinds.get(followUp.kind);
    const isNeedless =
      (input.isSettled && kind?.survives !== true) || kind?.endsIn?.includes(input.task.state) === true;
    return isNeedless ? { ...followUp, state: 'superseded', closedAt: input.at } : followUp;
  });
