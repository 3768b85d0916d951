import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Locale } from '../../../../core/ipc/features/app.ts';
import type { WorkMode } from '../../../../core/callback/task.ts';
import type { Store } from '../../../../core/ports.ts';
import type { ScriptEvent } from '../../../../core/script/events.ts';
import { loadPack } from '../../../../core/script/load-pack.ts';
import { createDrillReviews } from '../../../../main/practice/drill-reviews.ts';
import type { SyncStore } from '../../../../main/store/protocol.ts';
import { makeAttempt, makeRecord, startedAt } from '../../../fixtures/store/attempts.ts';
import { openHere, tempDir } from '../../../fixtures/store/open.ts';
import { makePolicy } from '../../../fixtures/store/policies.ts';
import { shippedBook } from '../../core/practice/shipped-book.ts';

/** The service on a real database file, with practice calls that were closed in it. */
let store: SyncStore;
let end: () => void;
let mode: WorkMode;
let locale: Locale;
let agentId: string;

const loaded = loadPack(readFileSync('resources/packs/hf-default-zh.yaml', 'utf8'), {
  sha256: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
});
if (!loaded.ok) throw new Error('the shipped pack is broken');
const { pack } = loaded;

/** The store answers at once here; the service waits for promises all the same. */
const waiting = <K extends keyof SyncStore>(name: K) =>
  ((...args: Parameters<SyncStore[K]>) =>
    Promise.resolve((store[name] as (...all: unknown[]) => unknown)(...args))) as unknown as Store[K];

const service = () =>
  createDrillReviews({
    store: {
      practiceRun: waiting('practiceRun'),
      practiceRuns: waiting('practiceRuns'),
      noteDrill: waiting('noteDrill'),
      task: waiting('task'),
      setting: waiting('setting'),
      setSetting: waiting('setSetting'),
    },
    book: shippedBook(),
    packs: { byHash: () => Promise.resolve(pack) },
    knowledgeTitle: (id) => `title of ${id}`,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    mode: () => mode,
    locale: () => locale,
    agentId: () => agentId,
    speaker: () => ({ company: '华丰人寿', servicePhone: '95500', agentName: '李敏', agentNumber: '1024' }),
  });

beforeEach(() => {
  const { dir, remove } = tempDir();
  const opened = openHere(join(dir, 'desk.sqlite'));
  ({ store } = opened);
  end = () => {
    opened.db.close();
    remove();
  };
  [mode, locale, agentId] = ['practice', 'zh-CN', 'a1'];
  const policies = [1, 2, 3].map((number) => makePolicy(number));
  for (const each of ['live', 'practice'] as const)
    store.importPolicies({ mode: each, policies, at: startedAt, source: 'list.csv', agentId });
});
afterEach(() => end());

/** Opens and closes a call on the nth task; the events are what was stored of it. */
const call = (input: {
  id: string;
  n: number;
  drill: string | null;
  mode?: WorkMode;
  events?: readonly ScriptEvent[];
  disposition: string;
}): void => {
  const { rows } = store.taskPage({
    mode: input.mode ?? 'practice',
    filter: 'all',
    search: '',
    offset: 0,
    limit: 9,
    now: startedAt,
    agentId,
  });
  const task = store.task(rows[input.n]?.id ?? '')?.task;
  if (task === undefined) throw new Error('no task');
  const attempt = {
    ...makeAttempt({ id: input.id, taskId: task.id }),
    mode: input.mode ?? ('practice' as const),
    agentId,
    startedAt: startedAt + input.n,
    events: [...(input.events ?? [])],
  };
  store.openAttempt(attempt);
  if (input.drill !== null) store.noteDrill(input.id, input.drill);
  const record = { ...makeRecord(attempt), disposition: input.disposition, agentId };
  store.closeAttempt({ record, task: { ...task, state: 'redial' }, issues: [], at: startedAt + 60_000 });
};

