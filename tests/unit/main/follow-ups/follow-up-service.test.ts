import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nextLife } from '../../../../core/callback/task-life.ts';
import type { FollowUpNews } from '../../../../core/ipc/features/follow-ups.ts';
import type { Pack } from '../../../../core/script/pack-schema.ts';
import { createFollowUpService } from '../../../../main/follow-ups/follow-up-service.ts';
import type { FollowUpService } from '../../../../main/follow-ups/follow-up-service.ts';
import { openPackFile } from '../../../../main/session/pack-library.ts';
import { openDatabase } from '../../../../main/store/open.ts';
import type { SyncStore } from '../../../../main/store/protocol.ts';
import { createSqliteStore } from '../../../../main/store/sqlite-store.ts';
import { makeAttempt, makeRecord } from '../../../fixtures/store/attempts.ts';
import { tempDir } from '../../../fixtures/store/open.ts';
import { makePolicy } from '../../../fixtures/store/policies.ts';
import { cst, storeRules } from '../../../fixtures/store/rules.ts';
import { createVirtualTimers } from '../../../support/sync-timers.ts';

const promised = <A extends unknown[], T>(work: (...args: A) => T) => {
  return (...args: A): Promise<T> => Promise.resolve().then(() => work(...args));
};

let pack: Pack;
let remove: () => void;
let db: Database.Database;
let store: SyncStore;
let service: FollowUpService;
let now: number;
let agentId: string;
let told: FollowUpNews[];
let alarms: number;
let attempts: number;

beforeEach(async () => {
  ({ pack } = await openPackFile('resources/packs/hf-default-zh.yaml'));
  const temp = tempDir();
  remove = temp.remove;
  now = cst('2026-03-02 10:00');
  agentId = 'a1';
  told = [];
  alarms = 0;
  attempts = 0;
  db = openDatabase(join(temp.dir, 'desk.sqlite'));
  store = createSqliteStore(db, { ...storeRules, attempts: pack.attempts, life: pack }, () => now);
  // The 犹豫期 of the first ends on 5 March, of the second on 20 March.
  store.importPolicies({
    mode: 'live',
    policies: [
      makePolicy(1, { coolingOffEnd: '2026-03-05' }),
      makePolicy(2, { coolingOffEnd: '2026-03-20' }),
    ],
    at: now,
    source: 'list.csv',
    agentId: 'a1',
  });
  service = createFollowUpService({
    store: {
      task: promised(store.task),
      saveLife: promised(store.saveLife),
      followUps: promised(store.followUps),
      followUpCounts: promised(store.followUpCounts),
      tasksToEscalate: promised(store.tasksToEscalate),
      taskPage: promised(store.taskPage),
      scansOf: promised(store.scansOf),
    },
    pack: () => pack,
    clock: { now: () => now },
    timers: createVirtualTimers(),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    mode: () => 'live',
    agentId: () => agentId,
    promises: () => Promise.resolve({ open: 0, overdue: 0, alarms: [] }),
    checkMayClose: () => undefined,
    onNews: (news) => told.push(news),
    onAlarm: () => (alarms += 1),
  });
});
afterEach(() => {
  service.stop();
  db.close();
  remove();
});

const ids = (): string[] =>
  store
    .taskPage({ mode: 'live', filter: 'all', search: '', offset: 0, limit: 10, now, agentId })
    .rows.map(({ id, policyNo }) => ({ id, policyNo }))
    .sort((a, b) => (a.policyNo < b.policyNo ? -1 : 1))
    .map(({ id }) => id);

/** A call that ends with the disposition, closed as the session closes it. */
const call = (taskId: string, disposition: string, appointmentAt: number | null = null): void => {
  const found = store.task(taskId);
  if (found === null) throw new Error('no task');
  attempts += 1;
  const attempt = makeAttempt({ id: `at${attempts}`, taskId, startedAt: now });
  store.openAttempt(attempt);
  const life = nextLife(
    { task: found.task, attempts: found.attempts, followUps: found.followUps },
    { type: 'attempt_closed', dialledAt: now, disposition, appointmentAt, agentId, at: now },
    pack,
  );
  if (!life.ok) throw new Error(life.fault);
  store.closeAttempt({
    record: { ...makeRecord(attempt), disposition, completed: disposition === 'D01' },
    task: life.file.task,
    issues: [],
    followUps: life.file.followUps,
    at: now,
  });
};
const stateOf = (taskId: string) => store.task(taskId)?.task.state;
const close = (id: string, outcome: string, more: Partial<Parameters<FollowUpService['close']>[0]> = {}) =>
  service.close({ id, outcome, note: '说明', receipt: '', appointmentAt: null, ...more });
