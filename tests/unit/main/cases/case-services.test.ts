import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadPack } from '../../../../core/script/load-pack.ts';
import { createComplaintService, type ComplaintService } from '../../../../main/cases/complaint-service.ts';
import {
  createCorrectionService,
  type CorrectionService,
} from '../../../../main/cases/correction-service.ts';
import { deskRulesSchema } from '../../../../core/issue/desk-rules.ts';
import { parseRules } from '../../../../main/rules/read-rules.ts';
import { AppError } from '../../../../main/ipc/app-error.ts';
import { parseCalendar } from '../../../../main/issues/read-calendar.ts';
import type { SyncStore } from '../../../../main/store/protocol.ts';
import { makeAttempt, makeIssue, makeRecord, startedAt } from '../../../fixtures/store/attempts.ts';
import { openHere, tempDir } from '../../../fixtures/store/open.ts';
import { makePolicy } from '../../../fixtures/store/policies.ts';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const loaded = loadPack(readFileSync('resources/packs/hf-default-zh.yaml', 'utf8'), { sha256 });
if (!loaded.ok) throw new Error('the shipped pack is broken');
const { pack } = loaded;
const rules = parseRules(deskRulesSchema, readFileSync('resources/issues/desk.yaml', 'utf8'));
const calendar = parseCalendar(readFileSync('resources/calendar/china.yaml', 'utf8'));
const hour = 3_600_000;

let remove: () => void;
let db: Database.Database;
let store: SyncStore;
let now: number;
let complaints: ComplaintService;
let corrections: CorrectionService;
let taskId: string;

const promised = <A extends unknown[], T>(work: (...args: A) => T) => {
  return (...args: A): Promise<T> => Promise.resolve().then(() => work(...args));
};

beforeEach(() => {
  const temp = tempDir();
  remove = temp.remove;
  now = startedAt;
  ({ db, store } = openHere(join(temp.dir, 'desk.sqlite'), () => now));
  store.importPolicies({
    mode: 'live',
    policies: [makePolicy(1)],
    at: startedAt,
    source: 'list.csv',
    agentId: 'a1',
  });
  taskId = store.nextTask('live', now, 'a1').task?.id ?? '';
  const task = store.task(taskId)?.task;
  if (task === undefined) throw new Error('no task');
  const attempt = makeAttempt({ id: 'first', taskId });
  store.openAttempt(attempt);
  const issue = (id: string, code: string, grade: 'U' | 'N') =>
    makeIssue({ id, taskId, attemptId: 'first', code, grade, questionId: null });
  store.closeAttempt({
    record: makeRecord(attempt),
    task: { ...task, state: 'issue' },
    issues: [issue('complaint', 'I17', 'U'), issue('wrong', 'I15', 'N')],
    at: startedAt,
  });
  const common = {
    rules,
    clock: { now: () => now },
    mode: () => 'live' as const,
    locale: () => 'zh-CN' as const,
    agentId: () => 'a9',
    self: () => ({ number: '9001', name: '周明' }),
  };
  complaints = createComplaintService({
    ...common,
    store: {
      issueBoard: promised(store.issueBoard),
      issue: promised(store.issue),
      complaint: promised(store.complaint),
      complaintAct: promised(store.complaintAct),
    },
    pack: () => pack,
    calendar,
  });
  corrections = createCorrectionService({
    ...common,
    newId: () => `correction-${now}`,
    store: {
      task: promised(store.task),
      issue: promised(store.issue),
      correctionsOfTask: promised(store.correctionsOfTask),
      corrections: promised(store.corrections),
      correction: promised(store.correction),
      correctionAct: promised(store.correctionAct),
      audit: promised(store.audit),
    },
  });
});
afterEach(() => {
  db.close();
  remove();
});

const refusalOf = async (work: Promise<unknown>): Promise<string> => {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof AppError ? `${error.code} ${error.field ?? '-'}` : String(error);
};
const actions = (): string[] => db.prepare('SELECT action FROM audit ORDER BY seq').pluck().all() as string[];
const form = {
  channel: 'callback',
  about: 'seller',
  aboutWho: '',
  happened: '说好固定收益',
  wish: null,
  promise: null,
};

