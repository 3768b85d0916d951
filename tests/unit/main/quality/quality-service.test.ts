import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allLeaves, qualityFormSchema, type QualityForm } from '../../../../core/quality/form-schema.ts';
import type { QualityMarks, Scorer } from '../../../../core/quality/review.ts';
import { loadPack } from '../../../../core/script/load-pack.ts';
import { AppError } from '../../../../main/ipc/app-error.ts';
import { createQualityService } from '../../../../main/quality/quality-service.ts';
import type { SyncStore } from '../../../../main/store/protocol.ts';
import { makeAttempt, makeRecord, startedAt } from '../../../fixtures/store/attempts.ts';
import { openHere, tempDir } from '../../../fixtures/store/open.ts';
import { makePolicy } from '../../../fixtures/store/policies.ts';
import { shippedForm } from '../../core/quality/shipped-form.ts';

/** Scoring on a real database file. */
const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const loaded = loadPack(readFileSync('resources/packs/hf-default-zh.yaml', 'utf8'), { sha256 });
if (!loaded.ok) throw new Error('the shipped pack is broken');
const { pack } = loaded;
const form = shippedForm();
const hour = 3_600_000;

let remove: () => void;
let db: Database.Database;
let store: SyncStore;
let now: number;
let scorer: Scorer;
let mayScore: boolean;
let kicked: number;
let ids: number;

const promised = <A extends unknown[], T>(work: (...args: A) => T) => {
  return (...args: A): Promise<T> => Promise.resolve().then(() => work(...args));
};
const service = (inForce: QualityForm = form) =>
  createQualityService({
    store: {
      record: promised(store.record),
      task: promised(store.task),
      qualityReviews: promised(store.qualityReviews),
      addQualityReview: promised(store.addQualityReview),
    },
    packs: {
      byHash: () => Promise.resolve(pack),
      current: () => ({ pack, hash: 'f'.repeat(64), text: '' }),
    },
    form: inForce,
    clock: { now: () => now },
    newId: () => `id-${(ids += 1)}`,
    scorer: () => scorer,
    mayScore: () => mayScore,
    onIssue: () => {
      kicked += 1;
    },
  });

const call = (id: string, answeredAt: number | null = startedAt + 5_000): void => {
  const taskId = store.nextTask('live', now, 'a1').task?.id ?? '';
  const task = store.task(taskId)?.task;
  if (task === undefined) throw new Error('no task');
  const attempt = makeAttempt({ id, taskId });
  store.openAttempt(attempt);
  store.closeAttempt({
    record: makeRecord(attempt, { answeredAt }),
    task: { ...task, state: 'succeeded' },
    issues: [],
    at: startedAt,
  });
};

beforeEach(() => {
  const temp = tempDir();
  remove = temp.remove;
  now = startedAt;
  ids = 0;
  kicked = 0;
  mayScore = true;
  scorer = { number: '9001', name: '周岚', agentId: 'qc-1' };
  ({ db, store } = openHere(join(temp.dir, 'desk.sqlite'), () => now));
  store.importPolicies({
    mode: 'live',
    policies: [makePolicy(1), makePolicy(2)],
    at: startedAt,
    source: 'list.csv',
    agentId: 'a1',
  });
  call('first');
  now = startedAt + 5 * hour;
});
afterEach(() => {
  db.close();
  remove();
});

const marks = (change: Partial<QualityMarks> = {}): QualityMarks => ({
  answers: Object.fromEntries(allLeaves(form).map(({ id }) => [id, 'met' as const])),
  comments: {},
  fatal: {},
  remark: '',
  ...change,
});
const good = marks();
const bad = marks({
  answers: { ...good.answers, C3: 'not_met', C4: 'not_met' },
  comments: { C3: '只核对一项' },
});
const score = (given: QualityMarks, attemptId = 'first') =>
  service().score({ attemptId, formVersion: form.version, marks: given });
const refusalOf = async (work: Promise<unknown>): Promise<string> => {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof AppError ? `${error.code} ${error.field ?? '-'}` : String(error);
};
const column = (sql: string): unknown[] => db.prepare(sql).pluck().all();

describe('a score', () => {
  it('is kept with its form, its scorer and its time, and stands in the audit chain', async () => {
    const { reviews } = await score(good);
    expect(reviews).toHaveLength(1);
    expect(reviews[0]).toMatchObject({
      form,
      issueId: null,
      review: {
        attemptId: 'first',
        form: { id: 'quality-form', version: '1.0.0' },
        agent: { number: '0001' },
        scorer: { number: '9001', name: '周岚' },
        at: now,
        total: 100,
        passed: true,
      },
    });
    expect(column("SELECT detail FROM audit WHERE action = 'quality.scored'")).toEqual([
      'quality-form 1.0.0 100',
    ]);
    expect(column('SELECT count(*) FROM issue')).toEqual([0]);
    expect(kicked).toBe(0);
  });

  it('never changes: neither it nor the form it was made with can be written over or taken away', async () => {
    await score(good);
    for (const sql of [
      'UPDATE quality_review SET total = 99',
      'DELETE FROM quality_review',
      "UPDATE quality_form SET version = '9.9.9'",
      'DELETE FROM quality_form',
    ])
      expect(() => db.exec(sql), sql).toThrow(/is never/);
  });

  it('a second scoring is another row, newest first; an old one keeps its own form', async () => {
    await score(good);
    const revised = qualityFormSchema.parse({ ...form, version: '1.1.0', pass: 90 });
    now += hour;
    const lost = marks({ answers: { ...good.answers, C3: 'part', C2: 'not_met', E1: 'part' } });
    const { reviews } = await service(revised).score({
      attemptId: 'first',
      formVersion: '1.1.0',
      marks: lost,
    });
    expect(
      reviews.map((one) => [one.review.total, one.review.passed, one.form.version, one.form.pass]),
    ).toEqual([
      [89.5, false, '1.1.0', 90],
      [100, true, '1.0.0', 85],
    ]);
    expect(
      await refusalOf(service(revised).score({ attemptId: 'first', formVersion: '1.0.0', marks: good })),
    ).toBe('quality_form_changed -');
  });
});

