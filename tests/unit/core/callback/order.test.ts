import { describe, expect, it } from 'vitest';
import { newTask } from '../../../../core/callback/new-task.ts';
import { compareTasks, orderCuts, orderReason } from '../../../../core/callback/order.ts';
import type { Task } from '../../../../core/callback/task.ts';
import { inFilter } from '../../../../core/callback/task-filter.ts';
import { makeTask } from '../../../fixtures/store/policies.ts';
import { attemptRules, cst } from '../../../fixtures/store/rules.ts';

const now = cst('2026-03-10 10:00');
const cuts = orderCuts(now, attemptRules);
const endOf = (date: string): number => cst(`${date} 23:59`) + 59_999;
const sorted = (tasks: Task[]): string[] => [...tasks].sort(compareTasks(cuts, 'a1')).map((task) => task.id);

describe('order of the work list', () => {
  it('domain.md 3.2: due appointments first, the owner before others', () => {
    const appointment = (id: string, time: string, owner: string | null) =>
      makeTask({
        id,
        state: 'appointment',
        appointmentAt: cst(`2026-03-10 ${time}`),
        appointmentAgentId: owner,
      });
    expect(
      sorted([
        makeTask({ id: 'overdue', deadlineAt: endOf('2026-03-01') }),
        appointment('other', '09:00', 'a2'),
        appointment('later', '10:11', 'a1'),
        appointment('mine', '10:10', 'a1'),
        appointment('anyone', '09:30', null),
      ]),
    ).toEqual(['anyone', 'mine', 'other', 'overdue', 'later']);
  });

  it('domain.md 3.2: then time left in the 犹豫期, then issue grade, then age', () => {
    const deadlineAt = endOf('2026-03-12');
    expect(
      sorted([
        makeTask({ id: 'young', deadlineAt, createdAt: 2 }),
        makeTask({ id: 'old', deadlineAt, createdAt: 1 }),
        makeTask({ id: 'N', deadlineAt, grade: 'N', createdAt: 3 }),
        makeTask({ id: 'U', deadlineAt, grade: 'U', createdAt: 3 }),
        makeTask({ id: 'today', deadlineAt: endOf('2026-03-10') }),
      ]),
    ).toEqual(['today', 'U', 'N', 'old', 'young']);
  });

  it('puts what waits behind what may be dialled, and what is closed last', () => {
    expect(
      sorted([
        makeTask({ id: 'done', state: 'succeeded', deadlineAt: endOf('2026-03-01') }),
        makeTask({ id: 'waits', state: 'redial', notBeforeAt: now + 1, deadlineAt: endOf('2026-03-01') }),
        makeTask({ id: 'ready', state: 'redial', notBeforeAt: now, deadlineAt: endOf('2026-03-20') }),
      ]),
    ).toEqual(['ready', 'waits', 'done']);
  });

  it.each([
    ['deadline_passed', { deadlineAt: endOf('2026-03-09') }],
    ['deadline_today', { deadlineAt: endOf('2026-03-10') }],
    ['deadline_soon', { deadlineAt: endOf('2026-03-13') }],
    ['by_deadline', { deadlineAt: endOf('2026-03-14') }],
    ['waiting', { state: 'redial', notBeforeAt: now + 1 }],
    ['appointment_due', { state: 'appointment', appointmentAt: now + 600_000 }],
    ['appointment_later', { state: 'appointment', appointmentAt: now + 600_001 }],
    ['not_open', { state: 'exhausted' }],
  ] as const)('gives %s as the reason', (reason, change) => {
    expect(orderReason(makeTask(change), cuts)).toBe(reason);
  });

  it('shows a handed-over task without an issue under issues, so that no task is in no list', () => {
    const task = makeTask({ state: 'to_verify' });
    expect(inFilter(task, 'issues', cuts)).toBe(true);
    expect(inFilter(task, 'open', cuts)).toBe(false);
  });

  it('domain.md 3.2: a new policy gives a task that waits to be dialled until the 犹豫期 ends', () => {
    const task = newTask({
      id: 't',
      policyId: 'p',
      mode: 'live',
      type: 'new',
      dueOn: '2026-03-12',
      rules: attemptRules,
      now,
    });
    expect(task).toMatchObject({
      state: 'to_dial',
      deadlineAt: endOf('2026-03-12'),
      tries: 0,
      notBeforeAt: null,
    });
    expect(orderReason(task, cuts)).toBe('deadline_soon');
  });
});
