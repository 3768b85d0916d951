import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Task } from '../../../../core/callback/task.ts';
import type { SyncStore } from '../../../../main/store/protocol.ts';
import { openHere, tempDir } from '../../../fixtures/store/open.ts';
import { makeAttempt, makeRecord } from '../../../fixtures/store/attempts.ts';
import { makePolicy } from '../../../fixtures/store/policies.ts';
import { cst } from '../../../fixtures/store/rules.ts';

const now = cst('2026-03-10 10:00');
let remove: () => void;
let db: Database.Database;
let store: SyncStore;

beforeEach(() => {
  const temp = tempDir();
  remove = temp.remove;
  ({ db, store } = openHere(join(temp.dir, 'desk.sqlite'), () => now));
});
afterEach(() => {
  db.close();
  remove();
});

/** Imports one policy and brings its task to the state given through an attempt. */
const put = (
  number: number,
  change: Partial<Task> = {},
  coolingOffEnd = '2026-03-15',
  mode: Task['mode'] = 'live',
): string => {
  store.importPolicies({
    mode,
    policies: [makePolicy(number, { holderName: `客户${number}`, coolingOffEnd })],
    at: now,
    source: 'list.csv',
    agentId: 'a1',
  });
  const policyNo = makePolicy(number).policyNo;
  const id =
    store.taskPage({ mode, filter: 'all', search: policyNo, offset: 0, limit: 1, now, agentId: 'a1' }).rows[0]
      ?.id ?? '';
  const task = store.task(id)?.task;
  if (task === undefined) throw new Error('no task');
  if (Object.keys(change).length > 0) {
    const attempt = makeAttempt({ id: `at${mode}${number}`, taskId: id, mode });
    store.openAttempt(attempt);
    store.closeAttempt({ record: makeRecord(attempt), task: { ...task, ...change }, issues: [], at: now });
  }
  return id;
};
const page = (filter: Parameters<SyncStore['taskPage']>[0]['filter'], offset = 0, limit = 50) =>
  store.taskPage({ mode: 'live', filter, search: '', offset, limit, now, agentId: 'a1' });

const fill = (): Record<string, string> => ({
  ready: put(1),
  today: put(2, {}, '2026-03-10'),
  passed: put(3, {}, '2026-03-09'),
  due: put(4, { state: 'appointment', appointmentAt: now, appointmentAgentId: 'a1' }, '2026-03-30'),
  later: put(5, { state: 'appointment', appointmentAt: now + 7_200_000 }, '2026-03-11'),
  waiting: put(
    6,
    { state: 'redial', notBeforeAt: now + 3_600_000, notBeforeReason: 'other_band' },
    '2026-03-09',
  ),
  verify: put(7, { state: 'to_verify' }),
  done: put(8, { state: 'succeeded' }),
});

describe('work list', () => {
  it('domain.md 3.2: stands in order, each line with its reason', () => {
    const ids = fill();
    const lines = page('all').rows.map((row) => [row.id, row.orderReason]);
    expect(lines.slice(0, 6)).toEqual([
      [ids['due'], 'appointment_due'],
      [ids['passed'], 'deadline_passed'],
      [ids['today'], 'deadline_today'],
      [ids['ready'], 'by_deadline'],
      [ids['waiting'], 'waiting'],
      [ids['later'], 'appointment_later'],
    ]);
    expect(lines.slice(6).map(([, reason]) => reason)).toEqual(['not_open', 'not_open']);
  });

  it('counts say what the lists hold', () => {
    fill();
    expect(store.taskCounts('live', now)).toEqual({
      open: 6,
      due_soon: 4,
      appointments: 2,
      waiting: 1,
      issues: 1,
      done: 1,
      all: 8,
      overdue: 2,
    });
    for (const filter of ['open', 'due_soon', 'appointments', 'waiting', 'issues', 'done', 'all'] as const) {
      const { total, rows } = page(filter);
      expect([filter, total, rows.length]).toEqual([filter, store.taskCounts('live', now)[filter], total]);
    }
  });

  it('pages meet without a gap or a double across the groups', () => {
    fill();
    const all = page('all').rows.map((row) => row.id);
    const paged = [0, 3, 6].flatMap((offset) => page('all', offset, 3).rows.map((row) => row.id));
    expect(paged).toEqual(all);
    expect(page('all', 8, 3)).toEqual({ total: 8, rows: [] });
  });

  it('a task in a call stays in the open list and is not the next one', () => {
    const id = put(1);
    store.openAttempt(makeAttempt({ id: 'at1', taskId: id }));
    expect(page('open').rows[0]).toMatchObject({ id, state: 'calling' });
    expect(store.nextTask('live', now, 'a1')).toEqual({ task: null, nextPossibleAt: null });
  });

  it('shows one task whole, with its line', () => {
    const id = put(1);
    expect(store.task(id)).toMatchObject({
      policy: { holderName: '客户1' },
      row: { id, orderReason: 'by_deadline' },
    });
    expect(store.task('nowhere')).toBeNull();
  });
});

describe('next task', () => {
  it('domain.md 3.2: is the first of the list', () => {
    const ids = fill();
    expect(store.nextTask('live', now, 'a1').task?.id).toBe(ids['due']);
  });

  it('is nothing at night, with the moment the bands open', () => {
    put(1);
    expect(store.nextTask('live', cst('2026-03-10 22:00'), 'a1')).toEqual({
      task: null,
      nextPossibleAt: cst('2026-03-11 09:00'),
    });
  });

  it('tells when the first waiting task or appointment may be dialled', () => {
    put(1, { state: 'redial', notBeforeAt: cst('2026-03-10 18:00'), notBeforeReason: 'other_band' });
    expect(store.nextTask('live', now, 'a1')).toEqual({
      task: null,
      nextPossibleAt: cst('2026-03-10 18:00'),
    });
    put(2, { state: 'appointment', appointmentAt: cst('2026-03-10 15:00') });
    expect(store.nextTask('live', now, 'a1')).toEqual({
      task: null,
      nextPossibleAt: cst('2026-03-10 14:50'),
    });
  });

  it('is nothing and never when nothing is open', () => {
    put(1, { state: 'succeeded' });
    expect(store.nextTask('live', now, 'a1')).toEqual({ task: null, nextPossibleAt: null });
  });

  it('practice goes on at night and with waiting tasks', () => {
    const id = put(
      1,
      { state: 'redial', notBeforeAt: now + 86_400_000, notBeforeReason: 'other_band' },
      '2026-03-15',
      'practice',
    );
    expect(store.nextTask('practice', cst('2026-03-10 03:00'), 'a1').task?.id).toBe(id);
  });
});
