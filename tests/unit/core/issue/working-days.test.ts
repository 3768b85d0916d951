import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calendarGap, isWorkingDay, workingDaysAfter } from '../../../../core/issue/working-days.ts';
import { parseCalendar } from '../../../../main/issues/read-calendar.ts';

const text = readFileSync('resources/calendar/china.yaml', 'utf8');
const calendar = parseCalendar(text);

describe('working days of the shipped calendar', () => {
  it.each([
    ['2026-11-23', true, 'a Monday'],
    ['2026-11-28', false, 'a Saturday'],
    ['2026-10-01', false, 'the National Day'],
    ['2026-10-10', true, 'a Saturday that is worked (调休)'],
    ['2026-02-23', false, 'the last day of the Spring Festival, a Monday'],
    ['2026-02-14', true, 'the Saturday before the Spring Festival'],
    ['2025-09-28', true, 'a Sunday that is worked'],
  ])('%s: %s, %s', (date, expected) => {
    expect(isWorkingDay(date, calendar)).toBe(expected);
  });

  it('counts over holidays and shifted days', () => {
    // Wed 30 Sep, then 1-7 Oct off: Thu 8, Fri 9, Sat 10 (worked), Mon 12.
    expect(workingDaysAfter('2026-09-29', 1, calendar)).toBe('2026-09-30');
    expect(workingDaysAfter('2026-09-30', 4, calendar)).toBe('2026-10-12');
    expect(workingDaysAfter('2026-11-23', 0, calendar)).toBe('2026-11-23');
    // domain.md F4: 15 working days from a finding on the last Friday before the Spring Festival.
    expect(workingDaysAfter('2026-02-13', 15, calendar)).toBe('2026-03-12');
  });

  it('tells the first year it does not know', () => {
    expect(calendarGap('2026-11-23', '2026-12-11', calendar)).toBeNull();
    expect(calendarGap('2026-12-20', '2027-01-11', calendar)).toBe('2027');
    expect(isWorkingDay('2027-01-01', calendar)).toBe(true);
  });

  it.each([
    ['workdays: [2026-01-04,', 'workdays: [2026-01-05,', /2026-01-05 is no Saturday or Sunday/],
    ['from: 2026-10-01, to: 2026-10-07', 'from: 2026-10-07, to: 2026-10-01', /ends before it begins/],
    [
      'from: 2026-10-01, to: 2026-10-07',
      'from: 2026-10-01, to: 2026-10-11',
      /2026-10-10 is a holiday as well/,
    ],
    ['from: 2026-10-01', 'from: 2025-10-01', /is not in 2026/],
    ['id: china', 'ident: china', /id/],
  ])('refuses a wrong calendar with its place and reason: %s', (before, after, reason) => {
    expect(() => parseCalendar(text.replace(before, after))).toThrow(reason);
  });
});
