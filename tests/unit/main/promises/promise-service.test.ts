import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CustomerPromise } from '../../../../core/callback/promise.ts';
import { createPromiseService } from '../../../../main/promises/promise-service.ts';
import type { PromiseService } from '../../../../main/promises/promise-service.ts';
import { openPackFile } from '../../../../main/session/pack-library.ts';
import { openDatabase } from '../../../../main/store/open.ts';
import type { SyncStore } from '../../../../main/store/protocol.ts';
import { createSqliteStore } from '../../../../main/store/sqlite-store.ts';
import { makeAttempt } from '../../../fixtures/store/attempts.ts';
import { tempDir } from '../../../fixtures/store/open.ts';
import { makePolicy } from '../../../fixtures/store/policies.ts';
import { cst, storeRules } from '../../../fixtures/store/rules.ts';
import { promisedStore } from '../../../support/promised-store.ts';

let remove: () => void;
let db: Database.Database;
let store: SyncStore;
let service: PromiseService;
let now: number;
let agentId: string;
let changes: number;
let taskId: string;

const promiseOf = (change: Partial<CustomerPromise> = {}): CustomerPromise => ({
  id: 'p-1',
  taskId,
  attemptId: 'att-1',
  mode: 'live',
  question: '能退多少',
  what: '告知现金价值',
  dueAt: cst('2026-03-03 12:00'),
  way: 'call',
  owner: 'product',
  madeAt: now,
  madeBy: 'a1',
  state: 'open',
  reply: '',
  repliedAt: null,
  repliedBy: null,
  note: '',
  closedAt: null,
  closedBy: null,
  ...change,
});

/** As the script stores it: with its event, in one transaction. */
const keepPromise = (n: number, promise: CustomerPromise): void =>
  store.appendEvent({
    attemptId: 'att-1',
    n,
    event: {
      type: 'question_promised',
      n: 1,
      promiseId: promise.id,
      what: promise.what,
      dueAt: promise.dueAt,
      way: promise.way,
      owner: promise.owner,
      at: now,
      offsetMs: null,
    },
    answer: null,
    issues: [],
    promise,
  });

beforeEach(async () => {
  const { pack } = await openPackFile('resources/packs/hf-default-zh.yaml');
  const temp = tempDir();
  remove = temp.remove;
  now = cst('2026-03-02 10:00');
  agentId = 'a1';
  changes = 0;
  db = openDatabase(join(temp.dir, 'desk.sqlite'));
  store = createSqliteStore(db, { ...storeRules, attempts: pack.attempts, life: pack }, () => now);
  store.importPolicies({
    mode: 'live',
    policies: [makePolicy(1, { coolingOffEnd: '2026-03-20' })],
    at: now,
    source: 'list.csv',
    agentId: 'a1',
  });
  taskId = store.nextTask('live', now, 'a1').task?.id ?? '';
  store.openAttempt(makeAttempt({ id: 'att-1', taskId }));
  service = createPromiseService({
    store: promisedStore(store, ['promises', 'promise', 'promiseAct', 'promiseCounts']),
    pack: () => pack,
    clock: { now: () => now },
    mode: () => 'live',
    agentId: () => agentId,
    onChange: () => (changes += 1),
  });
});
afterEach(() => {
  db.close();
  remove();
});

const auditOf = (): unknown[] =>
  db.prepare(`SELECT action, detail FROM audit WHERE action LIKE 'promise.%' ORDER BY seq`).all();

describe('promises on the disk', () => {
  it('are stored with their event, changed by the same id, and listed by their time', async () => {
    keepPromise(0, promiseOf());
    keepPromise(1, promiseOf({ dueAt: cst('2026-03-02 18:00'), owner: 'agent' }));
    keepPromise(2, promiseOf({ id: 'p-2', what: '寄送条款', way: 'letter', owner: 'agent' }));
    const { rows, counts } = await service.page('open');
    expect(rows.map(({ id, dueAt, owner }) => [id, dueAt, owner.name.zh])).toEqual([
      ['p-1', cst('2026-03-02 18:00'), '坐席本人'],
      ['p-2', cst('2026-03-03 12:00'), '坐席本人'],
    ]);
    expect(counts).toEqual({ open: 2, overdue: 0, kept: 0, late: 0, broken: 0 });
    const [first] = store.openAttemptNow()?.events ?? [];
    expect(first?.type).toBe('question_promised');
  });

  it('past its time one counts as overdue by itself, and is dealt with as late or broken', async () => {
    keepPromise(0, promiseOf());
    keepPromise(1, promiseOf({ id: 'p-2' }));
    now = cst('2026-03-03 12:01');
    expect((await service.page('open')).rows.map(({ isOverdue }) => isOverdue)).toEqual([true, true]);
    await expect(service.settle({ id: 'p-1', done: true, note: '' })).rejects.toMatchObject({
      code: 'note_needed',
      field: 'note',
    });
    await expect(
      service.settle({ id: 'p-1', done: true, note: '身份证 110101198603151234' }),
    ).rejects.toMatchObject({ code: 'sensitive_number', field: 'note' });
    await service.settle({ id: 'p-1', done: true, note: '晚了一天，已致电' });
    await service.settle({ id: 'p-2', done: false, note: '客户换号' });
    const { rows, counts } = await service.page('closed');
    expect(counts).toEqual({ open: 0, overdue: 0, kept: 0, late: 1, broken: 1 });
    expect(rows.map(({ id, state }) => [id, state]).sort()).toEqual([
      ['p-1', 'late'],
      ['p-2', 'broken'],
    ]);
    await expect(service.settle({ id: 'p-1', done: true, note: 'x' })).rejects.toMatchObject({
      code: 'promise_closed',
    });
    expect(auditOf()).toEqual([
      { action: 'promise.settled', detail: 'late' },
      { action: 'promise.settled', detail: 'broken' },
    ]);
    expect(changes).toBe(2);
  });

  it('domain.md row 44: the department answers, and whoever gave his word hears of it at once', async () => {
    keepPromise(0, promiseOf());
    expect((await service.news()).alarms).toEqual([]);
    agentId = 'product-1';
    await service.reply({ id: 'p-1', words: '按现金价值表' });
    expect((await service.news()).alarms).toEqual([]);
    agentId = 'a1';
    expect(await service.news()).toEqual({
      open: 1,
      overdue: 0,
      alarms: [{ id: 'p-1', dueAt: cst('2026-03-03 12:00'), isReplied: true }],
    });
    // Changed within the call afterwards, it keeps the department's answer.
    keepPromise(1, promiseOf({ dueAt: cst('2026-03-03 18:00') }));
    expect((await service.page('open')).rows).toMatchObject([{ reply: '按现金价值表' }]);
  });

  it('a promise rings half an hour before its time, for the agent who made it', async () => {
    keepPromise(0, promiseOf());
    now = cst('2026-03-03 11:29');
    expect((await service.news()).alarms).toEqual([]);
    now = cst('2026-03-03 11:30');
    expect((await service.news()).alarms).toHaveLength(1);
    agentId = 'a2';
    expect((await service.news()).alarms).toEqual([]);
  });

  it('the end of the callback does not end it', async () => {
    keepPromise(0, promiseOf());
    db.prepare(`UPDATE task SET state = 'succeeded' WHERE id = ?`).run(taskId);
    expect((await service.page('open')).rows).toHaveLength(1);
  });
});