const look = async (): Promise<void> => {
  const before = told.length;
  service.kick();
  await expect.poll(() => told.length).toBeGreaterThan(before);
};

describe('follow-ups of a seat', () => {
  it('domain.md 3.3: three days before the 犹豫期 ends a task is escalated, once, and no other', async () => {
    const [first = '', second = ''] = ids();
    await look();
    expect((await service.page('open')).rows.map(({ taskId, origin }) => [taskId, origin])).toEqual([
      [first, 'escalation'],
      [first, 'escalation'],
    ]);
    now = cst('2026-03-03 10:00');
    await look();
    expect((await service.page('open')).rows).toHaveLength(2);
    expect(stateOf(first)).toBe('to_dial');
    expect(store.task(second)?.followUps).toEqual([]);
    now = cst('2026-03-17 00:00');
    await look();
    expect(store.task(second)?.followUps).toHaveLength(2);
    expect(told.at(-1)).toMatchObject({ open: 4, overdue: 2 });
  });

  it('a task in a call is left alone, and what was worked out on an older state is refused', async () => {
    const [, second = ''] = ids();
    call(second, 'D33');
    now += 86_400_000;
    call(second, 'D33');
    const [row] = (await service.page('open')).rows.filter(({ taskId }) => taskId === second);
    const id = row?.id ?? '';
    await expect(close(id, 'corrected', { note: '' })).rejects.toMatchObject({
      code: 'note_needed',
      field: 'note',
    });
    await close(id, 'corrected');
    expect(stateOf(second)).toBe('redial');
    await expect(close(id, 'corrected')).rejects.toMatchObject({ code: 'follow_up_closed' });
    await service.open(second, 'exemption');
    store.openAttempt(makeAttempt({ id: 'open', taskId: second, startedAt: now }));
    await expect(close(`${second}:exemption:1`, 'refused')).rejects.toMatchObject({ code: 'task_changed' });
    expect(store.task(second)?.followUps.find(({ kind }) => kind === 'exemption')?.state).toBe('open');
  });

  it('domain.md I10: neither note nor receipt takes a full identity or account number', async () => {
    const [, second = ''] = ids();
    await service.open(second, 'exemption');
    const id = `${second}:exemption:1`;
    await expect(close(id, 'refused', { note: '证件 11010519491231002X' })).rejects.toMatchObject({
      code: 'sensitive_number',
      field: 'note',
    });
    await expect(close(id, 'refused', { receipt: '6222021234567890123' })).rejects.toMatchObject({
      code: 'sensitive_number',
      field: 'receipt',
    });
    await close(id, 'out_of_scope');
    expect(stateOf(second)).toBe('closed');
  });

  it('domain.md 3.3 D10: the alarm is the owner’s; others get it, and the task, when he lets it pass', async () => {
    const [, second = ''] = ids();
    const at = cst('2026-03-02 14:00');
    call(second, 'D10', at);
    await look();
    expect(alarms).toBe(0);
    now = at - 10 * 60_000;
    await look();
    expect(told.at(-1)?.alarms).toEqual([expect.objectContaining({ taskId: second, at })]);
    await look();
    expect(alarms).toBe(1);
    expect(store.nextTask('live', now, 'a1').task?.id).toBe(second);

    agentId = 'a2';
    await look();
    expect(told.at(-1)?.alarms).toEqual([]);
    expect(store.nextTask('live', now, 'a2').task?.id).not.toBe(second);
    now = at + 15 * 60_000;
    await look();
    expect(told.at(-1)?.alarms).toHaveLength(1);
    expect(store.nextTask('live', now, 'a2').task?.id).toBe(second);
  });

  it('what the store keeps is what the events gave: nothing of a follow-up is lost', () => {
    const [, second = ''] = ids();
    call(second, 'D35');
    const found = store.task(second);
    expect(found?.followUps).toEqual([
      {
        id: `${second}:sms_missed:1`,
        taskId: second,
        kind: 'sms_missed',
        state: 'open',
        origin: 'disposition',
        openedAt: now,
        dueAt: now + 3_600_000,
        outcome: null,
        note: '',
        receipt: '',
        closedAt: null,
        closedBy: null,
      },
    ]);
    expect(found?.row.dial).toMatchObject({ possible: false, reason: 'other_band', tries: 1 });
  });
});
