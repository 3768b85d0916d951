import { describe, expect, test } from 'vitest';
import { recordIssues } from '../../../../core/script/issues.ts';
import type { Pack } from '../../../../core/script/pack-schema.ts';
import { Running, now, pack, planOf } from './support.ts';

const wholeCall = () => new Running().toEnd();

describe('one question at a time', () => {
  test('domain.md section 1 row 11: an answer to another question than the one on screen is refused', () => {
    const run = new Running().until('Q11');
    expect(run.attempt({ type: 'answer', questionId: 'Q13', value: 'yes', words: '' })).toEqual({
      ok: false,
      reason: 'not_current',
    });
    expect(run.attempt({ type: 'answer', questionId: 'Q11', value: 'perhaps', words: '' })).toEqual({
      ok: false,
      reason: 'unknown_value',
    });
  });

  test('domain.md section 4 scripts.NB_TRAD: the order of blocks and questions', () => {
    // What only a call handed over by the robot begins with (H01) stands in the plan beside Q01.
    const own = planOf().steps.filter((step) => step.kind === 'identity' || step.handover !== true);
    const asked = own.map((step) => (step.kind === 'identity' ? 'VERIFY' : step.questionId));
    expect(asked).toEqual(
      'Q01 Q02 Q03 Q04 VERIFY Q10 Q11 Q12 Q13 Q14 Q15 Q16 Q18 Q19 Q37 Q20 Q21 Q22 Q23 Q24 Q25 Q26 Q27 Q28 Q29 Q30 Q31 Q32 Q33 Q34 Q35 Q36 Q90 Q91'.split(
        ' ',
      ),
    );
  });

  test('domain.md section 1 row 51: there is no default answer, and the keys follow the set', () => {
    const { card } = new Running().until('Q11').view();
    expect(card.kind === 'question' && card.options.map(({ key, value }) => [key, value])).toEqual([
      ['1', 'yes'],
      ['2', 'no'],
      ['3', 'unclear'],
      ['4', 'refused'],
    ]);
  });

  test('only optional questions may be skipped', () => {
    const run = new Running().until('Q31');
    expect(run.attempt({ type: 'skip', questionId: 'Q31' })).toEqual({ ok: false, reason: 'not_optional' });
    run.until('Q32').do({ type: 'skip', questionId: 'Q32' });
    expect(run.view().card).toMatchObject({ kind: 'question', questionId: 'Q33', optional: true });
    expect(run.until('Q91').attempt({ type: 'skip', questionId: 'Q91' })).toEqual({
      ok: false,
      reason: 'not_optional',
    });
  });

  test('the answer row holds question, asking, hash of the locked text, value, label and time', () => {
    const run = new Running().until('Q19');
    const result = run.attempt({ type: 'answer', questionId: 'Q19', value: 'unclear', words: ' 没听懂 ' });
    expect(result.ok && result.answer).toEqual({
      questionId: 'Q19',
      asking: 1,
      textHash: pack.textHashes['Q19'],
      value: 'unclear',
      label: '不清楚',
      words: '没听懂',
      abnormal: true,
      at: now + run.events.length * 1000,
      offsetMs: null,
    });
    expect(result.ok && result.opened).toEqual([
      { code: 'I08', grade: 'I', questionId: 'Q19', note: '责任免除：不清楚；客户原话：没听懂' },
    ]);
  });

  test('domain.md section 1 row 29: words with a full identity or account number are refused', () => {
    const run = new Running().until('Q19');
    const words = '身份证 110105194912310021';
    expect(run.attempt({ type: 'answer', questionId: 'Q19', value: 'no', words })).toEqual({
      ok: false,
      reason: 'sensitive_number',
    });
    expect(run.attempt({ type: 'flag', flag: 'complaint', words: '卡号 6222 0212 3456 7890 123' })).toEqual({
      ok: false,
      reason: 'sensitive_number',
    });
    expect(run.attempt({ type: 'flag', flag: 'complaint', words: '保单 2026110000000123' }).ok).toBe(true);
  });
});

