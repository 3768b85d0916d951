import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeAttempt, makeRecord } from '../../../fixtures/store/attempts.ts';
import { openHere, tempDir } from '../../../fixtures/store/open.ts';
import { makePolicy } from '../../../fixtures/store/policies.ts';
import { cst } from '../../../fixtures/store/rules.ts';

const now = cst('2026-03-02 10:00');

it('callbacks on all policies of one person are on the card, a namesake’s are not; notes are found by two characters', () => {
  const { dir, remove } = tempDir();
  const { db, store } = openHere(join(dir, 'desk.sqlite'), () => now);
  const held = { holderName: '王小明', holderBirthDate: '1985-03-07', holderIdLast4: '123X' };
  const policies = [
    makePolicy(1, { ...held, holderMobile: '19900000001' }),
    makePolicy(2, { ...held, holderMobile: '19900000002' }),
    makePolicy(3, {
      ...held,
      holderBirthDate: '1990-01-01',
      holderIdLast4: '4321',
      holderMobile: '19900000003',
    }),
  ];
  store.importPolicies({ mode: 'live', policies, at: now, source: 'list.csv', agentId: 'a1' });
  const { rows } = store.taskPage({
    mode: 'live',
    filter: 'all',
    search: '',
    offset: 0,
    limit: 9,
    now,
    agentId: 'a1',
  });
  const taskOf = (policyNo: string): string => rows.find((row) => row.policyNo === policyNo)?.id ?? '';
  const [first = '', second = '', third = ''] = policies.map(({ policyNo }) => taskOf(policyNo));
  for (const [index, taskId] of [second, third].entries()) {
    const attempt = makeAttempt({ id: `attempt-${index}`, taskId });
    store.openAttempt(attempt);
    const task = store.task(taskId)?.task;
    if (task === undefined) throw new Error('no task');
    store.closeAttempt({
      record: { ...makeRecord(attempt), notes: index === 0 ? '客户希望补寄条款' : '' },
      task: { ...task, state: 'succeeded' },
      issues: [],
      at: now,
    });
  }
  expect(store.task(first)?.otherRecords.map((row) => row.attemptId)).toEqual(['attempt-0']);
  expect(store.task(third)?.otherRecords).toEqual([]);

  const found = (search: string): string[] =>
    store.records({ mode: 'live', search, offset: 0, limit: 9 }).rows.map((row) => row.attemptId);
  expect(found('补寄')).toEqual(['attempt-0']);
  expect(found('寄补')).toEqual([]);
  expect(store.records({ mode: 'live', search: '补寄', offset: 0, limit: 9 }).total).toBe(1);
  expect(store.recordBodies({ mode: 'live', search: '条款', until: now, offset: 0, limit: 9 })).toHaveLength(
    1,
  );
  expect(store.recordBodies({ mode: 'live', search: '', until: now - 1, offset: 0, limit: 9 })).toEqual([]);
  db.close();
  remove();
});
