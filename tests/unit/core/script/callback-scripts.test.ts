import { describe, expect, test } from 'vitest';
import type { CallbackSubject } from '../../../../core/callback/callback-kind.ts';
import { dueDay } from '../../../../core/callback/callback-kind.ts';
import { productDesigns } from '../../../../core/callback/policy.ts';
import { loadPack } from '../../../../core/script/load-pack.ts';
import { Running, pack, packText, planOf, policyOf, sha256, subjects } from './support.ts';

const asked = (callback: CallbackSubject): string[] =>
  planOf({ callback }).steps.flatMap((step) =>
    step.kind === 'identity'
      ? ['VERIFY']
      : step.after === undefined && step.handover !== true
        ? [step.questionId]
        : [],
  );
const open = ['Q01', 'Q02', 'Q03', 'Q04', 'VERIFY'];
const close = ['Q34', 'Q35', 'Q36', 'Q90', 'Q91'];

describe('domain.md section 4: the script of each kind of callback', () => {
  test.each([
    ['LAPSE', subjects.lapse, [...open, 'L01', 'L02', 'L03', 'L04', 'L05', ...close]],
    ['POS', subjects.pos, [...open, 'P01', 'P02', 'P03', 'P04', 'P05', ...close]],
    [
      'POS',
      { ...subjects.pos, service: '变更受益人', hasPayout: false },
      [...open, 'P01', 'P02', 'P03', ...close],
    ],
    ['SURVEY', subjects.survey, ['S01', 'S02', 'S03']],
    ['RECHECK', subjects.recheck, [...open, 'R01', 'R02', 'R03', 'Q18', 'Q24', 'Q30', ...close]],
    ['ORPHAN', subjects.orphan, [...open, 'E01', 'E02', 'E03', 'Q34', 'Q91']],
  ] as const)('%s', (scriptId, callback, questions) => {
    expect(planOf({ callback: callback as CallbackSubject }).scriptId).toBe(scriptId);
    expect(asked(callback as CallbackSubject)).toEqual(questions);
  });

  test.each(productDesigns)('a callback of another kind does not depend on the design %s', (design) => {
    for (const callback of Object.values(subjects))
      expect(planOf({ design, callback }).scriptId).toBe(planOf({ callback }).scriptId);
  });

  test('domain.md F10 NB_SHORT: off as shipped; switched on, it stands in where the recording is confirmed', () => {
    expect(planOf({ dualRecordConfirmed: true }).scriptId).toBe('NB_TRAD');
    const on = loadPack(packText.replace('    enabled: false\n', ''), { sha256 });
    if (!on.ok) throw new Error(on.problems[0]?.message);
    expect(planOf({ dualRecordConfirmed: true }, on.pack).scriptId).toBe('NB_SHORT');
    expect(planOf({ dualRecordConfirmed: false }, on.pack).scriptId).toBe('NB_TRAD');
    const short = planOf({ dualRecordConfirmed: true }, on.pack).steps.flatMap((step) =>
      step.kind === 'question' && step.stage === 'questions' ? [step.questionId] : [],
    );
    expect(short).toEqual(['Q10', 'Q11', 'Q18', 'Q19', 'Q26', 'Q27', 'Q28']);
  });

  test('the choice is told with the facts it rests on', () => {
    expect(planOf({ channel: '银保' }).because).toEqual([
      { fact: 'type', value: 'new' },
      { fact: 'design', value: '普通型' },
      { fact: 'channel', value: '银保' },
    ]);
    const run = new Running(planOf({ callback: subjects.lapse }));
    expect(run.view()).toMatchObject({ scriptName: '保单服务回访', because: [] });
    run.until('L01');
    expect(run.view()).toMatchObject({
      scriptName: '失效与复效回访',
      because: [{ fact: 'type', value: 'lapse' }],
    });
  });

  test.each([
    ['lapse', subjects.lapse, '2026-12-10'],
    // 20 November 2026 is a Friday.
    ['pos', subjects.pos, '2026-11-27'],
    ['orphan', subjects.orphan, '2026-12-10'],
    ['survey', subjects.survey, '2026-11-24'],
    ['new', undefined, '2026-11-27'],
  ] as const)('the last day of %s', (_kind, callback, day) => {
    const due = Object.fromEntries(Object.entries(pack.kinds).map(([kind, rule]) => [kind, rule.due]));
    expect(dueDay(policyOf({ callback }), due as Parameters<typeof dueDay>[1])).toBe(day);
  });
});