describe('opening', () => {
  test('domain.md 3.5 Q02 否: one neutral sentence, then only D10, D15 and D16', () => {
    const run = new Running().until('Q02').answer('Q02', 'no');
    expect(run.view().card).toMatchObject({
      kind: 'not_self',
      text: '我是华丰人寿的，请问什么时候方便联系到本人？',
      textHash: pack.textHashes['NOT_SELF'],
    });
    expect(run.dispositions()).toEqual(['D10', 'D15', 'D16']);
    run.do({ type: 'go_on', questionId: 'NOT_SELF' });
    expect(run.view().card).toEqual({ kind: 'ending', reason: 'not_self' });
    expect(run.dispositions({ answered: true, up: false })).toEqual(['D10', 'D15', 'D16']);
    expect(run.attempt({ type: 'answer', questionId: 'Q03', value: 'yes', words: '' })).toEqual({
      ok: false,
      reason: 'ended',
    });
  });

  test('the holder comes to the telephone: Q02 is corrected and identity starts from nothing', () => {
    const run = new Running()
      .until('Q02')
      .answer('Q02', 'no')
      .do({ type: 'correct', questionId: 'Q02' })
      .answer('Q02', 'yes');
    expect(run.view().card).toMatchObject({ kind: 'question', questionId: 'Q03' });
    expect(
      run.state.answers
        .filter((entry) => entry.questionId === 'Q02')
        .map((entry) => [entry.asking, entry.value]),
    ).toEqual([
      [1, 'no'],
      [3, 'yes'],
    ]);
  });

  test.each([
    ['unclear', ['D10', 'D12', 'D13', 'D18', 'D19', 'D20', 'D35', 'D38']],
    ['refused', ['D10', 'D12', 'D13', 'D18', 'D19', 'D20', 'D35', 'D38', 'D14']],
  ])('domain.md 3.5 Q02 %s: asked once more; nobody guesses who is speaking', (value, codes) => {
    const run = new Running().until('Q02').answer('Q02', value);
    expect(run.view().card).toMatchObject({
      kind: 'abnormal',
      questionId: 'Q02',
      issues: [],
      canAskAgain: true,
    });
    run.do({ type: 'ask_again', questionId: 'Q02' }).answer('Q02', value);
    expect(run.view().card).toEqual({ kind: 'ending', reason: 'unconfirmed' });
    expect(run.dispositions()).toEqual(codes);
    expect(run.opened).toEqual([]);
  });

  test('domain.md 3.5 Q02 unclear, then 是: the call goes on', () => {
    const run = new Running()
      .until('Q02')
      .answer('Q02', 'unclear')
      .do({ type: 'ask_again', questionId: 'Q02' })
      .answer('Q02', 'yes');
    expect(run.view().card).toMatchObject({ questionId: 'Q03' });
  });

  test.each([
    ['Q03', 'no', 'inconvenient', ['D10', 'D12']],
    ['Q03', 'refused', 'refused', ['D14']],
    ['Q04', 'no', 'recording_refused', ['D13']],
    ['Q04', 'refused', 'recording_refused', ['D13']],
  ])('domain.md 3.5 %s %s: the call ends as %s with %j', (id, value, reason, codes) => {
    const run = new Running().until(id).answer(id, value);
    expect(run.view().card).toEqual({ kind: 'ending', reason });
    expect(run.dispositions()).toEqual(codes);
    expect(run.opened).toEqual([]);
  });
});

