import { describe, expect, test } from 'vitest';
import { closeBlockedBy, recordQuestions } from '../../../../core/script/customer-question.ts';
import { closingSummary } from '../../../../core/script/summary.ts';
import { replay } from '../../../../core/script/stepper.ts';
import { now, pack, planOf, Running } from './support.ts';

const promised = (n: number, changes: object = {}) =>
  ({
    type: 'question_promised',
    n,
    promiseId: `p-${n}`,
    what: '告知分红到账日',
    dueAt: Date.UTC(2026, 10, 23, 4),
    way: 'call',
    owner: 'agent',
    ...changes,
  }) as const;

describe('questions of the customer', () => {
  test('domain.md row 15: an open one keeps the call from closing until it is answered or promised', () => {
    const run = new Running().until('Q19').do({ type: 'question_asked', text: ' 分红什么时候到账 ' });
    expect(run.state.questions).toMatchObject([{ n: 1, text: '分红什么时候到账', questionId: 'Q19' }]);
    expect(closeBlockedBy(run.state)).toEqual([1]);
    expect(run.opened).toEqual([]);
    run.do({ type: 'question_answered', n: 1, words: '每年六月', entry: null });
    expect(closeBlockedBy(run.state)).toEqual([]);
    // Answered in the call: nothing stands in the way of 成功.
    expect(run.toEnd().dispositions()).toEqual(['D01']);
  });

  test('domain.md Q34: a promise opens I19 with its owner, once, and the summary tells the customer', () => {
    const run = new Running().until('Q19').do({ type: 'question_asked', text: '分红什么时候到账' });
    run.do(promised(1)).do(promised(1, { dueAt: Date.UTC(2026, 10, 23, 10, 30) }));
    expect(run.issueCodes).toEqual(['I19/N']);
    expect(run.opened[0]).toMatchObject({ questionId: null, note: '客户疑问：分红什么时候到账' });
    expect(closingSummary(run.plan, run.state, {})).toContain(
      '我们会在11月23日18点30分前通过电话给您答复：告知分红到账日',
    );
    expect(run.toEnd().dispositions()).toEqual(['D02']);
  });

  test('a promise that is answered within the call keeps both, and its issue is noted as explained', () => {
    const run = new Running().until('Q19').do({ type: 'question_asked', text: '能退多少' }).do(promised(1));
    run.do({ type: 'question_answered', n: 1, words: '', entry: { id: 'K1', title: '现金价值' } });
    expect(recordQuestions(run.state)).toMatchObject([
      { status: 'answered', answer: { entry: { id: 'K1' } }, promise: { id: 'p-1' } },
    ]);
    expect(run.state.issues).toMatchObject([{ code: 'I19', outcome: 'explained' }]);
    expect(run.attempt(promised(1))).toEqual({ ok: false, reason: 'question_settled' });
  });

  test.each([
    ['no such question', promised(2), 'unknown_question'],
    ['nothing promised', promised(1, { what: '  ' }), 'words_needed'],
    ['a way that the pack does not have', promised(1, { way: 'pigeon' }), 'unknown_value'],
    ['nobody who sees to it', promised(1, { owner: 'nobody' }), 'unknown_value'],
    ['a time that is over', promised(1, { dueAt: now }), 'promise_in_past'],
    ['a time too far ahead', promised(1, { dueAt: now + 40 * 86_400_000 }), 'promise_too_far'],
    ['an identity number', promised(1, { what: '110101198603151234' }), 'sensitive_number'],
    ['an answer without words', { type: 'question_answered', n: 1, words: '', entry: null }, 'words_needed'],
    ['an empty question', { type: 'question_asked', text: ' ' }, 'words_needed'],
    ['an account number', { type: 'question_asked', text: '6222021234567890123' }, 'sensitive_number'],
    ['a tag of no pack', { type: 'note_tag', tag: 'none', on: true }, 'unknown_value'],
  ] as const)('%s is refused', (_what, event, reason) => {
    const run = new Running().until('Q19').do({ type: 'question_asked', text: '能退多少' });
    expect(run.attempt(event)).toEqual({ ok: false, reason });
  });

  test('domain.md row 36: Q34 feeds the log; a slip put right takes its question back', () => {
    const run = new Running().until('Q34').answer('Q34', 'promise', '减额交清是什么');
    expect(run.state.questions).toMatchObject([{ text: '减额交清是什么', from: 'answer', status: 'open' }]);
    expect(closeBlockedBy(run.state)).toEqual([1]);
    run.do({ type: 'ask_again', questionId: 'Q34' }).answer('Q34', 'none');
    expect(closeBlockedBy(run.state)).toEqual([]);
    expect(recordQuestions(run.state)).toEqual([]);
  });

  test('the promise for a question of Q34 opens no second I19', () => {
    const run = new Running().until('Q34').answer('Q34', 'promise', '减额交清是什么').do(promised(1));
    expect(run.issueCodes).toEqual(['I19/N']);
    expect(run.opened[0]?.questionId).toBe('Q34');
  });

  test('before identity has passed the log tells neither the question of the script nor the entry', () => {
    const run = new Running().until('Q19').do({ type: 'question_asked', text: '能退多少' });
    run.do({ type: 'question_answered', n: 1, words: '', entry: { id: 'K1', title: '分红不确定' } });
    expect(run.view().questions).toMatchObject([{ questionId: 'Q19', answer: { entry: { id: 'K1' } } }]);
    run.do({ type: 'resumed' });
    expect(run.view().questions).toMatchObject([{ questionId: null, answer: { entry: null } }]);
  });

  test('tags are set and taken away; the log and the tags come back by replay', () => {
    const run = new Running().until('Q19').do({ type: 'question_asked', text: '能退多少' }).do(promised(1));
    for (const [tag, on] of [
      ['misunderstanding', true],
      ['discontent', true],
      ['misunderstanding', false],
    ] as const)
      run.do({ type: 'note_tag', tag, on });
    expect(run.view().noteTags.filter(({ isOn }) => isOn)).toEqual([
      { code: 'discontent', name: '不满', isOn: true },
    ]);
    expect(replay(run.plan, run.events)).toEqual({ ok: true, state: run.state });
  });

  test('in a pack without promises a question can only be answered', () => {
    const { promises: _none, ...rest } = pack;
    const run = new Running(planOf({}, { ...rest })).until('Q19');
    run.do({ type: 'question_asked', text: '能退多少' });
    expect(run.attempt(promised(1))).toEqual({ ok: false, reason: 'unknown_value' });
  });
});