describe('complaints', () => {
  it('every issue of the type is one from the start, with both clocks; others are none', async () => {
    const { rows } = await complaints.board('open', '');
    expect(rows).toHaveLength(1);
    expect(rows[0]?.faces).toEqual([
      { clock: 'feedback', dueAt: startedAt + 24 * hour, doneAt: null, late: false },
      expect.objectContaining({ clock: 'close', doneAt: null, late: false }),
    ]);
    expect(rows[0]?.owner).toBe('投诉处理专员');
    expect(await refusalOf(complaints.detail('wrong'))).toBe('not_found issueId');
    expect(await complaints.isOpen({ id: 'complaint', code: 'I17' })).toBe(true);
    expect(await complaints.isOpen({ id: 'wrong', code: 'I15' })).toBe(false);
  });

  it('keeps what is recorded with who and when, in the audit chain, over a restart', async () => {
    await complaints.act('complaint', { type: 'write', form });
    now += hour;
    await complaints.act('complaint', { type: 'feedback', at: now, way: 'phone', text: '已说明' });
    now += hour;
    const detail = await complaints.act('complaint', { type: 'close', result: '已致歉', opinion: 'accepts' });
    expect(detail.complaint).toMatchObject({ happened: '说好固定收益', closedAt: now });
    expect(detail.events.map(({ did, by }) => `${did.type} ${by?.number ?? ''}`)).toEqual([
      'write 9001',
      'feedback 9001',
      'close 9001',
    ]);
    expect(actions().filter((action) => action.startsWith('complaint.'))).toEqual([
      'complaint.write',
      'complaint.feedback',
      'complaint.close',
    ]);
    expect(store.complaint('complaint')?.complaint.closedAt).toBe(now);
    expect(await complaints.isOpen({ id: 'complaint', code: 'I17' })).toBe(false);
    expect((await complaints.board('open', '')).rows).toEqual([]);
    expect((await complaints.board('closed', '')).rows).toHaveLength(1);
  });

  it('no identity or account number gets in, and the refusal names the field', async () => {
    const typed = { ...form, happened: '证件 110105194912310021' };
    expect(await refusalOf(complaints.act('complaint', { type: 'write', form: typed }))).toBe(
      'sensitive_number happened',
    );
    const text = '卡号 6222021234567890123';
    expect(
      await refusalOf(complaints.act('complaint', { type: 'feedback', at: now, way: 'phone', text })),
    ).toBe('sensitive_number feedback');
    expect(store.complaint('complaint')).toBeNull();
  });

  it('reminds at 50, 80 and 100 percent of each clock, once, and counts what is late', async () => {
    const given = () =>
      (store.complaint('complaint')?.events ?? []).flatMap(({ did }) =>
        did.type === 'reminded' ? [`${did.clock} ${did.percent} ${did.to}`] : [],
      );
    expect(await complaints.remind()).toBe(0);
    now = startedAt + 12 * hour;
    expect(await complaints.remind()).toBe(1);
    expect(await complaints.remind()).toBe(0);
    now = startedAt + 25 * hour;
    expect(await complaints.remind()).toBe(1);
    expect(given()).toEqual(['feedback 50 责任人', 'feedback 100 总公司']);
    expect((await complaints.board('open', '')).late).toBe(1);
    await complaints.act('complaint', { type: 'write', form });
    await complaints.act('complaint', { type: 'feedback', at: now, way: 'phone', text: '已说明' });
    now = startedAt + 17 * 24 * hour;
    expect(await complaints.remind()).toBe(1);
    expect(given().at(-1)).toBe('close 100 总公司');
  });
});

describe('correction requests', () => {
  const request = (newValue: string) =>
    corrections.request(taskId, 'wrong', { field: 'mobile', newValue, source: 'callback', note: '' });

  it('from request over 保全 to done; values masked; the policy is not touched; each look is in the audit', async () => {
    const before = db.prepare('SELECT body FROM policy').pluck().get();
    const { rows, tell } = await request('13812345678');
    expect(tell).toContain('通知保全部门为您修改');
    const [row] = rows;
    expect(row).toMatchObject({
      status: 'requested',
      oldValue: '199****0001',
      newValue: '138****5678',
      fieldName: '联系电话',
      requestedBy: { number: '9001' },
    });
    expect(JSON.stringify(rows)).not.toContain('13812345678');
    expect(await corrections.reveal(row?.id ?? '')).toBe('13812345678');
    await corrections.act(row?.id ?? '', { type: 'send' });
    const done = await corrections.act(row?.id ?? '', { type: 'done', answer: '批单 17 号' });
    expect(done.rows[0]).toMatchObject({ status: 'done', answer: '批单 17 号' });
    expect(actions().filter((action) => action.startsWith('correction.'))).toEqual([
      'correction.request',
      'correction.revealed',
      'correction.send',
      'correction.done',
    ]);
    expect(db.prepare("SELECT count(*) FROM audit WHERE detail LIKE '%13812345678%'").pluck().get()).toBe(0);
    expect(db.prepare('SELECT body FROM policy').pluck().get()).toBe(before);
    expect((await corrections.board('open', '')).rows).toEqual([]);
    expect((await corrections.board('closed', '联系电话')).rows).toHaveLength(1);
  });

  it('refuses identity and account numbers, naming the field', async () => {
    expect(await refusalOf(request('110105194912310021'))).toBe('sensitive_number newValue');
    expect(
      await refusalOf(
        corrections.request(taskId, null, {
          field: 'address',
          newValue: '西湖区一号',
          source: 'callback',
          note: '卡 6222021234567890123',
        }),
      ),
    ).toBe('sensitive_number note');
    expect((await corrections.ofTask(taskId)).rows).toEqual([]);
  });

  it('the next callback of the policy sees it too', async () => {
    await request('13812345678');
    store.importPolicies({
      mode: 'live',
      policies: [makePolicy(1, { callback: { kind: 'lapse', date: '2026-03-01' } })],
      at: now,
      source: 'list.csv',
      agentId: 'a1',
    });
    const next = store.nextTask('live', now, 'a1').task?.id ?? '';
    expect(next).not.toBe(taskId);
    expect((await corrections.ofTask(next)).rows).toHaveLength(1);
  });
});