const stamp = (n: number) => ({ at: startedAt + n * 9000, offsetMs: n * 9000 });
const sonRefused: ScriptEvent[] = [
  { type: 'answer', questionId: 'Q01', value: 'read', words: '', ...stamp(1) },
  { type: 'answer', questionId: 'Q02', value: 'yes', words: '', ...stamp(2) },
  { type: 'answer', questionId: 'Q03', value: 'yes', words: '', ...stamp(3) },
  { type: 'answer', questionId: 'Q04', value: 'yes', words: '', ...stamp(4) },
  { type: 'verify', factorId: 'F_dob', outcome: 'fail', ...stamp(5) },
  { type: 'verify', factorId: 'F_dob', outcome: 'fail', ...stamp(6) },
];

test('a review is made from what was stored: of the named call, of the latest, in the language on screen', async () => {
  call({ id: 'c1', n: 0, drill: 'T1', events: sonRefused, disposition: 'D17' });
  call({ id: 'c2', n: 1, drill: 'T1', events: sonRefused.slice(0, 5), disposition: 'D12' });
  const reviews = service();
  const first = (await reviews.review('c1')).shown;
  expect(first?.review).toMatchObject({ attemptId: 'c1', drill: 'T1', verdict: 'passed' });
  expect(first?.dispositionName).toBe('身份核验未通过');
  expect(first?.questionNames['V1']).toBe('出生日期');
  locale = 'en';
  const latest = (await reviews.review(null)).shown;
  expect(latest?.review).toMatchObject({ attemptId: 'c2', verdict: 'failed' });
  expect(latest?.knowledgeTitles['F22']).toBe('title of F22');
  expect(latest?.questionNames['V1']).toBe('birth date');
});

test('the first word on which drill it was stands, and a call without one is no drill', async () => {
  call({ id: 'c1', n: 0, drill: 'T1', events: sonRefused, disposition: 'D17' });
  const reviews = service();
  reviews.begun('c1', 'T6');
  expect((await reviews.review('c1')).shown?.review.drill).toBe('T1');
  call({ id: 'c2', n: 1, drill: null, events: sonRefused, disposition: 'D17' });
  expect((await reviews.review('c2')).shown).toBeNull();
  expect((await reviews.review('nobody')).shown).toBeNull();
});

test('the history counts the own practice calls only and keeps the best', async () => {
  call({ id: 'c1', n: 0, drill: 'T1', events: sonRefused, disposition: 'D17' });
  call({ id: 'c2', n: 1, drill: 'T1', events: sonRefused.slice(0, 5), disposition: 'D12' });
  call({ id: 'live', n: 0, mode: 'live', drill: 'T1', events: sonRefused, disposition: 'D17' });
  agentId = 'a2';
  call({ id: 'c3', n: 2, drill: 'T1', events: sonRefused, disposition: 'D17' });
  agentId = 'a1';
  const { drills } = await service().history();
  expect(drills.map(({ drill }) => drill).slice(0, 2)).toEqual(['T0', 'T1']);
  expect(drills[0]).toEqual({ drill: 'T0', runs: 0, passed: 0, best: null });
  expect(drills[1]).toMatchObject({ runs: 2, passed: 1, best: { attemptId: 'c1', verdict: 'passed' } });
});

test('hints: in practice only, until the first call is over or they were put away', async () => {
  const reviews = service();
  expect(await reviews.hints()).toEqual({ show: true });
  mode = 'live';
  expect(await reviews.hints()).toEqual({ show: false });
  mode = 'practice';
  call({ id: 'c1', n: 0, drill: 'T0', events: [], disposition: 'D12' });
  expect(await reviews.hints()).toEqual({ show: false });
  agentId = 'a2';
  expect(await reviews.hints()).toEqual({ show: true });
  expect(await reviews.putHintsAway()).toEqual({ show: false });
  expect(await service().hints()).toEqual({ show: false });
});