describe('a failed check', () => {
  it('opens 回访质量不合格重访 once, with what was wrong, for another person to call again', async () => {
    await score(bad);
    now += hour;
    const { reviews } = await score(marks({ fatal: { Z3: '02:10 问了完整身份证号' } }));
    expect(reviews.map(({ review }) => [review.total, review.passed])).toEqual([
      [0, false],
      [80, false],
    ]);
    const issues = store.issueBoard('live');
    expect(issues.map(({ code, grade, owner, finder }) => [code, grade, owner, finder])).toEqual([
      ['I23', 'I', '回访主管', '0001'],
    ]);
    expect(issues[0]?.note).toBe(
      '质检 80 分（合格线 85，评分表 1.0.0）。不符合：C3 告知保单信息前核对两项以上身份；C4 必问项全部提问',
    );
    expect(issues[0]?.firstDueAt).toBe(startedAt + 5 * hour + 12 * hour);
    expect(new Set(reviews.map(({ issueId }) => issueId))).toEqual(new Set([issues[0]?.id]));
    expect(store.task(issues[0]?.taskId ?? '')?.row.grade).toBe('I');
    expect(kicked).toBe(2);
  });

  it('85 passes and 84.5 fails', async () => {
    const fine = marks({ answers: { ...good.answers, P1: 'not_met', E3: 'not_met', E4: 'not_met' } });
    expect((await score(fine)).reviews[0]?.review).toMatchObject({ total: 85, passed: true });
    const short = marks({ answers: { ...fine.answers, C1d: 'part' } });
    expect((await score(short)).reviews[0]?.review).toMatchObject({ total: 84.5, passed: false });
  });
});

describe('who may score', () => {
  it.each([
    ['the agent who made the call, by number', { number: ' 0001', name: '别名', agentId: 'other' }],
    ['the same seat or person, by id', { number: '7777', name: '别名', agentId: 'a1' }],
  ])('never %s', async (_who, who) => {
    scorer = who;
    expect(await refusalOf(score(good))).toBe('quality_own_call -');
    expect((await service().view('first')).bar).toBe('quality_own_call');
    expect(column('SELECT count(*) FROM quality_review')).toEqual([0]);
  });

  it('the store itself keeps no score of one’s own call', () => {
    expect(() =>
      db.exec(
        `INSERT INTO quality_form VALUES ('h', 'f', '1.0.0', '{}');
         INSERT INTO quality_review (id, attempt_id, mode, form_hash, agent_number, scorer_number, scored_at, total,
           passed, body) VALUES ('x', 'first', 'live', 'h', '0001', '0001', 1, 90, 1, '{}')`,
      ),
    ).toThrow(/CHECK/);
  });

  it('an agent sees the scores of his own calls, not those of others, and no pre-score', async () => {
    await score(good);
    mayScore = false;
    expect((await service().view('first')).reviews).toEqual([]);
    scorer = { number: '0001', name: '示例坐席', agentId: 'a1' };
    const own = await service().view('first');
    expect(own.reviews).toHaveLength(1);
    expect(own.pre).toEqual({ items: {}, fatal: {} });
  });

  it('not a call that nobody answered, nor one that is not there', async () => {
    call('silent', null);
    expect(await refusalOf(score(good, 'silent'))).toBe('quality_no_talk -');
    expect(await refusalOf(score(good, 'none'))).toBe('not_found attemptId');
  });
});

describe('marks that cannot be kept are refused with the item', () => {
  const { C5: _gone, ...withoutC5 } = good.answers;
  const all = (answer: 'na'): QualityMarks['answers'] =>
    Object.fromEntries(Object.keys(good.answers).map((id) => [id, answer]));
  it.each<[string, Partial<QualityMarks>]>([
    ['quality_incomplete C5', { answers: withoutC5 }],
    ['bad_input C9', { answers: { ...good.answers, C9: 'met' } }],
    ['bad_input Z13', { fatal: { Z13: 'x' } }],
    ['text_missing Z5', { fatal: { Z5: '' } }],
    ['sensitive_number E1', { comments: { E1: '证件 110101199003078515' } }],
    ['sensitive_number Z3', { fatal: { Z3: '卡号 6222 0212 3456 7890 123' } }],
    ['sensitive_number remark', { remark: '身份证一一零一零一一九九零零三零七八五一五' }],
    ['quality_nothing_applies -', { answers: all('na') }],
  ])('%s', async (told, change) => {
    expect(await refusalOf(score(marks(change)))).toBe(told);
    expect(column('SELECT count(*) FROM quality_review')).toEqual([0]);
  });
});
