import { describe, expect, test } from 'vitest';
import { scriptEventSchema } from '../../../../core/script/events.ts';
import { next, replay, start } from '../../../../core/script/stepper.ts';
import { scriptViewSchema } from '../../../../core/script/view.ts';
import { Running, planOf } from './support.ts';

describe('closing', () => {
  test('domain.md 3.5 Q34: the words must come with a promise, a complaint or a cancel wish', () => {
    const run = new Running().until('Q34');
    expect(run.attempt({ type: 'answer', questionId: 'Q34', value: 'promise', words: '  ' })).toEqual({
      ok: false,
      reason: 'words_needed',
    });
    run.answer('Q34', 'promise', '分红怎么领');
    expect(run.opened).toEqual([
      {
        code: 'I19',
        grade: 'N',
        questionId: 'Q34',
        note: '客户疑问：有疑问，承诺答复；客户原话：分红怎么领',
      },
    ]);
    expect(run.view().card).toMatchObject({ kind: 'abnormal' });
  });

  test('domain.md section 1 row 48: the summary repeats the answers and the topics left open', () => {
    const run = new Running().until('Q19').answer('Q19', 'no').until('Q90');
    const { card } = run.view();
    expect(card.kind === 'question' && card.text).toBe(
      '跟您确认一下：您购买了康宁终身寿险（2026版），投保单由您本人签名，保险合同您已收到，保险期间终身，交费20年，交费频率年交，' +
        '保费12,000元，犹豫期到2026年11月27日结束，犹豫期后退保可能有损失，关于责任免除，我们会安排专人与您联系。请问对吗？',
    );
  });

  test('domain.md 3.5 Q90 否: back to the item, then the summary is read again', () => {
    const run = new Running().until('Q90').answer('Q90', 'no');
    expect(run.view().card).toMatchObject({
      kind: 'abnormal',
      questionId: 'Q90',
      issues: [],
      canAskAgain: true,
    });
    expect(run.opened).toEqual([]);
    expect(run.attempt({ type: 'go_on', questionId: 'Q90' })).toEqual({ ok: false, reason: 'correct_first' });
    run
      .do({ type: 'correct', questionId: 'Q13' })
      .answer('Q13', 'no')
      .do({ type: 'go_on', questionId: 'Q13' });
    run.do({ type: 'ask_again', questionId: 'Q90' }).answer('Q90', 'yes').toEnd();
    expect(run.dispositions()).toEqual(['D02']);
  });

  test('domain.md 3.3 D01: all affirmative; the closing line need not be heard to its end', () => {
    const run = new Running().until('Q91');
    expect(run.dispositions()).toEqual(['D01']);
    expect(run.dispositions({ answered: true, up: false })).toEqual(['D01']);
    expect(run.toEnd().view()).toMatchObject({
      card: { kind: 'ending', reason: 'complete' },
      stage: 'archive',
      successBlockedBy: [],
    });
  });
});

