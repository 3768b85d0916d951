import { describe, expect, it } from 'vitest';
import { dialWindow } from '../../../../core/callback/dial-window.ts';
import type { Task } from '../../../../core/callback/task.ts';
import type { PastAttempt } from '../../../../core/callback/tries.ts';
import { makeTask } from '../../../fixtures/store/policies.ts';
import { attemptRules, cst } from '../../../fixtures/store/rules.ts';

const at = (now: string, change: Partial<Task> = {}, tries: PastAttempt[] = []) =>
  dialWindow({ task: makeTask(change), tries, rules: attemptRules, now: cst(now), agentId: 'a1' });

const possible = { possible: true, reason: null, nextAt: null };

describe('dial window', () => {
  it('domain.md 3.3 try rules: opens at 09:00 and shuts at 21:00 of the rules zone', () => {
    expect(at('2026-03-02 08:59')).toEqual({
      possible: false,
      reason: 'outside_bands',
      nextAt: cst('2026-03-02 09:00'),
    });
    expect(at('2026-03-02 09:00')).toEqual(possible);
    expect(at('2026-03-02 20:59')).toEqual(possible);
    expect(at('2026-03-02 21:00')).toEqual({
      possible: false,
      reason: 'outside_bands',
      nextAt: cst('2026-03-03 09:00'),
    });
  });

  it('domain.md 3.3 try rules: keeps 2 hours from the last try', () => {
    const tries = [{ at: cst('2026-03-02 10:00'), counts: true }];
    expect(at('2026-03-02 11:59', {}, tries)).toEqual({
      possible: false,
      reason: 'min_gap',
      nextAt: cst('2026-03-02 12:00'),
    });
    expect(at('2026-03-02 12:00', {}, tries)).toEqual(possible);
  });

  it('domain.md 3.3 try rules: no fourth try on a day; what is no try does not count', () => {
    const tries = ['09:00', '12:00', '15:00'].map((time) => ({
      at: cst(`2026-03-02 ${time}`),
      counts: true,
    }));
    expect(at('2026-03-02 18:00', {}, tries)).toEqual({
      possible: false,
      reason: 'day_limit',
      nextAt: cst('2026-03-03 09:00'),
    });
    expect(
      at(
        '2026-03-02 18:00',
        {},
        tries.map((entry) => ({ ...entry, counts: false })),
      ),
    ).toEqual(possible);
  });

  it('waits for the next dial time and says why', () => {
    const waiting = {
      state: 'redial',
      notBeforeAt: cst('2026-03-02 18:00'),
      notBeforeReason: 'other_band',
    } as const;
    expect(at('2026-03-02 17:59', waiting)).toEqual({
      possible: false,
      reason: 'other_band',
      nextAt: cst('2026-03-02 18:00'),
    });
    expect(at('2026-03-02 18:00', waiting)).toEqual(possible);
  });

  it('domain.md 3.3 D31: the second dial of a busy line needs no gap', () => {
    const task = {
      state: 'redial',
      notBeforeAt: cst('2026-03-02 10:15'),
      notBeforeReason: 'same_try',
    } as const;
    expect(at('2026-03-02 10:15', task, [{ at: cst('2026-03-02 10:00'), counts: true }])).toEqual(possible);
  });

  it('domain.md 3.3 D10: an appointment opens 10 minutes before and needs no gap', () => {
    const task = {
      state: 'appointment',
      appointmentAt: cst('2026-03-02 11:00'),
      notBeforeAt: cst('2026-03-02 11:00'),
    } as const;
    const tries = [{ at: cst('2026-03-02 10:30'), counts: true }];
    expect(at('2026-03-02 10:49', task, tries)).toEqual({
      possible: false,
      reason: 'appointment',
      nextAt: cst('2026-03-02 10:50'),
    });
    expect(at('2026-03-02 10:50', task, tries)).toEqual(possible);
  });

  it('domain.md 3.3 D10: an appointment is its owner’s until 15 minutes past it, then anyone’s', () => {
    const task = {
      state: 'appointment',
      appointmentAt: cst('2026-03-02 11:00'),
      appointmentAgentId: 'a2',
      notBeforeAt: cst('2026-03-02 11:00'),
    } as const;
    expect(at('2026-03-02 10:55', task)).toEqual({
      possible: false,
      reason: 'owner_first',
      nextAt: cst('2026-03-02 11:15'),
    });
    expect(at('2026-03-02 11:14', task).reason).toBe('owner_first');
    expect(at('2026-03-02 11:15', task)).toEqual(possible);
    expect(at('2026-03-02 10:55', { ...task, appointmentAgentId: 'a1' })).toEqual(possible);
  });

  it('is shut for tasks in a call and for tasks that are not open', () => {
    expect(at('2026-03-02 10:00', { state: 'calling' }).reason).toBe('calling');
    expect(at('2026-03-02 10:00', { state: 'succeeded' }).reason).toBe('not_open');
  });

  it('is open at any hour for practice', () => {
    expect(at('2026-03-02 03:00', { mode: 'practice' })).toEqual(possible);
  });
});
