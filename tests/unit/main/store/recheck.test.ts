import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localDate } from '../../../../core/callback/zone-time.ts';
import type { IssueFile } from '../../../../core/issue/issue-file.ts';
import type { IssueEvent } from '../../../../core/issue/issue-life.ts';
import { barredAs } from '../../../../core/issue/recheck.ts';
import { genesisHash } from '../../../../core/outbox/chain.ts';
import { auditHash } from '../../../../main/store/repositories/audit.ts';
import type { SyncStore } from '../../../../main/store/protocol.ts';
import { makeAttempt, makeIssue, makeRecord, startedAt } from '../../../fixtures/store/attempts.ts';
import { openHere, tempDir } from '../../../fixtures/store/open.ts';
import { makePolicy } from '../../../fixtures/store/policies.ts';

let remove: () => void;
let db: Database.Database;
let store: SyncStore;
let at: number;

const finder = { number: '0001', name: '示例坐席' };
const handler = { number: '2001', name: '林工' };
const third = { number: '3001', name: '赵敏' };
const sellerName = '钱经理';

beforeEach(() => {
  const temp = tempDir();
  remove = temp.remove;
  at = startedAt;
  ({ db, store } = openHere(join(temp.dir, 'desk.sqlite'), () => at));
  store.importPolicies({
    mode: 'live',
    policies: [makePolicy(1, { sellerCode: 'S007', sellerName })],
    at,
    source: 'list.csv',
    agentId: 'a1',
  });
});
afterEach(() => {
  db.close();
  remove();
});

const list = () =>
  store.taskPage({ mode: 'live', filter: 'all', search: '', offset: 0, limit: 9, now: at, agentId: 'a1' })
    .rows;
const next = (person?: { number: string; name: string }) => store.nextTask('live', at, 'a1', person).task;

/** Closes a call on the task; the issues are opened by it. */
const closeCall = (
  taskId: string,
  id: string,
  codes: readonly [code: string, questionId: string][],
  state: 'issue' | 'succeeded' | 'redial' = 'issue',
): void => {
  at += 60_000;
  const task = store.task(taskId)?.task;
  if (task === undefined) throw new Error('no task');
  const attempt = makeAttempt({ id, taskId, startedAt: at });
  store.openAttempt(attempt);
  store.closeAttempt({
    record: makeRecord(attempt, { completed: state !== 'redial', successful: state === 'succeeded' }),
    task: { ...task, state, updatedAt: at },
    issues: codes.map(([code, questionId]) =>
      makeIssue({ id: `${id}-${code}`, taskId, attemptId: id, code, questionId }),
    ),
    at,
  });
};

const issueOf = (id: string): IssueFile => {
  const found = store.issue(id);
  if (found === null) throw new Error('no issue');
  return found.issue;
};
const act = (id: string, life: Partial<IssueFile>, did: IssueEvent['did']): void => {
  at += 60_000;
  store.issueAct({ issue: { ...issueOf(id), ...life }, event: { at, agentId: 'a2', did } });
};
/** Taken and dealt with: it waits for its second callback. */
const settle = (id: string): void => {
  act(id, { status: 'handling', handler, firstHandledAt: at }, { type: 'take', handler });
  act(id, { status: 'recheck' }, { type: 'settle', cause: '未讲清', action: '重新讲解' });
};
const rechecks = () => list().filter(({ scriptName }) => scriptName === '二次回访');
const onlyRecheck = (): string => {
  const [row] = rechecks();
  if (row === undefined) throw new Error('no second callback');
  return row.id;
};
const found = (): string => {
  const id = list()[0]?.id ?? '';
  closeCall(id, 'first', [
    ['I08', 'Q19'],
    ['I07', 'Q18'],
  ]);
  return id;
};

