import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AnswerRecord, CallbackRecord } from '../../../../core/callback/record.ts';
import { allLeaves } from '../../../../core/quality/form-schema.ts';
import { groundCodes, preScores } from '../../../../core/quality/pre-score.ts';
import { loadPack } from '../../../../core/script/load-pack.ts';
import type { RecordChecks } from '../../../../core/script/record-checks.ts';
import { zhCn } from '../../../../renderer/locales/zh-cn/catalogue.ts';
import { makeAttempt, makeRecord, startedAt } from '../../../fixtures/store/attempts.ts';
import { paceRows } from '../../../fixtures/domain/quality.ts';
import { shippedForm } from './shipped-form.ts';

const loaded = loadPack(readFileSync('resources/packs/hf-default-zh.yaml', 'utf8'), {
  sha256: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
});
if (!loaded.ok) throw new Error('the shipped pack is broken');
const { pack } = loaded;
const form = shippedForm();

const answer = (questionId: string, s: number, change: Partial<AnswerRecord> = {}): AnswerRecord => ({
  questionId,
  asking: 1,
  textHash: 'a'.repeat(64),
  value: 'yes',
  label: '是',
  words: '',
  abnormal: false,
  pace: { shownAt: startedAt + s * 1000 - 10_000, characters: 18, charsPerMinute: 108 },
  at: startedAt + s * 1000,
  offsetMs: s * 1000,
  ...change,
});
const pass = (factorId: string, s: number): CallbackRecord['verifications'][number] => ({
  factorId,
  outcome: 'pass',
  at: startedAt + s * 1000,
  offsetMs: s * 1000,
});
const step = (
  name: RecordChecks['steps'][number]['step'],
  done: number,
  total: number,
  status: RecordChecks['steps'][number]['status'] = 'kept',
): RecordChecks['steps'][number] => ({ step: name, status, done, total, reasons: [] });

const checks: RecordChecks = {
  pace: { rules: { limit: 180, band: { from: 100, to: 120 } }, average: 108, violations: [] },
  qualityFlags: [],
  agentWords: [],
  steps: [
    step('opening', 4, 4),
    step('identity', 2, 2),
    step('questions', 3, 3),
    step('objections', 1, 1),
    step('summary', 1, 1),
    step('archive', 1, 1),
  ],
  fields: [],
  objections: [],
  summary: { text: '总结', confirmed: true, at: startedAt + 90_000 },
  keywords: [],
};
const whole = (change: Partial<CallbackRecord> = {}): CallbackRecord =>
  makeRecord(makeAttempt({ id: 'one', taskId: 'task' }), {
    answers: [
      answer('Q01', 10),
      answer('Q02', 20),
      answer('Q03', 30),
      answer('Q04', 40),
      answer('Q10', 60),
      answer('Q19', 70),
      answer('Q90', 90),
      answer('Q91', 100),
    ],
    verifications: [pass('birthDate', 45), pass('idLast4', 50)],
    checks,
    ...change,
  });
const withChecks = (change: Partial<RecordChecks>, more: Partial<CallbackRecord> = {}): CallbackRecord =>
  whole({ checks: { ...checks, ...change }, ...more });
const pre = (record: CallbackRecord) => preScores({ form, record, pack });
const said = (record: CallbackRecord, id: string) => {
  const { items, fatal } = pre(record);
  const found = items[id] ?? fatal[id];
  return found === undefined ? null : [found.answer, found.certainty, found.ground];
};

describe('what the record of a good call says', () => {
  const good: readonly (readonly [string, unknown, string, string])[] = [
    ['C1a', 'met', 'likely', 'asked'],
    ['C1b', 'met', 'likely', 'asked'],
    ['C1c', 'met', 'likely', 'asked'],
    ['C1d', null, 'listen', 'listen'],
    ['C2', 'met', 'likely', 'asked'],
    ['C3', 'met', 'proven', 'identity_kept'],
    ['C4', 'met', 'likely', 'required_all'],
    ['C5', null, 'listen', 'listen'],
    ['C6', 'met', 'likely', 'single_all'],
    // A lower bound in the band proves nothing: the true pace may be higher.
    ['C7', null, 'listen', 'pace_bound'],
    ['C8', 'na', 'likely', 'abnormal_none'],
    ['P1', 'na', 'likely', 'questions_none'],
    ['P2', null, 'listen', 'own_words_none'],
    ['P3', 'na', 'likely', 'objections_none'],
    ['P4', 'na', 'likely', 'promises_none'],
    ['P5', 'met', 'likely', 'summary_confirmed'],
    ['P6', null, 'listen', 'archive_kept'],
    ['E1', null, 'listen', 'listen'],
    ['E2', null, 'listen', 'listen'],
    ['E3', null, 'listen', 'listen'],
    ['E4', null, 'listen', 'listen'],
    ['E5', 'met', 'likely', 'asked'],
    ['Z1', 'met', 'proven', 'identity_kept'],
    ['Z2', 'met', 'proven', 'identity_kept'],
    ['Z3', null, 'listen', 'listen'],
    ['Z4', 'met', 'likely', 'single_all'],
    ['Z5', null, 'listen', 'own_words_none'],
    ['Z8', 'met', 'likely', 'required_all'],
    ['Z9', 'met', 'likely', 'abnormal_none'],
    ['Z10', null, 'listen', 'listen'],
  ];
  it.each(good)('%s: %s, %s, on the ground %s', (id, answerOf, certainty, ground) => {
    expect(said(whole(), id)).toEqual([answerOf, certainty, ground]);
  });

  it('has a pre-score with a sentence for each item, and for no other', () => {
    const { items, fatal } = pre(whole());
    expect(Object.keys(items)).toEqual(allLeaves(form).map(({ id }) => id));
    expect(Object.keys(fatal)).toEqual(form.fatal.map(({ id }) => id));
    expect(Object.keys(zhCn.qualityGround).sort()).toEqual([...groundCodes].sort());
  });
});

