import { describe, expect, test } from 'vitest';
import { recordChecks, recordChecksSchema } from '../../../../core/script/record-checks.ts';
import { stepStatuses } from '../../../../core/script/step-status.ts';
import { scriptVariables } from '../../../../core/script/variables.ts';
import { now, planOf, policyOf, Running, session, subjects } from './support.ts';

const checksOf = (running: Running, input: { notes?: string; closedAt?: number } = {}) =>
  recordChecks(running.plan, running.state, {
    events: running.events,
    notes: input.notes ?? '',
    variables: scriptVariables(policyOf(), session),
    startedAt: now,
    callEndedAt: now + 600_000,
    closedAt: input.closedAt ?? now + 660_000,
  });

const statuses = (running: Running) =>
  Object.fromEntries(
    stepStatuses(running.plan, running.state, { tooFast: new Set(), archived: null }).map(
      ({ step, status, reasons }) => [step, reasons.length === 0 ? status : `${status}: ${reasons.join()}`],
    ),
  );

describe('domain.md row 55: status of each step', () => {
  test('a clean callback keeps all six', () => {
    const { steps } = checksOf(new Running().toEnd());
    expect(steps.map(({ step, status }) => [step, status])).toEqual([
      ['opening', 'kept'],
      ['identity', 'kept'],
      ['questions', 'kept'],
      ['objections', 'kept'],
      ['summary', 'kept'],
      ['archive', 'kept'],
    ]);
    expect(steps.find(({ step }) => step === 'questions')?.reasons).toEqual([]);
  });

  test('in the middle of a call what is not done is open', () => {
    expect(statuses(new Running().until('Q11'))).toEqual({
      opening: 'kept',
      identity: 'kept',
      questions: 'open: unanswered',
      objections: 'open: unanswered',
      summary: 'open: unanswered',
      archive: 'open',
    });
  });

  test('an abnormal answer is found, also when it was explained', () => {
    const running = new Running().until('Q19').answer('Q19', 'unclear');
    running.do({ type: 'ask_again', questionId: 'Q19' }).answer('Q19', 'yes').toEnd();
    expect(statuses(running)['questions']).toBe('found: abnormal');
    expect(
      running.state.answers.filter(({ questionId }) => questionId === 'Q19').map(({ value }) => value),
    ).toEqual(['unclear', 'yes']);
  });

  test('somebody else: the opening found it, and what follows was lawfully not reached', () => {
    const running = new Running().until('Q02').answer('Q02', 'no');
    expect(statuses(running)).toMatchObject({
      opening: 'found: unanswered,abnormal',
      identity: 'not_reached',
      questions: 'not_reached',
      summary: 'not_reached',
    });
  });

  test('identity that fails is found, and no question was reached', () => {
    const running = new Running().until('F_dob');
    running
      .do({ type: 'verify', factorId: 'F_dob', outcome: 'fail' })
      .do({ type: 'verify', factorId: 'F_dob', outcome: 'fail' });
    expect(statuses(running)).toMatchObject({ identity: 'found: identity_failed', questions: 'not_reached' });
  });

  test('a refused answer is told as such', () => {
    const running = new Running().until('Q11').answer('Q11', 'refused').toEnd();
    expect(statuses(running)['questions']).toBe('found: refused,abnormal');
  });

  test('a script without a gate needs no identity', () => {
    const running = new Running(planOf({ callback: subjects.survey }));
    expect(statuses(running)).toMatchObject({
      opening: 'not_needed',
      identity: 'not_needed',
      questions: 'open: unanswered',
    });
  });

  test('a question read too fast breaks its step and calls for quality check', () => {
    const running = new Running().until('Q11');
    running.do({
      type: 'answer',
      questionId: 'Q11',
      value: 'yes',
      words: '',
      shown: { at: now + running.events.length * 1000 - 1000, characters: 18 },
    });
    const checks = checksOf(running.toEnd());
    expect(checks.qualityFlags).toEqual(['pace']);
    expect(checks.pace).toMatchObject({
      average: 1080,
      violations: [{ questionId: 'Q11', charsPerMinute: 1080, statutory: true }],
    });
    expect(checks.steps.find(({ step }) => step === 'questions')).toMatchObject({
      status: 'broken',
      reasons: ['pace'],
    });
  });

  test('a record closed later than the pack allows is late', () => {
    const archive = (closedAt: number) => checksOf(new Running().toEnd(), { closedAt }).steps.at(-1);
    expect(archive(now + 600_000 + 10 * 60_000)).toMatchObject({ status: 'kept' });
    expect(archive(now + 600_000 + 10 * 60_000 + 1)).toMatchObject({ status: 'broken', reasons: ['late'] });
  });

  test('words of the agent that lead call for quality check', () => {
    expect(checksOf(new Running().toEnd(), { notes: '告诉客户稳赚' })).toMatchObject({
      agentWords: ['稳赚'],
      qualityFlags: ['agent_words'],
    });
  });
});

