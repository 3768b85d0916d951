import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingDimensions, groupFindings, type Finding } from '../../../../core/issue/findings.ts';

const day = 86_400_000;
const rules = { misSelling: ['I12', 'I13'], pattern: { policies: 3, days: 7 } };

const finding = (change: Partial<Finding>): Finding => ({
  code: 'I12',
  grade: 'U',
  openedAt: 0,
  closed: false,
  policyId: 'p1',
  questionId: 'N01',
  sellerName: '钱多',
  sellerCode: 'S1',
  product: '安享年年',
  branch: '城西',
  channel: '银保',
  ...change,
});

describe('where findings pile up', () => {
  it('domain.md 3.7: mis-selling issues are counted by seller, with the urgent and the open ones', () => {
    const groups = groupFindings(
      [
        finding({}),
        finding({ policyId: 'p2', code: 'I07', grade: 'I', closed: true }),
        finding({ policyId: 'p3', sellerName: null, sellerCode: null }),
      ],
      'seller',
      rules,
    );
    expect(groups).toEqual([
      { key: '钱多 S1', total: 2, urgent: 1, misSelling: 1, open: 1, policies: 2, pattern: false },
      { key: '', total: 1, urgent: 1, misSelling: 1, open: 1, policies: 1, pattern: false },
    ]);
  });

  it('domain.md section 5: three policies within seven days are a pattern; three findings of one policy are none', () => {
    const at = (days: number[], policies: string[]): boolean =>
      groupFindings(
        days.map((n, index) => finding({ openedAt: n * day, policyId: policies[index] ?? '' })),
        'product',
        rules,
      )[0]?.pattern ?? false;
    expect(at([0, 3, 6.9], ['a', 'b', 'c'])).toBe(true);
    expect(at([0, 3, 7], ['a', 'b', 'c'])).toBe(false);
    expect(at([0, 1, 2, 20], ['a', 'a', 'a', 'b'])).toBe(false);
    expect(at([0, 20, 22, 24], ['a', 'b', 'c', 'd'])).toBe(true);
  });

  it('loses and doubles nothing, whatever it is counted by', () => {
    const findings = fc.array(
      fc.record({
        code: fc.constantFrom('I12', 'I07', 'I13'),
        grade: fc.constantFrom('U' as const, 'I' as const, 'N' as const),
        openedAt: fc.integer({ min: 0, max: 30 * day }),
        closed: fc.boolean(),
        policyId: fc.constantFrom('a', 'b', 'c', 'd'),
        questionId: fc.constantFrom(null, 'Q19', 'N01'),
        sellerName: fc.constantFrom(null, '钱多', '孙好'),
        sellerCode: fc.constantFrom(null, 'S1'),
        product: fc.constantFrom('甲', '乙'),
        branch: fc.constantFrom(null, '城西'),
        channel: fc.constantFrom(null, '银保', '个险'),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(findings, fc.constantFrom(...findingDimensions), (all, by) => {
        const groups = groupFindings(all, by, rules);
        const sum = (read: (group: (typeof groups)[number]) => number): number =>
          groups.reduce((total, group) => total + read(group), 0);
        expect(sum((group) => group.total)).toBe(all.length);
        expect(sum((group) => group.urgent)).toBe(all.filter(({ grade }) => grade === 'U').length);
        expect(sum((group) => group.open)).toBe(all.filter(({ closed }) => !closed).length);
        expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length);
      }),
      { seed: 20_261_123 },
    );
  });
});