describe('opening, recording, close', () => {
  it('finds what was not asked, and leaves a robot’s opening to its own recording', () => {
    const without = (id: string, more: AnswerRecord[] = []): CallbackRecord =>
      whole({ answers: [...more, ...whole().answers.filter(({ questionId }) => questionId !== id)] });
    expect(said(without('Q04'), 'C2')).toEqual(['not_met', 'likely', 'not_asked']);
    expect(said(without('Q01', [answer('Q10', 1, { by: 'robot' })]), 'C1a')).toEqual([
      null,
      'listen',
      'robot',
    ]);
    expect(said(whole({ scriptId: 'SURVEY', answers: [answer('S01', 5)] }), 'C2')).toEqual([
      'na',
      'likely',
      'not_in_script',
    ]);
  });
});

describe('identity (C3, Z1, Z2)', () => {
  const late = whole({ verifications: [pass('birthDate', 45), pass('idLast4', 65)] });
  const once = whole({ verifications: [pass('birthDate', 45), pass('birthDate', 50)] });
  it.each([
    ['the second factor came after the first policy question', late],
    ['the same factor twice', once],
    ['identity not passed, yet a policy question answered', whole({ identityPassed: false })],
    ['three factors needed', withChecks({ steps: [step('identity', 2, 3)] })],
  ])('%s: not met and a sign for Z1', (_why, record) => {
    for (const id of ['C3', 'Z1', 'Z2'])
      expect(said(record, id)).toEqual(['not_met', 'proven', 'identity_short']);
  });

  it('nothing of the policy was told, or the script tells nothing: does not apply', () => {
    const stopped = whole({ identityPassed: false, verifications: [], answers: [answer('Q02', 20)] });
    expect(said(stopped, 'C3')).toEqual(['na', 'proven', 'identity_locked']);
    expect(said(stopped, 'Z2')).toEqual(['met', 'proven', 'identity_locked']);
    const survey = withChecks({ steps: [step('identity', 0, 0, 'not_needed')] });
    expect(said(survey, 'C3')).toEqual(['na', 'proven', 'identity_not_needed']);
  });
});

describe('required items (C4, Z8)', () => {
  const open = { steps: [step('questions', 2, 3, 'open'), step('summary', 1, 1)] };
  it('a successful call with one open is not met, and raises Z8', () => {
    expect(said(withChecks(open), 'C4')).toEqual(['not_met', 'proven', 'required_open']);
    expect(said(withChecks(open), 'Z8')).toEqual(['not_met', 'proven', 'required_open']);
  });
  it('completed but not successful is no Z8; a call that ended early is neither', () => {
    expect(said(withChecks(open, { successful: false }), 'C4')?.[0]).toBe('not_met');
    expect(said(withChecks(open, { successful: false }), 'Z8')?.[0]).toBe('met');
    const ended = withChecks(open, { successful: false, completed: false });
    expect(said(ended, 'C4')).toEqual(['na', 'likely', 'required_ended']);
    expect(said(ended, 'Z8')?.[0]).toBe('met');
  });
});

