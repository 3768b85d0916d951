import { describe, expect, it } from 'vitest';
import { addDays, ageOn, civilDate, daysBetween, serialDate } from '../../../../core/import/calendar.ts';
import { provenOrder, readDate } from '../../../../core/import/dates.ts';

const plain = { date1904: false, order: null };

describe('dates of an import', () => {
  it.each([
    '2026-11-02',
    '2026/11/2',
    '2026.11.02',
    '2026年11月2日',
    '2026年11月02号',
    '20261102',
    '20261102093000',
    '２０２６－１１－０２',
    '2026-11-02 00:00:00',
    '2026-11-02T09:30:00',
    '02-Nov-2026',
    '2 November 2026',
    'Nov 2, 2026',
    '2026 / 11 / 2',
  ])('%s is 2026-11-02 without a word', (text) => {
    expect(readDate(text, null, plain)).toEqual({ ok: true, date: '2026-11-02', readAs: false });
  });

  it.each([['2.11.2026'], ['02.11.2026'], ['46328'], ['46328.75']])('%s is 2026-11-02 and told', (text) => {
    expect(readDate(text, null, plain)).toEqual({ ok: true, date: '2026-11-02', readAs: true });
  });

  it('a moment in UTC is the date it was in China', () => {
    expect(readDate('2026-11-01T16:00:00.000Z', null, plain)).toEqual({
      ok: true,
      date: '2026-11-02',
      readAs: true,
    });
    expect(readDate('2026-11-02T08:00:00+08:00', null, plain)).toEqual({
      ok: true,
      date: '2026-11-02',
      readAs: false,
    });
  });

  it('day numbers count from 1900 or from 1904 as the workbook says', () => {
    expect(readDate('46328', 46328, plain)).toEqual({ ok: true, date: '2026-11-02', readAs: true });
    expect(readDate('44866', 44866, { date1904: true, order: null })).toEqual({
      ok: true,
      date: '2026-11-02',
      readAs: true,
    });
    // Day 60 is the 29 February 1900 that the 1900 system believes in; day 61 is 1 March.
    expect(serialDate(61, false)).toBe('1900-03-01');
    expect(serialDate(1, false)).toBe('1900-01-01');
  });

  it('a number like 20261102 is a date, not a day number', () => {
    expect(readDate('20261102', 20261102, plain)).toEqual({ ok: true, date: '2026-11-02', readAs: false });
  });

  it('03/04/2026 alone is ambiguous, beside a proof it is not', () => {
    expect(readDate('03/04/2026', null, plain)).toEqual({ ok: false, code: 'date_ambiguous' });
    expect(readDate('03/04/2026', null, { date1904: false, order: 'day_first' })).toEqual({
      ok: true,
      date: '2026-04-03',
      readAs: true,
    });
    expect(readDate('03/04/2026', null, { date1904: false, order: 'month_first' })).toEqual({
      ok: true,
      date: '2026-03-04',
      readAs: true,
    });
    expect(readDate('25/12/2026', null, plain)).toEqual({ ok: true, date: '2026-12-25', readAs: true });
    expect(readDate('05/05/2026', null, plain)).toEqual({ ok: true, date: '2026-05-05', readAs: true });
  });

  it('a column proves an order only when nothing in it speaks against it', () => {
    expect(provenOrder(['03/04/2026', '25/12/2026'])).toBe('day_first');
    expect(provenOrder(['03/04/2026', '12/25/2026'])).toBe('month_first');
    expect(provenOrder(['25/12/2026', '12/25/2026'])).toBeNull();
    expect(provenOrder(['03/04/2026', '2026-12-25', '25.12.2026'])).toBeNull();
  });

  it.each(['11/2/26', '26-11-02', '2-Nov-26'])('%s has two digits of a year and is ambiguous', (text) => {
    expect(readDate(text, null, plain)).toEqual({ ok: false, code: 'date_ambiguous' });
  });

  it.each(['2026-02-30', '2026-13-01', '20261301', '明天', '2026', '31.02.2026', '2 Foo 2026', '123'])(
    '%s is no date',
    (text) => {
      expect(readDate(text, null, plain)).toEqual({ ok: false, code: 'not_a_date' });
    },
  );

  it('counts days and years over leap years and year ends', () => {
    expect(civilDate(2024, 2, 29)).toBe('2024-02-29');
    expect(civilDate(2026, 2, 29)).toBeNull();
    expect(addDays('2026-12-25', 14)).toBe('2027-01-08');
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
    expect(ageOn('1980-11-25', '2026-11-24')).toBe(45);
    expect(ageOn('1980-11-24', '2026-11-24')).toBe(46);
  });
});