describe('abnormal answers', () => {
  test('domain.md section 4 flow_rules.on_abnormal: issue at once, explain, ask again once, first answer kept', () => {
    const run = new Running().until('Q19').answer('Q19', 'no');
    expect(run.issueCodes).toEqual(['I08/I']);
    const { card } = run.view();
    expect(card).toMatchObject({
      kind: 'abnormal',
      answerLabel: '否',
      canAskAgain: true,
      issues: [{ code: 'I08', grade: 'I', questionId: 'Q19' }],
    });
    expect(card.kind === 'abnormal' && card.explain).toContain('责任免除');
    run.do({ type: 'ask_again', questionId: 'Q19' });
    expect(run.view().card).toMatchObject({ kind: 'question', questionId: 'Q19', asking: 2 });
    run.answer('Q19', 'unclear');
    expect(run.view().card).toMatchObject({ kind: 'abnormal', canAskAgain: false });
    expect(run.attempt({ type: 'ask_again', questionId: 'Q19' })).toEqual({
      ok: false,
      reason: 'asked_again_already',
    });
    run.do({ type: 'go_on', questionId: 'Q19' });
    expect(run.view().card).toMatchObject({ questionId: 'Q37' });
    expect(run.issueCodes).toEqual(['I08/I']);
    expect(
      run.state.answers
        .filter((entry) => entry.questionId === 'Q19')
        .map((entry) => [entry.asking, entry.value]),
    ).toEqual([
      [1, 'no'],
      [2, 'unclear'],
    ]);
  });

  test('domain.md 3.3 D02: an answer explained in the call stays a 问题件 and is noted as explained', () => {
    const run = new Running()
      .until('Q19')
      .answer('Q19', 'no')
      .do({ type: 'ask_again', questionId: 'Q19' })
      .answer('Q19', 'yes')
      .toEnd();
    expect(run.dispositions()).toEqual(['D02']);
    expect(run.view().successBlockedBy).toEqual([{ reason: 'issue_open', questionId: 'Q19' }]);
    expect(recordIssues(run.plan, run.state)).toMatchObject([
      { code: 'I08', note: '责任免除：否；通话中已解释，客户再次回答正常' },
    ]);
  });

  test('a pack may let explained answers count as success (flow.successDespite)', () => {
    const lenient: Pack = { ...pack, flow: { ...pack.flow, successDespite: ['explained', 'corrected'] } };
    const run = new Running(planOf({}, lenient))
      .until('Q19')
      .answer('Q19', 'no')
      .do({ type: 'ask_again', questionId: 'Q19' })
      .answer('Q19', 'yes')
      .toEnd();
    expect(run.dispositions()).toEqual(['D01']);
    const stillUnclear = new Running(planOf({}, lenient))
      .until('Q19')
      .answer('Q19', 'no')
      .do({ type: 'ask_again', questionId: 'Q19' })
      .answer('Q19', 'unclear')
      .toEnd();
    expect(stillUnclear.dispositions()).toEqual(['D02']);
  });

  test('another abnormal answer at the second asking opens its own issue', () => {
    const run = new Running()
      .until('Q10')
      .answer('Q10', 'unclear')
      .do({ type: 'ask_again', questionId: 'Q10' })
      .answer('Q10', 'deposit');
    expect(run.issueCodes).toEqual(['I03/U', 'I13/U']);
  });

  test('a slip put right: both answers are kept, the issue is noted, success is possible', () => {
    const run = new Running()
      .until('Q11')
      .answer('Q11', 'no')
      .do({ type: 'correct', questionId: 'Q11' })
      .answer('Q11', 'yes')
      .toEnd();
    expect(
      run.state.answers
        .filter((entry) => entry.questionId === 'Q11')
        .map((entry) => [entry.asking, entry.value]),
    ).toEqual([
      [1, 'no'],
      [3, 'yes'],
    ]);
    expect(run.dispositions()).toEqual(['D01']);
    expect(recordIssues(run.plan, run.state)).toMatchObject([
      { code: 'I04', grade: 'U', note: '投保人签名：否；坐席误录，已更正' },
    ]);
  });

  test('a correction cannot turn an explained answer into a slip', () => {
    const run = new Running()
      .until('Q11')
      .answer('Q11', 'no')
      .do({ type: 'ask_again', questionId: 'Q11' })
      .answer('Q11', 'no');
    run.do({ type: 'correct', questionId: 'Q11' }).answer('Q11', 'yes').toEnd();
    expect(run.dispositions()).toEqual(['D02']);
  });

  test('a normal answer corrected to an abnormal one opens the issue and blocks success', () => {
    const run = wholeCall().do({ type: 'correct', questionId: 'Q28' });
    expect(run.dispositions()).not.toContain('D01');
    run.answer('Q28', 'no').toEnd();
    expect(run.issueCodes).toEqual(['I11/I']);
    expect(run.dispositions()).toEqual(['D02']);
  });

  test('after a correction the script goes on where it was', () => {
    const run = new Running().until('Q27').do({ type: 'correct', questionId: 'Q13' });
    expect(run.view().card).toMatchObject({ questionId: 'Q13', asking: 3 });
    run.answer('Q13', 'yes');
    expect(run.view().card).toMatchObject({ questionId: 'Q27', asking: 1 });
  });

  test.each([
    ['a statement', 'Q01', 'not_answered'],
    ['a question not yet answered', 'Q30', 'not_answered'],
    ['a question of another script', 'N01', 'unknown_question'],
  ])('%s cannot be corrected', (_what, questionId, reason) => {
    expect(new Running().until('Q13').attempt({ type: 'correct', questionId })).toEqual({
      ok: false,
      reason,
    });
  });
});

describe('refusals', () => {
  test('domain.md 3.5: a refused required question opens I24', () => {
    const run = new Running().until('Q11').answer('Q11', 'refused');
    expect(run.issueCodes).toEqual(['I24/N']);
    run.toEnd();
    expect(run.dispositions()).toEqual(['D02']);
    expect(run.view().successBlockedBy).toEqual([{ reason: 'refused', questionId: 'Q11' }]);
  });

  test('domain.md 3.5: two refused questions end the script for the lead', () => {
    const run = new Running().until('Q11').answer('Q11', 'refused').until('Q13').answer('Q13', 'refused');
    expect(run.view().card).toEqual({ kind: 'ending', reason: 'refused_twice' });
    expect(run.dispositions()).toEqual(['D14']);
    expect(run.issueCodes).toEqual(['I24/N', 'I24/N']);
    run.do({ type: 'correct', questionId: 'Q13' }).answer('Q13', 'yes');
    expect(run.view().card).toMatchObject({ questionId: 'Q14' });
  });

  test('the same question refused again is one refusal', () => {
    const run = new Running()
      .until('Q11')
      .answer('Q11', 'refused')
      .do({ type: 'ask_again', questionId: 'Q11' })
      .answer('Q11', 'refused');
    expect(run.view().card).toMatchObject({ kind: 'abnormal', questionId: 'Q11' });
    expect(run.issueCodes).toEqual(['I24/N']);
  });

  test('a refused optional question is no issue', () => {
    const run = new Running().until('Q32').answer('Q32', 'refused').toEnd();
    expect(run.opened).toEqual([]);
    expect(run.dispositions()).toEqual(['D01']);
  });
});