describe('flags', () => {
  test.each([
    ['complaint', 'I17/U', ['D03']],
    ['cancel_wish', 'I18/I', ['D02']],
    ['customer_question', 'I19/N', ['D02']],
  ] as const)('domain.md 3.4: flag %s opens %s and the call ends with %j', (flag, issue, codes) => {
    const run = new Running().until('Q22').do({ type: 'flag', flag, words: '原话' });
    expect(run.issueCodes).toEqual([issue]);
    expect(run.opened[0]).toMatchObject({ questionId: null, note: '原话' });
    expect(run.view().card).toMatchObject({ questionId: 'Q22' });
    expect(run.toEnd().dispositions()).toEqual(codes);
  });

  test('a complaint hides no other issue and is offered alone (domain.md 3.6 Z9)', () => {
    const run = new Running()
      .until('Q19')
      .answer('Q19', 'no')
      .do({ type: 'flag', flag: 'complaint', words: '' })
      .toEnd();
    expect(run.dispositions()).toEqual(['D03']);
    expect(run.issueCodes).toEqual(['I08/I', 'I17/U']);
  });

  test('a flag pressed twice opens once, another question of the customer opens again', () => {
    const run = new Running().until('Q22');
    for (const words of ['什么时候领', '什么时候领', '能退多少'])
      run.do({ type: 'flag', flag: 'customer_question', words });
    expect(run.opened.map((issue) => issue.note)).toEqual(['什么时候领', '能退多少']);
  });

  test('flag abnormal takes the issue of the question on screen, and a normal answer does not settle it', () => {
    const run = new Running().until('Q22').do({ type: 'flag', flag: 'abnormal', words: '旁边有人提示' });
    expect(run.opened).toEqual([
      { code: 'I09', grade: 'I', questionId: 'Q22', note: '交费年期：旁边有人提示' },
    ]);
    expect(run.toEnd().dispositions()).toEqual(['D02']);
    expect(new Running().attempt({ type: 'flag', flag: 'abnormal', words: '' })).toEqual({
      ok: false,
      reason: 'nothing_to_flag',
    });
  });
});

describe('objections of the playbook', () => {
  const expensive = {
    type: 'objection',
    objectionId: 'O1',
    cause: '价格敏感',
    trigger: '保费太贵',
    issue: 'I21',
  } as const;

  test('an objection opens its issue with the cause once, and the question stays', () => {
    const run = new Running().until('Q22').do(expensive).do(expensive);
    expect(run.opened).toEqual([
      { code: 'I21', grade: expect.any(String) as string, questionId: null, note: '价格敏感：保费太贵' },
    ]);
    expect(run.view().card).toMatchObject({ questionId: 'Q22' });
  });

  test('what a flag opened already is not opened again', () => {
    const run = new Running().until('Q22').do({ type: 'flag', flag: 'complaint', words: '要找监管' });
    run.do({ ...expensive, objectionId: 'O8', cause: '投诉', trigger: '我要投诉', issue: 'I17' });
    expect(run.opened.map(({ code, note }) => [code, note])).toEqual([['I17', '要找监管']]);
  });

  test('one without an issue opens nothing, one of another pack is refused', () => {
    expect(new Running().until('Q22').do({ ...expensive, issue: null }).opened).toEqual([]);
    expect(new Running().attempt({ ...expensive, issue: 'I99' })).toEqual({
      ok: false,
      reason: 'nothing_to_flag',
    });
  });
});

describe('a call that broke off', () => {
  test('domain.md 3.3 D11: resume verifies anew and goes to the first unanswered question', () => {
    const run = new Running().until('Q20');
    expect(run.dispositions({ answered: true, up: false })[0]).toBe('D11');
    run.do({ type: 'resumed' });
    expect(run.view()).toMatchObject({
      identity: { status: 'locked', passed: 0 },
      card: { kind: 'statement', questionId: 'Q01' },
    });
    expect(run.attempt({ type: 'correct', questionId: 'Q19' })).toEqual({
      ok: false,
      reason: 'identity_locked',
    });
    run.until('F_dob');
    expect(run.view().answered.map((entry) => entry.questionId)).not.toContain('Q10');
    run.until('Q20');
    expect(run.view().card).toMatchObject({ questionId: 'Q20', asking: 1 });
    expect(
      run.state.answers
        .filter((entry) => entry.questionId === 'Q02')
        .map((entry) => [entry.call, entry.asking]),
    ).toEqual([
      [1, 1],
      [2, 3],
    ]);
    expect(run.state.answers.filter((entry) => entry.questionId === 'Q10')).toHaveLength(1);
  });

  test('an abnormal answer that still waited comes back after verification', () => {
    const run = new Running().until('Q19').answer('Q19', 'no').do({ type: 'resumed' });
    for (const id of ['Q01', 'Q02', 'Q03', 'Q04']) run.until(id).answer(id, id === 'Q01' ? 'read' : 'yes');
    run
      .do({ type: 'verify', factorId: 'F_dob', outcome: 'pass' })
      .do({ type: 'verify', factorId: 'F_id4', outcome: 'pass' });
    expect(run.view().card).toMatchObject({ kind: 'abnormal', questionId: 'Q19', canAskAgain: true });
  });

  test('nobody picked up: only the codes for that', () => {
    expect(new Running().dispositions({ answered: false, up: false })).toEqual([
      'D20',
      'D30',
      'D31',
      'D32',
      'D33',
      'D34',
      'D35',
      'D36',
      'D37',
      'D38',
    ]);
  });
});

