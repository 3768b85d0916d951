import type { IssueRules } from '../callback/rules-schema.ts';
import type { IssueGrade } from '../callback/task.ts';
import { endOfDay, localDate } from '../callback/zone-time.ts';
import { workingDaysAfter, type WorkingCalendar } from './working-days.ts';

/** What the clocks of an issue are counted by. */
export type ClockRules = { rules: IssueRules; timeZone: string; calendar: WorkingCalendar };

/**
 * The three clocks of an issue as moments, UTC ms: first handling in real hours; target close in real hours or
 * working days by grade; and the limit of art. 18 in working days from the day of the finding (domain.md 3.4, F4).
 */
export type IssueClocks = { firstDueAt: number; targetAt: number; limitAt: number };

export const issueClocks = ['first', 'target', 'limit'] as const;
export type IssueClock = (typeof issueClocks)[number];

const hourMs = 3_600_000;

/** Moments counted from the opening, also after the grade was raised: time that has run is not given back. */
export const clocksOf = (
  { grade, openedAt }: { grade: IssueGrade; openedAt: number },
  { rules, timeZone, calendar }: ClockRules,
): IssueClocks => {
  const opened = localDate(openedAt, timeZone);
  const endAfter = (workingDays: number): number =>
    endOfDay(workingDaysAfter(opened, workingDays, calendar), timeZone);
  const target = rules.targetClose[grade];
  return {
    firstDueAt: openedAt + rules.firstHandlingHours[grade] * hourMs,
    targetAt: 'hours' in target ? openedAt + target.hours * hourMs : endAfter(target.workingDays),
    limitAt: endAfter(rules.limitWorkingDays),
  };
};

const ends: Readonly<Record<IssueClock, keyof IssueClocks>> = {
  first: 'firstDueAt',
  target: 'targetAt',
  limit: 'limitAt',
};

/** What of an issue its clocks depend on. */
export type Clocked = IssueClocks & {
  openedAt: number;
  firstHandledAt: number | null;
  closedAt: number | null;
};

/** When a clock stopped, null while it runs: the first by the first handling, the others by the end. */
const stoppedAt = (issue: Clocked, clock: IssueClock): number | null =>
  clock === 'first' ? (issue.firstHandledAt ?? issue.closedAt) : issue.closedAt;

/** Share of a clock's time that is used up, 1 = due; null once it has stopped. */
export const usedShare = (issue: Clocked, clock: IssueClock, now: number): number | null => {
  if (stoppedAt(issue, clock) !== null) return null;
  const whole = issue[ends[clock]] - issue.openedAt;
  return (now - issue.openedAt) / whole;
};

/** The running clock that ends first, null when the issue is closed. */
export const nextClock = (issue: Clocked): { clock: IssueClock; at: number } | null => {
  const running = issueClocks
    .filter((clock) => stoppedAt(issue, clock) === null)
    .map((clock) => ({ clock, at: issue[ends[clock]] }));
  return running.reduce<{ clock: IssueClock; at: number } | null>(
    (first, one) => (first === null || one.at < first.at ? one : first),
    null,
  );
};

/** Whether a clock ran out before it stopped (domain.md 3.7, 处理及时率 and 超限). */
export const isLate = (issue: Clocked, clock: IssueClock, now: number): boolean =>
  (stoppedAt(issue, clock) ?? now) > issue[ends[clock]];

export type Reminder = { clock: IssueClock; percent: number; to: string };

/**
 * The reminders whose share of a clock is reached and that were not given yet, the latest of each clock only:
 * a console that was off over night says once where things stand (domain.md row 74).
 */
export const remindersDue = (
  issue: Clocked,
  given: readonly Pick<Reminder, 'clock' | 'percent'>[],
  rules: IssueRules,
  now: number,
): Reminder[] =>
  issueClocks.flatMap((clock) => {
    const share = usedShare(issue, clock, now);
    if (share === null) return [];
    const last = Math.max(0, ...given.filter((one) => one.clock === clock).map(({ percent }) => percent));
    const reached = rules.reminders.filter(({ percent }) => percent > last && share * 100 >= percent);
    const latest = reached.at(-1);
    return latest === undefined ? [] : [{ clock, percent: latest.percent, to: latest.to }];
  });
