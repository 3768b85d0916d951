import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterDisposition } from '../../../core/callback/after-disposition.ts';
import { dialWindow, insideBands } from '../../../core/callback/dial-window.ts';
import type { AttemptRules } from '../../../core/callback/rules-schema.ts';
import type { PastAttempt } from '../../../core/callback/tries.ts';
import { pastAttempts, triesOf } from '../../../core/callback/tries.ts';
import { addDays, endOfDay, instantOf, localDate, localTime } from '../../../core/callback/zone-time.ts';
import { makeTask } from '../../fixtures/store/policies.ts';
import { attemptRules, cst, dispositions } from '../../fixtures/store/rules.ts';

const seed = 20_260_301;
const zones = [
  'Asia/Shanghai',
  'America/New_York',
  'Europe/Berlin',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'UTC',
];
const hour = (value: number): string => `${String(value).padStart(2, '0')}:00`;

const rulesArbitrary: fc.Arbitrary<AttemptRules> = fc
  .record({
    timeZone: fc.constantFrom(...zones),
    // Edges of the bands: at least two, in order.
    edges: fc.uniqueArray(fc.integer({ min: 6, max: 23 }), { minLength: 2, maxLength: 5 }),
    minTries: fc.integer({ min: 1, max: 5 }),
    minBands: fc.integer({ min: 1, max: 4 }),
    minDays: fc.integer({ min: 1, max: 3 }),
    minGapMinutes: fc.integer({ min: 16, max: 300 }),
    maxPerDay: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ edges, ...rest }) => {
    const sorted = [...edges].sort((a, b) => a - b);
    const bands = sorted.slice(1).map((to, index) => ({ from: hour(sorted[index] ?? 0), to: hour(to) }));
    return { ...attemptRules, ...rest, bands };
  });

const start = cst('2026-03-02 00:00');
const stepArbitrary = fc.record({
  disposition: fc.constantFrom(...Object.values(dispositions)),
  /** How long after the task may be dialled the agent gets to it. */
  delayMinutes: fc.integer({ min: 0, max: 3000 }),
  appointmentInMinutes: fc.option(fc.integer({ min: -600, max: 6000 }), { nil: null }),
});

describe('try rules, any rules and any course of calls', () => {
  it('domain.md 3.3: the next dial lies inside a band, keeps gap and day limit, and nothing throws', () => {
    fc.assert(
      fc.property(
        rulesArbitrary,
        fc.array(stepArbitrary, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 0, max: 20 }),
        (rules, steps, deadlineInDays) => {
          let task = makeTask({ deadlineAt: start + deadlineInDays * 86_400_000 });
          let now = start;
          const tries: PastAttempt[] = [];
          for (const step of steps) {
            // The agent dials when the dial window lets him, as the app does.
            const window = dialWindow({
              task,
              tries,
              rules,
              agentId: 'a1',
              now: now + step.delayMinutes * 60_000,
            });
            if (!window.possible && window.nextAt === null) return;
            now = window.possible ? now + step.delayMinutes * 60_000 : (window.nextAt ?? now);
            const before = triesOf(tries, rules).length;
            tries.push(
              ...pastAttempts([{ at: now, disposition: step.disposition.code }], [step.disposition]),
            );
            now += 30_000;
            ({ task } = afterDisposition({
              task,
              disposition: step.disposition,
              rules,
              tries,
              now,
              appointmentAt:
                step.appointmentInMinutes === null ? null : now + step.appointmentInMinutes * 60_000,
              agentId: 'a1',
            }));

            const after = triesOf(tries, rules);
            expect(task.tries - after.length).toBe(0);
            expect(after.length - before).toBeLessThanOrEqual(1);
            if (task.notBeforeAt === null) continue;
            expect(insideBands(task.notBeforeAt, rules)).toBe(true);
            if (task.notBeforeReason === 'other_band' || task.notBeforeReason === 'next_day') {
              const last = after.at(-1);
              if (last !== undefined) {
                expect(task.notBeforeAt - last.at).toBeGreaterThanOrEqual(rules.minGapMinutes * 60_000);
              }
              const day = localDate(task.notBeforeAt, rules.timeZone);
              expect(after.filter((entry) => entry.date === day).length).toBeLessThan(rules.maxPerDay);
              expect(dialWindow({ task, tries, rules, agentId: 'a1', now: task.notBeforeAt }).possible).toBe(
                true,
              );
            }
          }
        },
      ),
      { seed, numRuns: 300 },
    );
  });

  it('domain.md 3.3: who keeps to the next dial times uses the tries up, in the fewest tries the rules allow', () => {
    fc.assert(
      fc.property(rulesArbitrary, fc.integer({ min: 0, max: 10_000 }), (rules, offsetMinutes) => {
        let task = makeTask({ deadlineAt: start + 365 * 86_400_000 });
        let now = start + offsetMinutes * 60_000;
        const tries: PastAttempt[] = [];
        for (let dials = 0; dials < 20 && task.state !== 'exhausted'; dials++) {
          const window = dialWindow({ task, tries, rules, agentId: 'a1', now });
          now = window.possible ? now : (window.nextAt ?? now);
          tries.push({ at: now, counts: true });
          ({ task } = afterDisposition({
            task,
            disposition: dispositions.noAnswer,
            rules,
            tries,
            now,
            appointmentAt: null,
            agentId: 'a1',
          }));
        }
        expect(task.state).toBe('exhausted');
        expect(task.tries).toBe(
          Math.max(rules.minTries, Math.min(rules.minBands, rules.bands.length), rules.minDays),
        );
      }),
      { seed, numRuns: 200 },
    );
  });
});

describe('wall-clock maths, any zone and day', () => {
  it('the end of a day is that day and one millisecond later is the next', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones, 'America/Sao_Paulo', 'Africa/Cairo'),
        fc.integer({ min: -9000, max: 9000 }),
        (zone, days) => {
          const date = addDays('2012-06-15', days);
          const end = endOfDay(date, zone);
          expect(localDate(end, zone)).toBe(date);
          expect(localDate(end + 1, zone)).toBe(addDays(date, 1));
        },
      ),
      { seed, numRuns: 500 },
    );
  });

  it('an instant made of a local time shows that time, except in the hour summer time skips', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 5000 }),
        fc.integer({ min: 300, max: 1439 }),
        (zone, days, minute) => {
          const date = addDays('2015-01-01', days);
          expect(localTime(instantOf(date, minute, zone), zone)).toEqual({ date, minute });
        },
      ),
      { seed, numRuns: 500 },
    );
  });
});
