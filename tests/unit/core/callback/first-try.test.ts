import { describe, expect, it } from 'vitest';
import { firstTryOf } from '../../../../core/callback/first-try.ts';
import { tryRules } from '../../../fixtures/domain/read-dispositions.ts';
import { cst } from '../../../fixtures/store/rules.ts';
import { shippedRules } from '../../../support/task-life.ts';

const rules = shippedRules.attempts;
const created = cst('2026-03-05 09:00');

describe('domain.md 3.3: try 1 within 2 days of policy receipt', () => {
  it('is a shipped rule', () => {
    expect(rules.firstTryDays).toBe(Number(/try 1 within (\d+) days of policy receipt/.exec(tryRules)?.[1]));
  });

  it.each([
    ['the day of receipt', '2026-03-02 20:00', false],
    ['the last day, to its end', '2026-03-04 23:59', false],
    ['the day after', '2026-03-05 00:00', true],
  ])('%s', (_what, now, late) => {
    expect(firstTryOf('new', '2026-03-02', created, false, cst(now), rules)).toEqual({
      dueOn: '2026-03-04',
      late,
    });
  });

  it('counts from the day the task came in where the policy names no receipt', () => {
    expect(firstTryOf('new', null, created, false, created, rules)).toEqual({
      dueOn: '2026-03-07',
      late: false,
    });
  });

  it('says nothing once somebody has dialled, of other callbacks, and without the rule', () => {
    expect(firstTryOf('new', '2026-03-02', created, true, created, rules)).toBeNull();
    for (const kind of ['lapse', 'pos', 'recheck', 'orphan', 'survey'] as const)
      expect(firstTryOf(kind, '2026-03-02', created, false, created, rules)).toBeNull();
    const { timeZone } = rules;
    expect(firstTryOf('new', '2026-03-02', created, false, created, { timeZone })).toBeNull();
  });
});
