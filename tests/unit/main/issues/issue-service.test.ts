import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IssueCounts } from '../../../../core/ipc/features/issues.ts';
import type { IssueAction } from '../../../../core/issue/issue-life.ts';
import { loadPack } from '../../../../core/script/load-pack.ts';
import { AppError } from '../../../../main/ipc/app-error.ts';
import { createIssueService, type IssueService } from '../../../../main/issues/issue-service.ts';
import { parseCalendar } from '../../../../main/issues/read-calendar.ts';
import { sha256 } from '../../../../main/session/pack-library.ts';
import type { SyncStore } from '../../../../main/store/protocol.ts';
import { makeAttempt, makeIssue, makeRecord, startedAt } from '../../../fixtures/store/attempts.ts';
import { openHere, tempDir } from '../../../fixtures/store/open.ts';
import { makePolicy } from '../../../fixtures/store/policies.ts';
import { createVirtualTimers, type VirtualTimers } from '../../../support/sync-timers.ts';

const hour = 3_600_000;
const calendar = parseCalendar(readFileSync('resources/calendar/china.yaml', 'utf8'));
const loaded = loadPack(readFileSync('resources/packs/hf-default-zh.yaml', 'utf8'), { sha256 });
if (!loaded.ok) throw new Error('the shipped pack is broken');
const { pack } = loaded;

let remove: () => void;
let db: Database.Database;
let store: SyncStore;
let timers: VirtualTimers;
let issues: IssueService;
let role: string;
let told: IssueCounts[];
let notices: number;
let faults: string[];

/** One closed callback with an issue of the type and grade, opened at `startedAt`. */
const finding = (id: string, code: string, grade: 'U' | 'I' | 'N'): void => {
  const taskId = store.nextTask('live', startedAt, 'a1').task?.id ?? '';
  const task = store.task(taskId)?.task;
  if (task === undefined) throw new Error('no task');
  const attempt = makeAttempt({ id, taskId });
  store.openAttempt(attempt);
  const issue = makeIssue({ id: `issue-${id}`, taskId, attemptId: id, code, grade });
  store.closeAttempt({
    record: makeRecord(attempt),
    task: { ...task, state: 'issue' },
    issues: [issue],
    at: startedAt,
  });
};

const promised = <A extends unknown[], T>(work: (...args: A) => T) => {
  return (...args: A): Promise<T> => Promise.resolve().then(() => work(...args));
};

beforeEach(() => {
  const temp = tempDir();
  remove = temp.remove;
  ({ db, store } = openHere(join(temp.dir, 'desk.sqlite'), () => startedAt));
  timers = createVirtualTimers();
  role = 'agent';
  told = [];
  notices = 0;
  faults = [];
  store.importPolicies({
    mode: 'live',
    policies: [1, 2, 3].map((number) => makePolicy(number, { sellerCode: 'S007', sellerName: '钱经理' })),
    at: startedAt,
    source: 'list.csv',
    agentId: 'a1',
  });
  issues = createIssueService({
    store: {
      issueBoard: promised(store.issueBoard),
      issue: promised(store.issue),
      issueAct: promised(store.issueAct),
      issueReminded: promised(store.issueReminded),
    },
    pack: () => pack,
    calendar,
    clock: { now: () => startedAt + timers.elapsed() },
    timers,
    log: { info: () => undefined, warn: () => undefined, error: (event) => void faults.push(event) },
    mode: () => 'live',
    locale: () => 'zh-CN',
    agentId: () => 'a9',
    role: () => role,
    self: () => ({ number: '9001', name: '周明' }),
    complaints: { isOpen: () => Promise.resolve(false), remind: () => Promise.resolve(0) },
    onCounts: (counts) => told.push(counts),
    onReminders: () => (notices += 1),
  });
});
afterEach(() => {
  expect(faults).toEqual([]);
  issues.stop();
  db.close();
  remove();
});

