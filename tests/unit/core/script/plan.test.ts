import { describe, expect, test } from 'vitest';
import { productDesigns } from '../../../../core/callback/policy.ts';
import type { Policy } from '../../../../core/callback/policy.ts';
import { textHash, renderText, lockedTextHash } from '../../../../core/script/render.ts';
import { choosePlan } from '../../../../core/script/plan.ts';
import { scriptVariables } from '../../../../core/script/variables.ts';
import { now, pack, planOf, policyOf, session, sha256 } from './support.ts';

const asked = (changes: Partial<Policy>): string[] =>
  planOf(changes).steps.flatMap((step) => (step.kind === 'question' ? [step.questionId] : []));

describe('choice of the script', () => {
  test.each([
    ['普通型', '个险', 'NB_TRAD', []],
    ['分红型', '个险', 'NB_PAR', []],
    ['万能型', '经代', 'NB_UL', []],
    ['投资连结型', '个险', 'NB_ILP', []],
    ['普通型', '银保', 'NB_TRAD', ['NB_BANK']],
    ['分红型', '银保', 'NB_PAR', ['NB_BANK']],
  ] as const)('domain.md section 4 scripts: %s sold by %s → %s %j', (design, channel, scriptId, overlays) => {
    expect(planOf({ design, channel })).toMatchObject({ scriptId, overlays });
  });

  test.each([
    ['分红型', ['N01', 'N02', 'N08', 'N09']],
    ['万能型', ['N05', 'N03', 'N04', 'N02', 'N08', 'N09']],
    ['投资连结型', ['N05', 'N06', 'N07', 'N02', 'N08', 'N09']],
  ] as const)('domain.md section 4: %s asks %j after COVER', (design, added) => {
    const list = asked({ design });
    const from = list.indexOf('Q21') + 1;
    expect(list.slice(from, from + added.length)).toEqual(added);
    expect(list[from + added.length]).toBe('Q22');
  });

  test('domain.md section 4 NB_BANK: after SIGN; B03 only where 双录 is required', () => {
    const list = asked({ channel: '银保', dualRecordRequired: true });
    expect(list.slice(list.indexOf('Q14'), list.indexOf('Q15'))).toEqual(['Q14', 'B01', 'B02', 'B04', 'B03']);
    expect(asked({ channel: '银保' })).not.toContain('B03');
  });

  test.each([
    ['趸交: no payment years, frequency, affordability', { payFrequency: '趸交' }, ['Q22', 'Q23', 'Q31']],
    ['no waiting period', { waitingDays: 0 }, ['Q21']],
    ['no health declaration', { hasHealthDeclaration: false }, ['Q29']],
    ['the holder is the insured', { insuredIsHolder: true }, ['Q12']],
    ['a child is insured', { insuredBirthDate: '2015-01-01' }, ['Q12']],
  ] as const)('domain.md section 4 when: %s', (_what, changes, left) => {
    const all = asked({});
    const list = asked(changes);
    expect(all.filter((id) => !list.includes(id))).toEqual(left);
  });

  test('an unknown age does not drop a question about signatures', () => {
    expect(asked({ insuredBirthDate: null })).toContain('Q12');
  });

  test.each(productDesigns)(
    'domain.md F3: the script of %s covers (一) to (七) for regular payment',
    (design) => {
      const plan = planOf({ design });
      const items = new Set(
        plan.steps.flatMap((step) =>
          step.kind === 'question' && step.required ? [plan.pack.questions[step.questionId]?.item] : [],
        ),
      );
      expect([...items].filter((item) => item !== undefined).sort()).toEqual(
        ['一', '七', '三', '二', '五', '六', '四'].sort(),
      );
    },
  );

  test('domain.md C4: the mobile is weak when it is the number dialled', () => {
    const strength = (dialled: string) =>
      choosePlan(pack, policyOf(), { now, dialled }).factors.find((factor) => factor.id === 'F_mobile')
        ?.strength;
    expect([strength('13812345678'), strength('01012345678')]).toEqual(['weak', 'medium']);
  });
});

describe('texts', () => {
  test('domain.md section 4 vars: values as they are read out', () => {
    expect(scriptVariables(policyOf({ premiumFen: 123_456_789, holderGender: '女' }), session)).toMatchObject(
      {
        公司: '华丰人寿',
        坐席: '李敏',
        工号: '1024',
        客服电话: '95500',
        客户: '张建国',
        称谓: '女士',
        保费: '1,234,567.89',
        起算日: '2026年11月13日',
        截止日: '2026年11月27日',
        犹豫期天数: '15',
        等待期: '90',
        交费年期: '20',
        频率: '年交',
      },
    );
    expect(scriptVariables(policyOf({ holderGender: null }), session)['称谓']).toBe('');
  });

  test('a variable without a value stays visible', () => {
    expect(renderText('{公司}的{产品}', { 公司: '华丰' })).toBe('华丰的{产品}');
    expect(renderText('{toString}', {})).toBe('{toString}');
  });

  test('design.md I7: the hash is over id and locked text, not over what a variable says', () => {
    expect(textHash(sha256, pack, 'Q11')).toBe(
      sha256('callback-desk/text/1\nQ11\n投保单上投保人的签名是您本人亲笔签的吗？\n'),
    );
    expect(pack.textHashes['Q11']).toBe(textHash(sha256, pack, 'Q11'));
    expect(lockedTextHash(sha256, 'Q11', 'x')).not.toBe(lockedTextHash(sha256, 'Q12', 'x'));
  });
});
