import { describe, expect, it } from 'vitest';
import { ageOf, daysLeft, deadlineOf, isElderly } from '../../../../core/callback/deadline.ts';
import { addDays, daysBetween, endOfDay, instantOf, localTime } from '../../../../core/callback/zone-time.ts';
import { cst } from '../../../fixtures/store/rules.ts';

const china = 'Asia/Shanghai';

describe('deadline of a callback', () => {
  it('domain.md F7: is the last millisecond of the last day of the 犹豫期 in the rules zone', () => {
    const deadline = deadlineOf('2026-03-15', china);
    expect(deadline).toBe(cst('2026-03-16 00:00') - 1);
    expect(localTime(deadline, china)).toEqual({ date: '2026-03-15', minute: 1439 });
  });

  it('counts calendar days: 0 on the last day, negative afterwards, whatever the hour', () => {
    expect(daysLeft('2026-03-15', cst('2026-03-12 23:59'), china)).toBe(3);
    expect(daysLeft('2026-03-15', cst('2026-03-15 00:00'), china)).toBe(0);
    expect(daysLeft('2026-03-15', cst('2026-03-15 23:59'), china)).toBe(0);
    expect(daysLeft('2026-03-15', cst('2026-03-16 00:00'), china)).toBe(-1);
  });

  it('takes the date of the zone, not of UTC or the machine', () => {
    const justAfterMidnightInChina = Date.UTC(2026, 2, 14, 16, 1);
    expect(daysLeft('2026-03-15', justAfterMidnightInChina, china)).toBe(0);
    expect(daysLeft('2026-03-15', justAfterMidnightInChina, 'UTC')).toBe(1);
  });
});

describe('wall-clock maths', () => {
  it.each([
    // [zone, date, end of that day in UTC]
    ['America/New_York', '2026-03-08', '2026-03-09T03:59:59.999Z', 'summer time begins'],
    ['America/New_York', '2026-11-01', '2026-11-02T04:59:59.999Z', 'summer time ends'],
    ['America/Sao_Paulo', '2018-11-03', '2018-11-04T02:59:59.999Z', 'the next midnight does not exist'],
    ['America/Sao_Paulo', '2018-02-17', '2018-02-18T02:59:59.999Z', 'the hour before midnight comes twice'],
    ['Asia/Kathmandu', '2026-03-15', '2026-03-15T18:14:59.999Z', 'an offset of 5:45'],
    ['Pacific/Apia', '2026-01-01', '2026-01-01T10:59:59.999Z', 'east of the date line'],
  ])('ends a day right in %s on %s', (zone, date, end) => {
    expect(new Date(endOfDay(date, zone)).toISOString()).toBe(end);
  });

  it('gives the moment behind the jump for a minute that summer time skips', () => {
    expect(localTime(instantOf('2026-03-08', 150, 'America/New_York'), 'America/New_York').minute).toBe(210);
  });

  it('counts dates over months and leap days', () => {
    expect(addDays('2028-02-28', 2)).toBe('2028-03-01');
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
    expect(daysBetween('2027-12-31', '2028-03-01')).toBe(61);
  });
});

describe('age', () => {
  it('domain.md F16: 60 years are reached on the birthday', () => {
    expect(isElderly('1966-03-15', cst('2026-03-14 23:59'), 60, china)).toBe(false);
    expect(isElderly('1966-03-15', cst('2026-03-15 00:00'), 60, china)).toBe(true);
  });

  it('someone born on 29 February ages on 1 March', () => {
    expect(ageOf('1964-02-29', cst('2026-02-28 12:00'), china)).toBe(61);
    expect(ageOf('1964-02-29', cst('2026-03-01 12:00'), china)).toBe(62);
  });

  it('is not known without a birth date', () => {
    expect(isElderly(null, cst('2026-03-15 00:00'), 60, china)).toBeNull();
  });
});