/** Lets the service's look at the clocks finish: it runs on promises only. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
};
const refusalOf = async (issueId: string, action: IssueAction): Promise<string> => {
  const error: unknown = await issues.act(issueId, action).then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof AppError ? `${error.code} ${error.field ?? '-'}` : String(error);
};

describe('the board of issues', () => {
  it('the clock that ends next stands first, whatever the grade; search finds by name and type', async () => {
    finding('n', 'I06', 'N');
    finding('u', 'I12', 'U');
    finding('i', 'I07', 'I');
    const { rows, counts } = await issues.board('open', '');
    expect(rows.map(({ code, next }) => `${code} ${next?.clock ?? ''}`)).toEqual([
      'I12 first',
      'I07 first',
      'I06 first',
    ]);
    expect(rows[0]).toMatchObject({ name: '收益误解/承诺收益', firstDueAt: startedAt + 4 * hour });
    expect(rows.map(({ mobileMasked }) => mobileMasked)).toEqual([
      '199****0002',
      '199****0003',
      '199****0001',
    ]);
    expect(counts).toEqual({ open: 3, overdue: 0, soon: 0, unowned: 3 });
    timers.advance(3 * hour);
    expect((await issues.counts()).soon).toBe(1);
    timers.advance(2 * hour);
    expect(await issues.counts()).toMatchObject({ overdue: 1, soon: 0 });
    expect((await issues.board('open', '收益')).rows).toHaveLength(1);
    expect((await issues.board('open', '没有')).rows).toHaveLength(0);
  });

  it('one that is open when the 犹豫期 runs short rises one grade by itself, once, and is told', async () => {
    // The 犹豫期 ends on 15 March; the issues were found on the 2nd.
    finding('n', 'I06', 'N');
    finding('raised', 'I07', 'U');
    timers.advance(9 * 24 * hour);
    issues.kick();
    await settled();
    expect(store.issue('issue-n')?.issue.grade).toBe('N');
    timers.advance(24 * hour);
    issues.kick();
    await settled();
    expect(store.issue('issue-n')?.issue.grade).toBe('I');
    expect((await issues.detail('issue-n')).row.firstDueAt).toBe(startedAt + 12 * hour);
    // This one stood above its type's grade from the first; one step is all there is.
    expect(store.issue('issue-raised')?.issue.grade).toBe('U');
    timers.advance(5 * 24 * hour);
    issues.kick();
    await settled();
    const { events, row } = await issues.detail('issue-n');
    const rises = events.flatMap(({ did }) => (did.type === 'ran_short' ? [did] : []));
    expect(rises).toEqual([{ type: 'ran_short', grade: 'I', daysLeft: 3 }]);
    expect(row.grade).toBe('I');
    const { taskId } = row;
    expect(store.task(taskId)?.task.grade).toBe('I');
    expect(
      db
        .prepare("SELECT count(*) AS n FROM audit WHERE action = 'issue.ran_short' AND ref = ?")
        .get('issue-n'),
    ).toEqual({ n: 1 });
  });

  it('from hand to hand to the end: task, grade, audit and history go along', async () => {
    finding('i', 'I07', 'I');
    const id = 'issue-i';
    const lin = { number: '2001', name: '林工' };
    expect(await refusalOf(id, { type: 'take', handler: { number: 'S007', name: '钱经理' } })).toBe(
      'handler_is_seller handler',
    );
    await issues.act(id, { type: 'take', handler: lin });
    await issues.act(id, { type: 'settle', cause: '销售时未讲清', action: '已重新讲解' });
    const taskId = store.issue(id)?.issue.taskId ?? '';
    expect(store.task(taskId)?.task.state).toBe('issue');
    const failed = await issues.act(id, {
      type: 'recheck',
      passed: false,
      by: { number: '3001', name: '赵敏' },
      note: '客户仍说不清',
    });
    expect(failed.row).toMatchObject({ grade: 'U', status: 'handling', firstDueAt: startedAt + 4 * hour });
    expect(store.task(taskId)?.task.grade).toBe('U');
    await issues.act(id, { type: 'settle', cause: '仍未讲清', action: '资深顾问上门讲解' });
    const done = await issues.act(id, {
      type: 'recheck',
      passed: true,
      by: { number: '3001', name: '赵敏' },
      note: '',
    });
    expect(done.row).toMatchObject({ status: 'closed', next: null, closedAt: startedAt });
    expect(done.events.map(({ did }) => did.type)).toEqual([
      'take',
      'settle',
      'recheck',
      'settle',
      'recheck',
    ]);
    expect(store.task(taskId)?.task).toMatchObject({ state: 'closed', grade: null });
    // A later call still knows that it was found once (domain.md 3.4, second occurrence).
    expect(store.task(taskId)).toMatchObject({ issues: [], issuesEver: [{ code: 'I07', attemptId: 'i' }] });
    expect((await issues.board('closed', '')).rows).toHaveLength(1);
    expect(
      db
        .prepare("SELECT action FROM audit WHERE action LIKE 'issue.%'")
        .all()
        .map((row) => (row as { action: string }).action),
    ).toEqual(['issue.take', 'issue.settle', 'issue.recheck', 'issue.settle', 'issue.recheck']);
    expect(await refusalOf(id, { type: 'note', text: '再记' })).toBe('issue_closed -');
  });

  it('lowering a grade is for the roles that the pack names', async () => {
    finding('i', 'I07', 'I');
    const lower: IssueAction = { type: 'grade', grade: 'N', reason: '误选' };
    expect(await refusalOf('issue-i', lower)).toBe('grade_needs_lead grade');
    role = 'lead';
    expect((await issues.act('issue-i', lower)).row.grade).toBe('N');
  });

  it('takes no full identity or account number, whatever field it stands in', async () => {
    finding('i', 'I07', 'I');
    const number = `11010519491231${'002X'}`;
    expect(await refusalOf('issue-i', { type: 'note', text: `证件 ${number}` })).toBe(
      'sensitive_number text',
    );
    expect(await refusalOf('issue-i', { type: 'grade', grade: 'U', reason: number })).toBe(
      'sensitive_number reason',
    );
    expect(JSON.stringify(store.issue('issue-i'))).not.toContain(number);
  });
});

describe('reminders', () => {
  it('once at each share, kept in the history, also over a restart', async () => {
    finding('u', 'I12', 'U');
    issues.start();
    await settled();
    expect(notices).toBe(0);
    timers.advance(2 * hour);
    await settled();
    for (let minute = 0; minute < 5; minute += 1) {
      timers.advance(60_000);
      await settled();
    }
    const given = (): string[] =>
      (store.issue('issue-u')?.events ?? []).flatMap(({ did }) =>
        did.type === 'reminded' ? [`${did.clock} ${did.percent} ${did.to}`] : [],
      );
    expect(given()).toEqual(['first 50 责任人']);
    expect(notices).toBe(1);
    expect(told.at(-1)).toEqual({ open: 1, overdue: 0, soon: 1, unowned: 1 });
    // The console was off for a day: the next look says where things stand, once.
    timers.advance(24 * hour);
    for (let minute = 0; minute < 3; minute += 1) {
      timers.advance(60_000);
      await settled();
    }
    expect(
      given()
        .filter((line) => line.startsWith('first'))
        .at(-1),
    ).toBe('first 100 总公司');
    expect(given().filter((line) => line === 'first 100 总公司')).toHaveLength(1);
    expect(told.at(-1)).toMatchObject({ overdue: 1 });
  });
});