describe('pace (C7) and one at a time (C6, Z4)', () => {
  const average = (pace: number | null) => withChecks({ pace: { ...checks.pace, average: pace } });
  it.each(paceRows)('an average of at least %d to %d is never told better than %s', (from, to, points) => {
    for (const pace of [from, to]) {
      const [given] = said(average(pace), 'C7') ?? [];
      // Below 100 the bound says nothing: the card's time holds the customer's answer too.
      expect(given).toBe(points === 'half' && pace > 120 ? 'part' : null);
    }
  });
  it('above the bands nothing is left; 150 is half, 151 none', () => {
    expect(said(average(150), 'C7')).toEqual(['part', 'likely', 'pace_half']);
    expect(said(average(151), 'C7')).toEqual(['not_met', 'proven', 'pace_over']);
    expect(said(average(null), 'C7')).toEqual([null, 'listen', 'pace_untimed']);
    expect(said(whole({ checks: undefined }), 'C7')).toEqual([null, 'listen', 'no_checks']);
  });
  it('180 on an item of the law is a violation of the whole, on another question it is not', () => {
    const violation = (statutory: boolean, charsPerMinute: number) =>
      withChecks({
        pace: {
          ...checks.pace,
          violations: [{ questionId: 'Q19', charsPerMinute, statutory, at: startedAt + 70_000 }],
        },
      });
    expect(said(violation(true, 180), 'C7')).toEqual(['not_met', 'proven', 'pace_violation']);
    expect(pre(violation(true, 180)).items['C7']).toMatchObject({
      values: { places: 'Q19', pace: 180, limit: 180 },
      offsetMs: 70_000,
    });
    expect(said(violation(true, 179), 'C7')?.[2]).toBe('pace_bound');
    expect(said(violation(false, 200), 'C7')?.[2]).toBe('pace_bound');
  });
  it('a card that nobody can have read was not asked by itself, and may have been filled in', () => {
    const fast = (charsPerMinute: number) =>
      whole({
        answers: [
          ...whole().answers,
          answer('Q20', 80, { pace: { shownAt: startedAt, characters: 18, charsPerMinute } }),
        ],
      });
    expect(said(fast(399), 'C6')?.[0]).toBe('met');
    expect(said(fast(400), 'C6')).toEqual(['not_met', 'likely', 'single_impossible']);
    expect(said(fast(400), 'Z4')).toEqual(['not_met', 'likely', 'single_impossible']);
    const untimed = whole({ answers: whole().answers.map((one) => ({ ...one, pace: undefined })) });
    expect(said(untimed, 'C6')).toEqual([null, 'listen', 'single_untimed']);
  });
});

describe('abnormal answers (C8, Z9)', () => {
  const unclear = [...whole().answers, answer('Q19', 75, { value: 'unclear', abnormal: true })];
  const issue = { code: 'I08', grade: 'I' as const, questionId: 'Q19', note: '' };
  it('each with its issue is met, one without raises Z9', () => {
    expect(said(whole({ answers: unclear, issues: [issue] }), 'C8')).toEqual([
      'met',
      'likely',
      'abnormal_all',
    ]);
    const hidden = whole({ answers: unclear });
    expect(said(hidden, 'C8')).toEqual(['not_met', 'likely', 'abnormal_missing']);
    expect(said(hidden, 'Z9')).toEqual(['not_met', 'likely', 'abnormal_missing']);
    expect(pre(hidden).items['C8']?.values).toEqual({ places: 'Q19', count: 1 });
  });
  it('the last answer to a question decides, and one that opens nothing needs none', () => {
    expect(said(whole({ answers: [...unclear, answer('Q19', 80)] }), 'C8')?.[2]).toBe('abnormal_none');
    const away = whole({ answers: [answer('Q03', 30, { value: 'no', abnormal: true })] });
    expect(said(away, 'C8')?.[2]).toBe('abnormal_none');
  });
});

describe('skill', () => {
  const question = (promised: boolean): NonNullable<CallbackRecord['customerQuestions']>[number] => ({
    n: 1,
    text: '什么时候能退',
    questionId: 'Q34',
    from: 'agent',
    at: startedAt + 85_000,
    offsetMs: 85_000,
    status: promised ? 'promised' : 'answered',
    answer: null,
    promise: promised
      ? { id: 'p', what: '答复', dueAt: startedAt + 90_000_000, way: 'phone', owner: 'agent', at: startedAt }
      : null,
  });
  it('questions are to be heard, promises are proved by their form', () => {
    expect(said(whole({ customerQuestions: [question(false)] }), 'P1')).toEqual([
      null,
      'listen',
      'questions_some',
    ]);
    expect(said(whole({ customerQuestions: [question(false)] }), 'P4')?.[2]).toBe('promises_none');
    expect(said(whole({ customerQuestions: [question(true)] }), 'P4')).toEqual([
      'met',
      'likely',
      'promises_all',
    ]);
  });
  it('words, objections, summary, filing', () => {
    expect(said(withChecks({ agentWords: ['您就说知道'] }), 'P2')).toEqual([
      'not_met',
      'likely',
      'own_words',
    ]);
    const raised = { objectionId: 'O1', cause: '价格敏感', trigger: '太贵', issue: null, at: 1, offsetMs: 1 };
    expect(said(withChecks({ objections: [raised] }), 'P3')).toEqual([null, 'listen', 'objections_some']);
    expect(said(withChecks({ summary: null }), 'P5')).toEqual(['not_met', 'proven', 'summary_missing']);
    expect(said(withChecks({ summary: null }, { completed: false }), 'P5')?.[0]).toBe('na');
    const denied = { text: '总结', confirmed: false, at: 1 };
    expect(said(withChecks({ summary: denied }), 'P5')).toEqual(['part', 'likely', 'summary_denied']);
    expect(said(withChecks({ steps: [step('archive', 1, 1, 'broken')] }), 'P6')?.[2]).toBe('archive_late');
  });
});
