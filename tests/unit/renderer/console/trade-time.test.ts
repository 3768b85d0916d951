import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  appointmentChoices,
  daysLeft,
  fromDateAndTime,
  readDate,
  readTime,
  toDateAndTime,
} from '../../../../renderer/lib/trade-time.ts';

const cst = (text: string): number => Date.parse(`${text}+08:00`);

describe('days left of the 犹豫期', () => {
  test.each([
    ['2026-11-24T23:59:59.999', '2026-11-24T00:00:00', 0],
    ['2026-11-24T23:59:59.999', '2026-11-24T23:59:59', 0],
    ['2026-11-24T23:59:59.999', '2026-11-23T23:59:59', 1],
    ['2026-11-24T23:59:59.999', '2026-11-25T00:00:00', -1],
    // The same end written as the midnight after it.
    ['2026-11-25T00:00:00', '2026-11-24T12:00:00', 0],
    ['2026-11-25T00:00:00', '2026-11-25T00:00:00', -1],
  ])('end %s at %s: %i', (end, now, days) => expect(daysLeft(cst(end), cst(now))).toBe(days));
});

describe('typed dates', () => {
  const now = cst('2026-11-23T15:00:00');
  test.each([
    ['2026-11-24', '2026-11-24'],
    ['20261124', '2026-11-24'],
    ['2026/1/5', '2026-01-05'],
    ['2026年11月24日', '2026-11-24'],
    ['11-24', '2026-11-24'],
    ['1124', '2026-11-24'],
    ['11月23日', '2026-11-23'],
    ['1-5', '2027-01-05'],
    [' 12.1 ', '2026-12-01'],
  ])('%s is %s', (text, date) => expect(readDate(text, now)).toBe(date));

  test.each(['', '24', '2026-02-30', '13-01', 'morgen', '2026112'])('%j is none', (text) =>
    expect(readDate(text, now)).toBeNull(),
  );
});

describe('typed times', () => {
  test.each([
    ['15:30', '15:30'],
    ['1530', '15:30'],
    ['9:05', '09:05'],
    ['15', '15:00'],
    ['15点30分', '15:30'],
    ['15：30', '15:30'],
  ])('%s is %s', (text, time) => expect(readTime(text)).toBe(time));

  test.each(['', '24:00', '12:60', '1:2', 'noon'])('%j is none', (text) => expect(readTime(text)).toBeNull());
});

describe('date and time to a moment', () => {
  test('are China Standard Time', () => {
    expect(fromDateAndTime('2026-11-24', '10:00')).toBe(cst('2026-11-24T10:00:00'));
    expect(fromDateAndTime('2026-11-24', '')).toBeNull();
  });

  test('property: what is shown reads back as the same minute', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800 / 60 }), (minutes) => {
        const at = minutes * 60_000;
        const { date, time } = toDateAndTime(at);
        return fromDateAndTime(date, time) === at && readDate(date, 0) === date && readTime(time) === time;
      }),
      { seed: 20261124 },
    );
  });
});

describe('common moments for an appointment', () => {
  const bands = [
    { from: '09:00', to: '12:00' },
    { from: '12:00', to: '21:00' },
  ];
  const ids = (now: string, end: string) =>
    appointmentChoices(cst(now), cst(end), bands).map((choice) => choice.id);

  test('all lie ahead and before the deadline', () => {
    expect(ids('2026-11-23T15:10:00', '2026-11-30T23:59:00')).toEqual([
      'in_one_hour',
      'tonight',
      'tomorrow_morning',
      'tomorrow_afternoon',
      'day_after',
    ]);
    expect(ids('2026-11-23T15:10:00', '2026-11-24T12:00:00')).toEqual([
      'in_one_hour',
      'tonight',
      'tomorrow_morning',
    ]);
  });

  test('what is over is left out', () => {
    expect(ids('2026-11-23T19:30:00', '2026-11-30T23:59:00')).not.toContain('tonight');
  });

  test('what lies outside of the hours in which customers may be called is left out', () => {
    const late = ['tomorrow_morning', 'tomorrow_afternoon', 'day_after'];
    expect(ids('2026-11-23T20:00:00', '2026-11-30T23:59:00')).toEqual(late);
    expect(ids('2026-11-23T19:45:00', '2026-11-30T23:59:00')).toEqual(['in_one_hour', ...late]);
    expect(ids('2026-11-23T07:30:00', '2026-11-24T09:00:00')).toEqual(['tonight']);
  });

  test('one hour is rounded up to a quarter', () => {
    const [first] = appointmentChoices(cst('2026-11-23T15:10:00'), cst('2026-11-30T23:59:00'), bands);
    expect(first?.at).toBe(cst('2026-11-23T16:15:00'));
  });
});
