import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  clocksOf,
  isLate,
  nextClock,
  remindersDue,
  usedShare,
  type Clocked,
} from '../../../../core/issue/issue-clock.ts';
import { parseCalendar } from '../../../../main/issues/read-calendar.ts';
import { cst, issueRules } from '../../../fixtures/store/rules.ts';

const calendar = parseCalendar(readFileSync('resources/calendar/china.yaml', 'utf8'));
const counting = { rules: issueRules, timeZone: 'Asia/Shanghai', calendar };
const hour = 3_600_000;
const openedAt = cst('2026-09-29 16:00');
const clocked = (grade: 'U' | 'I' | 'N', change: Partial<Clocked> = {}): Clocked => ({
  openedAt,
  firstHandledAt: null,
  closedAt: null,
  ...clocksOf({ grade, openedAt }, counting),
  ...change,
});

describe('clocks of an issue', () => {
  it.each([
    ['U', openedAt + 4 * hour, openedAt + 24 * hour],
    // Before the National Day: 30 Sep, 8 and 9 Oct, Sat 10 Oct (worked), 12 Oct.
    ['I', openedAt + 12 * hour, cst('2026-10-10 00:00') - 1],
    ['N', openedAt + 24 * hour, cst('2026-10-13 00:00') - 1],
  ] as const)('domain.md 3.4: grade %s', (grade, firstDueAt, targetAt) => {
    expect(clocksOf({ grade, openedAt }, counting)).toMatchObject({ firstDueAt, targetAt });
  });

  it('domain.md F4: 15 working days, also over a holiday with shifted days', () => {
    expect(clocked('U').limitAt).toBe(cst('2026-10-27 00:00') - 1);
  });

  it('counts from the opening in the zone of the callee, wherever the machine is', () => {
    // 01:00 in Shanghai is the day before in London.
    const early = cst('2026-11-24 01:00');
    const { targetAt } = clocksOf({ grade: 'I', openedAt: early }, counting);
    expect(targetAt).toBe(cst('2026-11-28 00:00') - 1);
  });

  it('first handling stops the first clock, the end stops all', () => {
    const handled = clocked('U', { firstHandledAt: openedAt + hour });
    expect(usedShare(handled, 'first', openedAt + 10 * hour)).toBeNull();
    expect(usedShare(handled, 'target', openedAt + 12 * hour)).toBe(0.5);
    expect(nextClock(clocked('U'))?.clock).toBe('first');
    expect(nextClock(handled)?.clock).toBe('target');
    expect(nextClock(clocked('U', { closedAt: openedAt + hour }))).toBeNull();
  });

  it('late is what ran out before it was stopped', () => {
    const now = openedAt + 5 * hour;
    expect(isLate(clocked('U'), 'first', now)).toBe(true);
    expect(isLate(clocked('U', { firstHandledAt: openedAt + 4 * hour }), 'first', now)).toBe(false);
    expect(isLate(clocked('U', { firstHandledAt: openedAt + 4 * hour + 1 }), 'first', now)).toBe(true);
    expect(isLate(clocked('U', { closedAt: openedAt + hour }), 'target', now + 100 * hour)).toBe(false);
  });
});

describe('reminders (domain.md row 74: 50, 80, 100 %)', () => {
  const due = (hours: number, given: { clock: 'first'; percent: number }[] = []) =>
    remindersDue(clocked('U'), given, issueRules, openedAt + hours * hour)
      .filter(({ clock }) => clock === 'first')
      .map(({ percent, to }) => `${percent} ${to}`);

  it('one at each share, to owner, lead and head office', () => {
    expect(due(1.9)).toEqual([]);
    expect(due(2)).toEqual(['50 责任人']);
    expect(due(2, [{ clock: 'first', percent: 50 }])).toEqual([]);
    expect(due(3.2, [{ clock: 'first', percent: 50 }])).toEqual(['80 主管']);
    expect(due(4, [{ clock: 'first', percent: 80 }])).toEqual(['100 总公司']);
    expect(due(40, [{ clock: 'first', percent: 100 }])).toEqual([]);
  });

  it('a console that was off says once where things stand', () => {
    expect(due(9)).toEqual(['100 总公司']);
  });

  it('none once the clock has stopped', () => {
    const handled = clocked('U', { firstHandledAt: openedAt + hour });
    const clocks = remindersDue(handled, [], issueRules, openedAt + 30 * hour).map(({ clock }) => clock);
    expect(clocks).toEqual(['target']);
  });
});
