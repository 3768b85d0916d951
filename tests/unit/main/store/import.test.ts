import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deadlineOf } from '../../../../core/callback/deadline.ts';
import type { Policy } from '../../../../core/callback/policy.ts';
import type { WorkMode } from '../../../../core/callback/task.ts';
import { fingerprint } from '../../../../core/import/fingerprint.ts';
import type { SyncStore } from '../../../../main/store/protocol.ts';
import { makeAttempt, makeRecord } from '../../../fixtures/store/attempts.ts';
import { openHere, tempDir } from '../../../fixtures/store/open.ts';
import { makePolicy } from '../../../fixtures/store/policies.ts';
import { cst } from '../../../fixtures/store/rules.ts';

const now = cst('2026-03-02 10:00');
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

const put = (policies: readonly Policy[], mode: WorkMode = 'live') =>
  store.importPolicies({ mode, policies, at: now, source: 'list.csv', agentId: 'a1' });
const list = (search = '', mode: WorkMode = 'live') =>
  store.taskPage({ mode, filter: 'all', search, offset: 0, limit: 50, now, agentId: 'a1' });
const onlyTask = (): string => list().rows[0]?.id ?? '';

describe('importing policies', () => {
  it('the same list twice doubles nothing', () => {
    const policies = Array.from({ length: 30 }, (_, index) => makePolicy(index));
    expect(put(policies)).toEqual({ inserted: 30, updated: 0, unchanged: 0 });
    expect(put(policies)).toEqual({ inserted: 0, updated: 0, unchanged: 30 });
    expect(list().total).toBe(30);
    expect(store.taskCounts('live', now).all).toBe(30);
  });

  it('the same policy twice in one list is one task', () => {
    expect(put([makePolicy(1), makePolicy(1), makePolicy(1, { branch: '宁波' })])).toEqual({
      inserted: 1,
      updated: 1,
      unchanged: 1,
    });
    expect(list().rows.map((row) => row.branch)).toEqual(['宁波']);
  });

  it('gives each new policy a task with the end of its 犹豫期', () => {
    put([makePolicy(1)]);
    const row = list().rows[0];
    expect(row).toMatchObject({
      state: 'to_dial',
      deadlineAt: deadlineOf('2026-03-15', 'Asia/Shanghai'),
      mobileMasked: '199****0001',
      scriptName: '新契约回访',
      tries: 0,
    });
    expect(JSON.stringify(row)).not.toContain('安心终身寿险');
  });

  it('a changed policy moves its open task and is found under its new name only', () => {
    put([makePolicy(1, { holderName: '王小明' })]);
    put([makePolicy(1, { holderName: '李小明', coolingOffEnd: '2026-03-20' })]);
    expect(list('王小').total).toBe(0);
    expect(list('李小').rows[0]?.deadlineAt).toBe(deadlineOf('2026-03-20', 'Asia/Shanghai'));
  });

  it('a policy whose callback is done gets one more of another kind, and the earlier one stays as it was', () => {
    put([makePolicy(1)]);
    const id = onlyTask();
    db.prepare("UPDATE task SET state = 'succeeded', tries = 2, last_disposition = 'D01' WHERE id = ?").run(
      id,
    );
    put([makePolicy(1, { callback: { kind: 'lapse', date: '2026-03-01' } })]);
    const lapse = list().rows.find((row) => row.id !== id);
    expect(store.task(lapse?.id ?? '')).toMatchObject({
      task: {
        type: 'lapse',
        state: 'to_dial',
        tries: 0,
        lastDisposition: null,
        deadlineAt: deadlineOf('2026-03-31', 'Asia/Shanghai'),
        createdAt: now,
      },
      policy: { callback: { kind: 'lapse', date: '2026-03-01' } },
    });
    expect(store.task(id)).toMatchObject({
      task: { type: 'new', state: 'succeeded', tries: 2, lastDisposition: 'D01' },
    });
    expect(store.task(id)?.policy.callback).toBeUndefined();
    expect(list('P202600000001').rows.map((row) => row.scriptName)).toEqual(['保单服务回访', '新契约回访']);
  });

  it('of each kind at most one is unfinished: the next one takes the place of what waits for a visit', () => {
    put([makePolicy(1, { callback: { kind: 'lapse', date: '2026-02-01' } })]);
    const id = onlyTask();
    db.prepare("UPDATE task SET state = 'other_way' WHERE id = ?").run(id);
    put([makePolicy(1, { callback: { kind: 'lapse', date: '2026-03-01' } })]);
    expect(store.task(id)?.task.state).toBe('closed');
    expect(list().rows.map(({ state }) => state)).toEqual(['to_dial', 'closed']);
    expect(() => db.prepare("UPDATE task SET state = 'to_dial' WHERE id = ?").run(id)).toThrow(/UNIQUE/);
  });

  it('a callback that is still to be dialled is not replaced by one of another kind', () => {
    put([makePolicy(1)]);
    put([makePolicy(1, { branch: '宁波', callback: { kind: 'lapse', date: '2026-03-01' } })]);
    const whole = store.task(onlyTask());
    expect(whole?.task).toMatchObject({ type: 'new', deadlineAt: deadlineOf('2026-03-15', 'Asia/Shanghai') });
    expect(whole?.policy.callback).toBeUndefined();
    expect(whole?.policy.branch).toBe('宁波');
  });

  it('the same callback twice is not opened again', () => {
    const lapse = makePolicy(1, { callback: { kind: 'lapse', date: '2026-03-01' } });
    put([lapse]);
    db.prepare("UPDATE task SET state = 'succeeded'").run();
    put([{ ...lapse, branch: '宁波' }]);
    expect(store.task(onlyTask())?.task.state).toBe('succeeded');
  });

  it('a changed policy does not open a closed task again', () => {
    put([makePolicy(1)]);
    const whole = store.task(onlyTask());
    if (whole === null) throw new Error('no task');
    const attempt = makeAttempt({ id: 'at1', taskId: whole.task.id });
    store.openAttempt(attempt);
    store.closeAttempt({
      record: makeRecord(attempt),
      task: { ...whole.task, state: 'succeeded' },
      issues: [],
      at: now,
    });
    expect(put([makePolicy(1, { coolingOffEnd: '2026-03-25' })])).toEqual({
      inserted: 0,
      updated: 1,
      unchanged: 0,
    });
    const after = store.task(whole.task.id);
    expect(after?.task).toMatchObject({ state: 'succeeded', deadlineAt: whole.task.deadlineAt });
    expect(after?.policy.coolingOffEnd).toBe('2026-03-25');
    expect(list().total).toBe(1);
  });

  it('practice and live lists are apart, even with the same policy numbers', () => {
    put([makePolicy(1)]);
    expect(put([makePolicy(1), makePolicy(2)], 'practice')).toEqual({
      inserted: 2,
      updated: 0,
      unchanged: 0,
    });
    expect(list('', 'live').total).toBe(1);
    expect(list('', 'practice').total).toBe(2);
    expect(list('P202600000001', 'practice').total).toBe(1);
    expect(store.taskCounts('live', now).all).toBe(1);
    expect(store.nextTask('practice', now, 'a1').task?.id).not.toBe(
      store.nextTask('live', now, 'a1').task?.id,
    );
  });

  it('tells what it knows by the fingerprint the import uses', () => {
    put([makePolicy(1)]);
    expect(store.knownPolicies('live', ['P202600000001', 'P202600000002'])).toEqual({
      P202600000001: fingerprint(makePolicy(1)),
    });
    expect(store.knownPolicies('practice', ['P202600000001'])).toEqual({});
  });

  it('a list with one impossible policy is not taken at all', () => {
    expect(() => put([makePolicy(1), makePolicy(2, { holderIdLast4: '110101199001011234' })])).toThrow();
    expect(list().total).toBe(0);
    expect(store.taskCounts('live', now).all).toBe(0);
  });

  it('design.md I10: keeps no field that is not in the schema', () => {
    const withMore = { ...makePolicy(1), holderIdNumber: '110101199001011234' };
    put([withMore]);
    const text = db.prepare('SELECT group_concat(body) FROM policy').pluck().get();
    expect(text).not.toContain('110101199001011234');
  });
});
