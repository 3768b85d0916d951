import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareTasks, orderCuts } from '../../../core/callback/order.ts';
import { inFilter } from '../../../core/callback/task-filter.ts';
import type { Task } from '../../../core/callback/task.ts';
import { issueGrades, taskStates } from '../../../core/callback/task.ts';
import { taskFilters } from '../../../core/ipc/features/worklist.ts';
import { openHere, tempDir } from '../../fixtures/store/open.ts';
import { makePolicy, makeTask } from '../../fixtures/store/policies.ts';
import { attemptRules, cst } from '../../fixtures/store/rules.ts';

const now = cst('2026-03-10 10:00');
/** Few distinct moments around the borders of the order, so that ties and edges are common. */
const moment = fc
  .constantFrom(-3 * 86_400_000, -1, 0, 1, 600_000, 600_001, 50_400_000, 4 * 86_400_000)
  .map((ms) => now + ms);

const taskArbitrary: fc.Arbitrary<Partial<Task>> = fc
  .record({
    state: fc.constantFrom(...taskStates),
    deadlineAt: fc.oneof(
      moment,
      fc.constantFrom(0, 1, 3, 4).map((days) => orderCuts(now, attemptRules).todayUntil + days * 86_400_000),
    ),
    notBeforeAt: fc.option(moment, { nil: null }),
    appointmentAt: fc.option(moment, { nil: null }),
    appointmentAgentId: fc.constantFrom(null, 'a1', 'a2'),
    grade: fc.constantFrom(null, ...issueGrades),
    createdAt: moment,
    updatedAt: moment,
  })
  .map((task) =>
    task.state === 'appointment' ? { ...task, appointmentAt: task.appointmentAt ?? now } : task,
  );

describe('order of the work list', () => {
  it('domain.md 3.2: SQL and core say the same for any tasks: order, filters, counts, search and next task', () => {
    const { dir, remove } = tempDir();
    const { db, store } = openHere(join(dir, 'desk.sqlite'), () => now);
    const size = 40;
    const policies = Array.from({ length: size }, (_, index) => makePolicy(index));
    store.importPolicies({ mode: 'live', policies, at: now, source: 'list.csv', agentId: 'a1' });
    const ids = db.prepare('SELECT id FROM task ORDER BY n').pluck().all() as string[];
    const set = db.prepare(
      `UPDATE task SET state = @state, deadline_at = @deadlineAt, not_before_at = @notBeforeAt, appointment_at = @appointmentAt,
         appointment_agent_id = @appointmentAgentId, grade = @grade, created_at = @createdAt, updated_at = @updatedAt WHERE id = @id`,
    );
    const cuts = orderCuts(now, attemptRules);

    fc.assert(
      fc.property(
        fc.array(taskArbitrary, { minLength: size, maxLength: size }),
        fc.integer({ min: 1, max: 15 }),
        (changes, limit) => {
          const tasks = changes.map((change, index) => makeTask({ ...change, id: ids[index] ?? '' }));
          db.transaction(() => tasks.forEach((task) => set.run(task)))();
          const counts = store.taskCounts('live', now);
          for (const filter of taskFilters) {
            const expected = tasks
              .filter((task) => inFilter(task, filter, cuts))
              .sort(compareTasks(cuts, 'a1'))
              .map((task) => task.id);
            for (const search of ['', '测试']) {
              const paged: string[] = [];
              for (let offset = 0; offset <= expected.length; offset += limit) {
                const page = store.taskPage({
                  mode: 'live',
                  filter,
                  search,
                  offset,
                  limit,
                  now,
                  agentId: 'a1',
                });
                expect(page.total).toBe(expected.length);
                paged.push(...page.rows.map((row) => row.id));
              }
              expect(paged).toEqual(expected);
            }
            expect(counts[filter]).toBe(expected.length);
          }
          const open = tasks.filter((task) => inFilter(task, 'open', cuts));
          expect(counts.overdue).toBe(open.filter((task) => task.deadlineAt < now).length);
          // While its owner has the first right to it, an appointment is nobody else's next task.
          const kept = now - attemptRules.appointmentOwnerMinutes * 60_000;
          const owned = (task: Task) =>
            task.state === 'appointment' &&
            task.appointmentAgentId !== null &&
            task.appointmentAgentId !== 'a1' &&
            (task.appointmentAt ?? 0) > kept &&
            (task.appointmentAt ?? 0) <= cuts.appointmentUntil;
          const first = open
            .filter((task) => task.state !== 'calling' && !owned(task))
            .sort(compareTasks(cuts, 'a1'))[0];
          const { task: next } = store.nextTask('live', now, 'a1');
          const mayDial =
            first !== undefined &&
            !['waiting', 'appointment_later'].includes(store.task(first.id)?.row.orderReason ?? '');
          expect(next?.id ?? null).toBe(mayDial ? first.id : null);
        },
      ),
      { seed: 20_260_301, numRuns: 60 },
    );
    db.close();
    remove();
  });
});
