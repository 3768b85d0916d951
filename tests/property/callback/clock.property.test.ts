import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { insideBands } from '../../../core/callback/dial-window.ts';
import { nextDialView } from '../../../core/callback/next-dial-view.ts';
import type { LifeRules } from '../../../core/callback/task-life.ts';
import { pastAttempts, triesOf } from '../../../core/callback/tries.ts';
import { localDate } from '../../../core/callback/zone-time.ts';
import { cst } from '../../fixtures/store/rules.ts';
import { mustLife, newFile, shippedRules } from '../../support/task-life.ts';

const seed = 20_261_123;
const minute = 60_000;
const day = 1440 * minute;
const zones = [
  'Asia/Shanghai',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
];
const unanswered = fc.constantFrom('D30', 'D31', 'D32', 'D33', 'D36', 'D11', 'D20');

describe('clocks of workstations', () => {
  it('set back or forward at any time: no dial is offered that breaks gap, day limit or window of what is recorded', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ jump: fc.integer({ min: -3 * 1440, max: 3 * 1440 }), disposition: unanswered }),
          {
            minLength: 1,
            maxLength: 25,
          },
        ),
        (steps) => {
          const { attempts: limits } = shippedRules;
          let file = newFile();
          let now = cst('2026-03-04 10:00');
          for (const { jump, disposition } of steps) {
            now += jump * minute;
            file = mustLife(file, { type: 'time', at: now });
            const view = nextDialView(file, { rules: shippedRules, now, agentId: 'a1' });
            if (!view.possible) continue;
            expect(insideBands(now, limits)).toBe(true);
            const tries = triesOf(pastAttempts(file.attempts, shippedRules.dispositions), limits);
            const last = tries.at(-1);
            if (file.task.notBeforeReason !== 'same_try') {
              // A clock that was set back stands before the last try: that is too soon as well.
              if (last !== undefined)
                expect(now - last.at).toBeGreaterThanOrEqual(limits.minGapMinutes * minute);
              const today = localDate(now, limits.timeZone);
              expect(tries.filter(({ date }) => date === today).length).toBeLessThan(limits.maxPerDay);
            }
            file = mustLife(file, {
              type: 'attempt_closed',
              dialledAt: now,
              disposition,
              appointmentAt: null,
              agentId: 'a1',
              at: now + minute,
            });
          }
          const escalated = file.followUps.filter(({ kind }) => kind === 'lead_alert');
          expect(escalated.length).toBeLessThanOrEqual(1);
        },
      ),
      { seed, numRuns: 300 },
    );
  });

  it('in any zone, over its changes of summer time: the next dial is in a band and can be made then', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 730 * 1440 }),
        fc.array(unanswered, { minLength: 1, maxLength: 6 }),
        (timeZone, minutes, dispositions) => {
          const rules: LifeRules = { ...shippedRules, attempts: { ...shippedRules.attempts, timeZone } };
          let now = Date.UTC(2025, 0, 1) + minutes * minute;
          let file = newFile({ deadlineAt: now + 20 * day });
          for (const disposition of dispositions) {
            const view = nextDialView(file, { rules, now, agentId: 'a1' });
            if (!view.possible && view.at === null) return;
            now = view.at ?? now;
            expect(insideBands(now, rules.attempts)).toBe(true);
            expect(nextDialView(file, { rules, now, agentId: 'a1' }).possible).toBe(true);
            file = mustLife(
              file,
              {
                type: 'attempt_closed',
                dialledAt: now,
                disposition,
                appointmentAt: null,
                agentId: 'a1',
                at: now + minute,
              },
              rules,
            );
            now += minute;
          }
        },
      ),
      { seed, numRuns: 300 },
    );
  });

  it('the zone of the machine changes nothing', () => {
    const code = `
      import { newFile, mustLife, ended, shippedRules } from './tests/support/task-life.ts';
      import { nextDialView } from './core/callback/next-dial-view.ts';
      const at = Date.parse('2026-03-08T10:00:00+08:00');
      const file = ['D30', 'D31', 'D33'].reduce((f, d, n) => mustLife(f, ended(d, at + n * 9e6)), newFile());
      const view = nextDialView(file, { rules: shippedRules, now: at + 3e7, agentId: 'a1' });
      console.log(JSON.stringify([new Date(at).getHours(), { task: file.task, followUps: file.followUps, view }]));`;
    const answers = zones.map((TZ) => {
      const text = execFileSync(process.execPath, ['--input-type=module', '-e', code], {
        env: { ...process.env, TZ },
        encoding: 'utf8',
      });
      return JSON.parse(text) as [number, unknown];
    });
    expect(new Set(answers.map(([hour]) => hour)).size).toBeGreaterThan(3);
    for (const [, answer] of answers) expect(answer).toEqual(answers[0]?.[1]);
  }, 120_000);
});
