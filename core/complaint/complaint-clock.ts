import { addDays, endOfDay, localDate } from '../callback/zone-time.ts';
import type { ComplaintRules, Span } from '../issue/desk-rules.ts';
import { workingDaysAfter, type WorkingCalendar } from '../issue/working-days.ts';
import type { Complaint } from './complaint.ts';

/** The two clocks of a complaint (domain.md row 84 and F34): first feedback to the customer, and the decision. */
export const complaintClocks = ['feedback', 'close'] as const;
export type ComplaintClock = (typeof complaintClocks)[number];

export type ComplaintClockRules = { rules: ComplaintRules; timeZone: string; calendar: WorkingCalendar };

/**
 * When a span that begins at `from` is over, UTC ms. Hours are real hours, over weekends and holidays too; days end
 * at midnight of the last one in the zone, the first day does not count.
 */
export const spanEnd = (
  from: number,
  span: Span,
  { timeZone, calendar }: Omit<ComplaintClockRules, 'rules'>,
): number => {
  if ('hours' in span) return from + span.hours * 3_600_000;
  const day = localDate(from, timeZone);
  if ('days' in span) return endOfDay(addDays(day, span.days), timeZone);
  return endOfDay(workingDaysAfter(day, span.workingDays, calendar), timeZone);
};

/** `doneAt` is when the clock stopped, null while it runs. */
export type ClockFace = { clock: ComplaintClock; dueAt: number; doneAt: number | null };

export const clockFaces = (
  complaint: Pick<Complaint, 'openedAt' | 'feedback' | 'closedAt'>,
  context: ComplaintClockRules,
): ClockFace[] => {
  const end = (clock: ComplaintClock): number =>
    spanEnd(complaint.openedAt, context.rules.clocks[clock], context);
  return [
    { clock: 'feedback', dueAt: end('feedback'), doneAt: complaint.feedback?.at ?? null },
    { clock: 'close', dueAt: end('close'), doneAt: complaint.closedAt },
  ];
};

/** Whether a clock ran out before it stopped. */
export const isFaceLate = ({ dueAt, doneAt }: ClockFace, now: number): boolean => (doneAt ?? now) > dueAt;

/** The running clock that ends first, null when both have stopped. */
export const nextFace = (faces: readonly ClockFace[]): ClockFace | null =>
  faces
    .filter(({ doneAt }) => doneAt === null)
    .reduce<ClockFace | null>(
      (first, one) => (first === null || one.dueAt < first.dueAt ? one : first),
      null,
    );

export type ComplaintReminder = { clock: ComplaintClock; percent: number; to: string };

/**
 * The reminders whose share of a clock is reached and that were not given yet, of each clock the latest only: a
 * console that was off over night says once where things stand.
 */
export const complaintReminders = (
  faces: readonly ClockFace[],
  openedAt: number,
  given: readonly Pick<ComplaintReminder, 'clock' | 'percent'>[],
  rules: ComplaintRules,
  now: number,
): ComplaintReminder[] =>
  faces.flatMap(({ clock, dueAt, doneAt }) => {
    if (doneAt !== null) return [];
    const used = ((now - openedAt) / (dueAt - openedAt)) * 100;
    const last = Math.max(0, ...given.filter((one) => one.clock === clock).map(({ percent }) => percent));
    const due = rules.reminders.findLast(({ percent }) => percent > last && used >= percent);
    return due === undefined ? [] : [{ clock, percent: due.percent, to: due.to }];
  });