describe('domain.md row 18: policy data against what the customer confirmed', () => {
  const rowsOf = (running: Running) =>
    new Map(checksOf(running).fields.map(({ field, policy, result }) => [field, [policy, result]]));

  test('every fact that is read out is compared, and identity values stay out', () => {
    const running = new Running().until('Q20').answer('Q20', 'no').toEnd();
    const rows = rowsOf(running);
    expect(Object.fromEntries(rows)).toMatchObject({
      客户: ['张建国', 'match'],
      出生日期: [null, 'match'],
      证件后四位: [null, 'match'],
      投保产品: [null, 'not_asked'],
      产品: ['康宁终身寿险（2026版）', 'match'],
      保险期间: ['终身', 'mismatch'],
      等待期: ['90', 'match'],
      交费年期: ['20', 'match'],
      频率: ['年交', 'match'],
      保费: ['12,000', 'match'],
      起算日: ['2026年11月13日', 'match'],
      截止日: ['2026年11月27日', 'match'],
      联系电话: [null, 'match'],
      通讯地址: [null, 'match'],
    });
  });

  test('不清楚 and 拒答 confirm nothing and deny nothing', () => {
    const running = new Running()
      .until('Q20')
      .answer('Q20', 'unclear')
      .until('Q24')
      .answer('Q24', 'refused')
      .toEnd();
    expect([rowsOf(running).get('保险期间')?.[1], rowsOf(running).get('保费')?.[1]]).toEqual([
      'unclear',
      'unclear',
    ]);
  });

  test('where identity has not passed no value of the policy is in the table, nor the summary', () => {
    const running = new Running().until('F_dob');
    running
      .do({ type: 'verify', factorId: 'F_dob', outcome: 'fail' })
      .do({ type: 'verify', factorId: 'F_dob', outcome: 'fail' });
    const checks = checksOf(running);
    expect(checks.fields.every(({ policy }) => policy === null)).toBe(true);
    expect(checks.fields.find(({ field }) => field === '出生日期')?.result).toBe('mismatch');
    expect(checks.summary).toBeNull();
  });
});

describe('the rest of the record', () => {
  test('objections keep their cause, also those that open nothing', () => {
    const running = new Running().until('Q11');
    running.do({
      type: 'objection',
      objectionId: 'O3',
      cause: '公司信任',
      trigger: '你们是不是骗子',
      issue: null,
    });
    running.do({
      type: 'objection',
      objectionId: 'O1',
      cause: '价格敏感',
      trigger: '保费太贵',
      issue: 'I21',
    });
    expect(checksOf(running).objections.map(({ cause, issue }) => [cause, issue])).toEqual([
      ['公司信任', null],
      ['价格敏感', 'I21'],
    ]);
  });

  test('the summary is kept as it was read out, with the customer’s word on it', () => {
    const running = new Running().until('Q90');
    const card = running.view().card;
    if (card.kind !== 'question') throw new Error('the summary is a question');
    running.answer('Q90', 'yes');
    const { summary } = checksOf(running);
    expect(summary?.confirmed).toBe(true);
    expect(summary?.text).not.toBe('');
    expect(card.text).toContain(summary?.text ?? '-');
  });

  test('fits its schema', () => {
    const checks = checksOf(new Running().toEnd());
    expect(recordChecksSchema.parse(checks)).toEqual(checks);
  });
});