describe('replay', () => {
  test('gives the same state from the stored events, through JSON', () => {
    const run = new Running().until('Q19').answer('Q19', 'no').do({ type: 'resumed' }).toEnd();
    const stored: unknown = JSON.parse(JSON.stringify(run.events));
    const events = scriptEventSchema.array().parse(stored);
    const again = replay(run.plan, events);
    expect(again).toEqual({ ok: true, state: run.state });
    expect(JSON.parse(JSON.stringify(run.state))).toEqual(run.state);
  });

  test('names the event that does not fit', () => {
    const plan = planOf();
    const events = [
      { type: 'answer', questionId: 'Q01', value: 'read', words: '', at: 1, offsetMs: 0 },
      { type: 'answer', questionId: 'Q10', value: 'yes', words: '', at: 2, offsetMs: 1 },
    ] as const;
    expect(replay(plan, events)).toEqual({ ok: false, index: 1, reason: 'not_current' });
  });

  test('next changes nothing in place', () => {
    const plan = planOf();
    const state = Object.freeze(start(plan));
    const result = next(plan, state, {
      type: 'answer',
      questionId: 'Q01',
      value: 'read',
      words: '',
      at: 1,
      offsetMs: 0,
    });
    expect(result.ok && result.state).not.toBe(state);
    expect(state.answers).toEqual([]);
  });
});

describe('view', () => {
  test('every card on the way fits the schema of the view', () => {
    const run = new Running().until('Q19').answer('Q19', 'no');
    expect(scriptViewSchema.parse(run.view())).toEqual(run.view());
    expect(scriptViewSchema.parse(run.toEnd().view())).toEqual(run.view());
  });

  test('domain.md section 4 min_card_seconds: read characters * 60 / 180', () => {
    const { card } = new Running().until('Q11').view();
    expect(card.kind === 'question' && card.minSeconds).toBe(
      Math.round(('投保单上投保人的签名是您本人亲笔签的吗'.length * 600) / 180) / 10,
    );
  });

  test('question texts stay Chinese and labels follow the language', () => {
    const { card, dispositions } = new Running().until('Q11').view({ answered: true, up: true }, 'en');
    expect(card.kind === 'question' && [card.text, card.options[2]?.label]).toEqual([
      '投保单上投保人的签名是您本人亲笔签的吗？',
      'unclear',
    ]);
    expect(dispositions[0]).toMatchObject({
      code: 'D10',
      name: 'appointment',
      needs: ['appointment'],
      counts: false,
    });
  });

  test('domain.md section 1 row 46: the steps of the call in their order', () => {
    const run = new Running();
    const stages = ['Q02', 'F_dob', 'Q10', 'Q34', 'Q90'].map((target) => run.until(target).view().stage);
    expect(stages).toEqual(['opening', 'identity', 'questions', 'objections', 'summary']);
  });

  test('progress counts required questions and factors', () => {
    const { progress } = new Running().until('Q13').view();
    expect(progress.sections.slice(0, 3)).toEqual([
      { id: 'OPEN', name: '开场', done: 4, total: 4 },
      { id: 'VERIFY', name: '身份核验', done: 2, total: 2 },
      { id: 'SIGN', name: '投保与签名', done: 3, total: 5 },
    ]);
    expect([progress.requiredDone, progress.requiredTotal]).toEqual([7, 30]);
  });
});
