import { z } from 'zod';
import { isoDate } from '../callback/policy.ts';
import { addDays, daysBetween } from '../callback/zone-time.ts';

const yearSchema = z.strictObject({
  holidays: z.array(z.strictObject({ name: z.string().min(1), from: isoDate, to: isoDate })),
  /** 调休: days at a weekend that are worked. */
  workdays: z.array(isoDate),
});

/**
 * The working days of a country as data (domain.md F4 counts 工作日). Years that are missing count Monday to
 * Friday; `calendarGap` tells so.
 */
export const workingCalendarSchema = z
  .strictObject({
    id: z.string().min(1),
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    years: z.record(z.string().regex(/^\d{4}$/), yearSchema),
  })
  .superRefine(({ years }, context) => {
    for (const [year, { holidays, workdays }] of Object.entries(years)) {
      const complain = (message: string, ...path: (string | number)[]): void =>
        context.addIssue({ code: 'custom', message, path: ['years', year, ...path] });
      holidays.forEach(({ from, to }, at) => {
        if (to < from) complain(`ends before it begins: ${from} to ${to}`, 'holidays', at);
        if (!from.startsWith(year) || !to.startsWith(year)) complain(`is not in ${year}`, 'holidays', at);
      });
      workdays.forEach((date, at) => {
        if (!date.startsWith(year)) complain(`is not in ${year}`, 'workdays', at);
        if (!isWeekend(date)) complain(`${date} is no Saturday or Sunday`, 'workdays', at);
        if (holidays.some(({ from, to }) => from <= date && date <= to))
          complain(`${date} is a holiday as well`, 'workdays', at);
      });
    }
  });
export type WorkingCalendar = z.infer<typeof workingCalendarSchema>;

/** Day of the week of a `YYYY-MM-DD` date; 0 = Monday. 1970-01-05 was one. */
const weekday = (date: string): number => ((daysBetween('1970-01-05', date) % 7) + 7) % 7;
const isWeekend = (date: string): boolean => weekday(date) >= 5;

/** Whether people work on the date. */
export const isWorkingDay = (date: string, calendar: WorkingCalendar): boolean => {
  const year = calendar.years[date.slice(0, 4)];
  if (year?.workdays.includes(date) === true) return true;
  if (year?.holidays.some(({ from, to }) => from <= date && date <= to) === true) return false;
  return !isWeekend(date);
};

/** The `count`-th working day after `date`; the day itself does not count. `count` 0 gives the date itself. */
export const workingDaysAfter = (date: string, count: number, calendar: WorkingCalendar): string => {
  let day = date;
  for (let left = count; left > 0;) {
    day = addDays(day, 1);
    if (isWorkingDay(day, calendar)) left -= 1;
  }
  return day;
};

/** The first year between two dates that the calendar does not know, null when it knows them all. */
export const calendarGap = (from: string, to: string, calendar: WorkingCalendar): string | null => {
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year += 1)
    if (calendar.years[String(year)] === undefined) return String(year);
  return null;
};