describe('a second callback arises by itself', () => {
  it('when the issue is dealt with: for the same policy, with the question asked again, beside the first task', () => {
    const first = found();
    expect(rechecks()).toEqual([]);
    settle('first-I08');
    const id = onlyRecheck();
    expect(store.task(id)).toMatchObject({
      task: { type: 'recheck', state: 'to_dial', grade: 'I', tries: 0 },
      policy: {
        callback: { kind: 'recheck', problem: '责任免除/等待期不清', issue: 'I08', questions: ['Q19'] },
      },
      checks: [{ issueId: 'first-I08', code: 'I08', questionId: 'Q19' }],
      issues: [{ id: 'first-I08' }],
    });
    expect(store.task(first)).toMatchObject({ task: { type: 'new', state: 'issue' } });
    expect(store.task(first)?.policy.callback).toBeUndefined();
    expect(store.issue('first-I08')?.recheck).toMatchObject({ taskId: id, state: 'to_dial' });
    // The first call is the history of the second.
    expect(store.task(id)?.records.map(({ attemptId }) => attemptId)).toEqual(['first']);
    expect(store.task(id)?.otherRecords).toEqual([]);
    expect(
      store
        .taskPage({
          mode: 'live',
          filter: 'open',
          search: 'P202600000001',
          offset: 0,
          limit: 9,
          now: at,
          agentId: 'a1',
        })
        .rows.map((row) => row.id),
    ).toEqual([id]);
  });

  it('is to be made before the issues should be closed and while the 犹豫期 lasts, never in the past', () => {
    const day = (id: string): string =>
      localDate((store.task(id)?.task.deadlineAt ?? 0) - 1, 'Asia/Shanghai');
    found();
    settle('first-I08');
    const id = onlyRecheck();
    // Its issues have reminders of their own; nobody is asked to visit before anybody has rung.
    expect(store.tasksToEscalate('live', at + 30 * 86_400_000, 9)).not.toContain(id);
    // 重要: three working days after Monday 2 March.
    expect(day(id)).toBe('2026-03-05');
    act('first-I07', { grade: 'U' }, { type: 'grade', grade: 'U', reason: '再次反映' });
    settle('first-I07');
    // 紧急: 24 hours.
    expect(day(id)).toBe('2026-03-03');
    at += 30 * 86_400_000;
    act('first-I08', { status: 'handling' }, { type: 'recheck', passed: false, by: third, note: '信函' });
    act('first-I07', { status: 'handling' }, { type: 'recheck', passed: false, by: third, note: '信函' });
    settle('first-I08');
    const again = rechecks().find(({ state }) => state === 'to_dial')?.id ?? '';
    expect(day(again)).toBe('2026-04-01');
  });

  it('another issue of the policy joins it, and it goes when all are decided otherwise', () => {
    found();
    settle('first-I08');
    const id = onlyRecheck();
    settle('first-I07');
    expect(rechecks()).toHaveLength(1);
    expect(store.task(id)?.policy.callback).toMatchObject({
      kind: 'recheck',
      questions: expect.arrayContaining(['Q18', 'Q19']) as string[],
    });
    act('first-I08', { status: 'handling' }, { type: 'recheck', passed: false, by: third, note: '信函' });
    expect(store.task(id)?.checks.map(({ issueId }) => issueId)).toEqual(['first-I07']);
    act(
      'first-I07',
      { status: 'closed', closedAt: at },
      { type: 'recheck', passed: true, by: third, note: '' },
    );
    expect(store.task(id)?.task.state).toBe('closed');
    expect(next()).toBeNull();
  });

  it('is nobody’s next task who found or handled the issue or sold the policy', () => {
    found();
    settle('first-I08');
    const id = onlyRecheck();
    const { barred = [] } = store.task(id) ?? {};
    expect(barredAs(finder, barred)).toBe('first_agent');
    expect(barredAs(handler, barred)).toBe('handler');
    expect(barredAs({ number: '4001', name: sellerName }, barred)).toBe('seller');
    expect(barredAs({ number: 'S007', name: '' }, barred)).toBe('seller');
    expect(barredAs(third, barred)).toBeNull();
    expect(next(finder)).toBeNull();
    expect(next(handler)).toBeNull();
    expect(next({ number: '4001', name: sellerName })).toBeNull();
    expect(next(third)?.id).toBe(id);
    // Who takes the issue over meanwhile is barred from then on.
    act('first-I08', { handler: third }, { type: 'take', handler: third });
    expect(next(third)).toBeNull();
    expect(next(handler)?.id).toBe(id);
  });

  it('waits while one of the list is in a call, and joins nothing in the middle of a call', () => {
    found();
    settle('first-I08');
    const id = onlyRecheck();
    const attempt = makeAttempt({ id: 'second', taskId: id, startedAt: at });
    store.openAttempt(attempt);
    settle('first-I07');
    expect(store.task(id)?.policy.callback).toMatchObject({ questions: ['Q19'] });
    const task = store.task(id)?.task;
    if (task === undefined) throw new Error('no task');
    store.closeAttempt({
      record: makeRecord(attempt, { completed: false, successful: false, agentNumber: '3001' }),
      task: { ...task, state: 'redial' },
      issues: [],
      at,
    });
    expect(rechecks()).toHaveLength(1);
    expect(store.task(id)?.checks).toHaveLength(2);
  });

  it('writes back in the transaction of its end: accepted, or reopened and called once more later', () => {
    const first = found();
    settle('first-I08');
    settle('first-I07');
    const id = onlyRecheck();
    const task = store.task(id)?.task;
    if (task === undefined) throw new Error('no task');
    const attempt = makeAttempt({ id: 'second', taskId: id, startedAt: at });
    store.openAttempt(attempt);
    const recalled = (passed: boolean): IssueEvent => ({
      at,
      agentId: 'a3',
      did: { type: 'recalled', passed, by: third, note: '', attemptId: 'second' },
    });
    store.closeAttempt({
      record: makeRecord(attempt, { successful: false, agentNumber: '3001' }),
      task: { ...task, state: 'issue' },
      issues: [],
      rechecked: [
        {
          issue: { ...issueOf('first-I08'), status: 'closed', closedAt: at },
          event: recalled(true),
          result: 'accepted',
        },
        {
          issue: { ...issueOf('first-I07'), status: 'handling', grade: 'U' },
          event: recalled(false),
          result: 'reopened',
        },
      ],
      at,
    });
    expect(issueOf('first-I08')).toMatchObject({ status: 'closed' });
    expect(issueOf('first-I07')).toMatchObject({ status: 'handling', grade: 'U' });
    // The second callback itself leaves nothing behind; the first task waits for what is open.
    expect(store.task(id)?.task).toMatchObject({ state: 'closed', grade: null });
    expect(store.task(first)?.task).toMatchObject({ state: 'issue', grade: 'U' });
    act('first-I07', { status: 'recheck' }, { type: 'settle', cause: '仍未讲清', action: '上门讲解' });
    expect(
      rechecks()
        .map(({ state }) => state)
        .sort(),
    ).toEqual(['closed', 'to_dial']);
    expect(db.prepare('SELECT result FROM recheck_issue ORDER BY issue_id, task_id').pluck().all()).toEqual(
      expect.arrayContaining(['accepted', 'reopened', null]),
    );
  });

  it('a call that decides nothing is not called again before what it found is dealt with', () => {
    found();
    settle('first-I08');
    const id = onlyRecheck();
    closeCall(id, 'second', [['I02', 'V1']]);
    expect(rechecks().map(({ state }) => state)).toEqual(['issue']);
    expect(issueOf('first-I08').status).toBe('recheck');
    settle('second-I02');
    const again = rechecks().find(({ state }) => state === 'to_dial');
    expect(
      store
        .task(again?.id ?? '')
        ?.checks.map(({ issueId }) => issueId)
        .sort(),
    ).toEqual(['first-I08', 'second-I02']);
  });

  it('no call for what a visit settles; live and practice stay apart; every step is in the audit chain', () => {
    const id = list()[0]?.id ?? '';
    closeCall(id, 'first', [['I24', 'Q03']]);
    settle('first-I24');
    expect(rechecks()).toEqual([]);
    expect(store.taskCounts('practice', at).all).toBe(0);
    const rows = db.prepare('SELECT * FROM audit ORDER BY seq').all() as {
      seq: number;
      at: number;
      agent_id: string;
      action: string;
      ref: string;
      detail: string;
      hash: string;
    }[];
    let before = genesisHash;
    for (const { seq, agent_id: agentId, hash, ...row } of rows) {
      expect(hash).toBe(auditHash(before, seq, { ...row, agentId }));
      before = hash;
    }
  });

  it('a list’s next callback of another kind comes beside it; one of the same kind waits', () => {
    found();
    settle('first-I08');
    const again = (callback: Parameters<typeof makePolicy>[1]) =>
      store.importPolicies({
        mode: 'live',
        policies: [makePolicy(1, { sellerCode: 'S007', sellerName, ...callback })],
        at,
        source: 'list.csv',
        agentId: 'a1',
      });
    again({ callback: { kind: 'lapse', date: '2026-03-01' } });
    expect(
      list()
        .map(({ scriptName }) => scriptName)
        .sort(),
    ).toEqual(['二次回访', '保单服务回访', '新契约回访'].sort());
    again({
      callback: { kind: 'recheck', date: '2026-03-01', problem: '旧问题', issue: 'I07', questions: ['Q18'] },
    });
    expect(rechecks()).toHaveLength(1);
    expect(store.task(onlyRecheck())?.checks).toHaveLength(1);
  });
});