describe('domain.md section 4 LAPSE: branches', () => {
  const lapse = () => new Running(planOf({ callback: subjects.lapse })).until('L02');
  const cardOf = (run: Running): unknown => {
    const { card } = run.view();
    return card.kind === 'question' || card.kind === 'statement' ? card.questionId : card.kind;
  };

  test.each([
    ['forgot', 'L03'],
    ['hardship', 'Q31'],
    ['discontent', 'Q34'],
    ['seller_left', 'E01'],
  ])('L02 %s leads to %s', (value, next) => {
    const run = lapse().answer('L02', value);
    if (run.view().card.kind === 'abnormal') run.do({ type: 'go_on', questionId: 'L02' });
    expect(cardOf(run)).toBe(next);
  });

  test('what a branch has asked is not asked again, and counts once', () => {
    const run = lapse().answer('L02', 'discontent').do({ type: 'go_on', questionId: 'L02' });
    run.answer('Q34', 'none').until('L05').answer('L05', 'reinstate');
    expect(cardOf(run)).toBe('Q35');
    run.toEnd();
    expect(run.dispositions()[0]).toBe('D03');
  });

  test('a branch that was not taken does not stand in the way of success', () => {
    const run = lapse().answer('L02', 'forgot').until('L05').answer('L05', 'reinstate').toEnd();
    expect(run.view().successBlockedBy).toEqual([]);
    expect(run.dispositions()[0]).toBe('D01');
  });

  test('L05 考虑 ends with an appointment, 不复效 opens I18', () => {
    const run = lapse().answer('L02', 'forgot').until('L05');
    expect(run.answer('L05', 'consider').view().card).toEqual({ kind: 'ending', reason: 'call_again' });
    expect(run.dispositions()).toEqual(['D10']);
    const other = lapse().answer('L02', 'forgot').until('L05').answer('L05', 'decline');
    expect(other.issueCodes).toEqual(['I18/I']);
  });
});

describe('domain.md section 4 RECHECK, SURVEY, ORPHAN, NOT_SELF', () => {
  test('RECHECK: what is abnormal again opens its issue one grade higher', () => {
    const run = new Running(planOf({ callback: subjects.recheck }))
      .until('Q18')
      .answer('Q18', 'wrong', '不知道');
    expect(run.issueCodes).toEqual(['I07/U']);
    expect(new Running(planOf()).until('Q18').answer('Q18', 'wrong', '不知道').issueCodes).toEqual(['I07/I']);
  });

  test('RECHECK: passes when everything is normal now', () => {
    const run = new Running(planOf({ callback: subjects.recheck })).toEnd();
    expect(run.dispositions()[0]).toBe('D01');
  });

  test('SURVEY: no identity, nothing of the policy, and a low score opens I27', () => {
    const run = new Running(planOf({ callback: subjects.survey }));
    expect(run.view().identity).toMatchObject({ status: 'locked', needed: 0, factors: [] });
    run.answer('S01', '2').do({ type: 'go_on', questionId: 'S01' }).answer('S02', '5').answer('S03', '4');
    expect(run.issueCodes).toEqual(['I27/N']);
    expect(run.dispositions()[0]).toBe('D02');
  });

  test('ORPHAN: tells who left, the state of the contract and who serves on', () => {
    const policy = policyOf({ callback: subjects.orphan, sellerName: '王芳' });
    const run = new Running(planOf({ callback: subjects.orphan, sellerName: '王芳' })).until('E01');
    const textNow = (): string => {
      const { card } = run.view({ answered: true, up: true }, 'zh-CN', policy);
      return card.kind === 'statement' ? card.text : '';
    };
    expect(textNow()).toBe('原来为您服务的王芳已经离职。');
    run.answer('E01', 'read');
    expect(textNow()).toContain('目前有效');
  });

  test('NOT_SELF: one sentence, and only the dispositions the pack names', () => {
    const run = new Running().until('Q02').answer('Q02', 'no');
    expect(run.view().card).toMatchObject({ kind: 'not_self' });
    expect(run.dispositions().sort()).toEqual([...pack.notSelf.end].sort());
  });
});
