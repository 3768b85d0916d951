import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Policy } from '../../../core/callback/policy.ts';
import { numberWords, spokenWords } from '../../../core/practice/spoken-values.ts';
import { compareFactor } from '../../../core/script/identity-compare.ts';
import type { FactorResult } from '../../../core/script/identity-compare.ts';
import type { FactorInput } from '../../../core/script/pack-schema.ts';
import { pack, policyOf } from '../../unit/core/script/support.ts';

const settings = { seed: 20261123, numRuns: 2000 };

const compare = (
  input: FactorInput,
  reply: string,
  changes: Partial<Policy>,
  tolerancePct = 0,
): FactorResult =>
  compareFactor({ factor: { input, tolerancePct }, policy: policyOf(changes), reply, rule: pack.identity });

/** 12005 as 一万两千零五. */
const inWords = (value: number): string =>
  numberWords(value)
    .map((word) => spokenWords[word].zh)
    .join('');

const digitNames: readonly (readonly string[])[] = [
  ['0', '零', '〇', '洞', '０'],
  ['1', '一', '幺', '壹'],
  ['2', '二', '两', '贰'],
  ['3', '三', '叁'],
  ['4', '四', '肆'],
  ['5', '五', '５'],
  ['6', '六', '陆'],
  ['7', '七', '拐'],
  ['8', '八', '捌'],
  ['9', '九', '勾'],
];
/** Digits called out one by one, each by one of its names. */
const calledOut = (digits: string, picks: readonly number[], upTo = 5): string =>
  [...digits]
    .map((digit, at) => {
      const names = digitNames[Number(digit)] ?? [];
      const usable = names.slice(0, upTo);
      return usable[(picks[at % picks.length] ?? 0) % usable.length] ?? digit;
    })
    .join('');

const picks = fc.array(fc.nat(20), { minLength: 12, maxLength: 12 });
const birthDates = fc
  .integer({ min: Date.UTC(1930, 0, 1), max: Date.UTC(2025, 0, 1) })
  .map((ms) => new Date(ms).toISOString().slice(0, 10));

type Parts = { year: string; month: number; day: number };
const partsOf = (date: string): Parts => ({
  year: date.slice(0, 4),
  month: Number(date.slice(5, 7)),
  day: Number(date.slice(8)),
});

const years = ({ year }: Parts): string[] => [
  year,
  year.slice(2),
  calledOut(year, [1]),
  calledOut(year, [1, 0, 1, 1], 2),
  calledOut(year.slice(2), [1]),
  inWords(Number(year)),
];
const small = (value: number): string[] => [String(value), String(value).padStart(2, '0'), inWords(value)];
const days = (value: number): string[] => [
  ...small(value),
  ...(value > 20 && value < 30 ? [`廿${inWords(value - 20)}`] : []),
  ...(value > 30 ? [`卅${inWords(value - 30)}`] : []),
];

/** A date with its marks, in one of the six orders. */
const marked = (date: string, pick: readonly number[]): string => {
  const parts = partsOf(date);
  const choose = (list: readonly string[], at: number): string => list[(pick[at] ?? 0) % list.length] ?? '';
  const year = `${choose(years(parts), 0)}年`;
  const month = `${choose(small(parts.month), 1)}月`;
  const day = `${choose(days(parts.day), 2)}${choose(['日', '号'], 3)}`;
  const orders = [
    [year, month, day],
    [month, day, year],
    [day, month, year],
    [month, year, day],
    [year, day, month],
    [day, year, month],
  ];
  const order = orders[(pick[4] ?? 0) % orders.length] ?? [];
  return `${choose(['', '我是', '应该是'], 5)}${order.join(choose(['', '，', ' ', '的'], 6))}${choose(['', '生的', '。'], 7)}`;
};

describe('what a customer says of himself compares as he means it', () => {
  test('a birth date with its marks, in any numerals and any order', () => {
    fc.assert(
      fc.property(birthDates, picks, (date, pick) => {
        expect([marked(date, pick), compare('date', marked(date, pick), { holderBirthDate: date })]).toEqual([
          marked(date, pick),
          'pass',
        ]);
      }),
      settings,
    );
  });

  test('another date in the same words never passes', () => {
    fc.assert(
      fc.property(birthDates, birthDates, picks, (date, other, pick) => {
        fc.pre(date.slice(2) !== other.slice(2));
        expect(compare('date', marked(other, pick), { holderBirthDate: date })).toBe('fail');
      }),
      settings,
    );
  });

  test('figures without marks pass only where they can be read as one day', () => {
    fc.assert(
      fc.property(birthDates, fc.nat(7), (date, form) => {
        const { year, month, day } = partsOf(date);
        const two = (value: number): string => String(value).padStart(2, '0');
        const yy = year.slice(2);
        const reply = [
          `${year}-${month}-${day}`,
          `${year}${two(month)}${two(day)}`,
          `${day}/${month}/${year}`,
          `${month}/${day}/${year}`,
          `${two(day)}${two(month)}${year}`,
          `${yy}-${month}-${day}`,
          `${year}${month}${day}`,
          `${yy}.${two(month)}.${two(day)}`,
        ][form];
        const result = compare('date', reply ?? '', { holderBirthDate: date });
        expect(form < 2 ? ['pass'] : ['pass', 'ambiguous']).toContain(result);
        // Day and month exchanged is another day: the same figures must not prove both.
        if (month === day || day > 12) return;
        const exchanged = `${year}-${two(day)}-${two(month)}`;
        const also = compare('date', reply ?? '', { holderBirthDate: exchanged });
        expect(result === 'pass' && also === 'pass').toBe(false);
      }),
      settings,
    );
  });

  test('an amount in words, figures and between both; any other amount fails', () => {
    const yuan = fc.oneof(
      fc.integer({ min: 100, max: 99_999_999 }),
      fc.integer({ min: 1, max: 99 }).map((value) => value * 1000),
    );
    const forms = (value: number): string[] => [
      String(value),
      `${value}元`,
      String(value).replace(/\B(?=(\d{3})+$)/g, ','),
      inWords(value),
      `每年${inWords(value)}块钱`,
      `大概${inWords(value)}元左右`,
      ...(value % 100 === 0 ? [`${value / 10_000}万`] : []),
      // 一万二: the thousands without their unit.
      ...(value % 1000 === 0 && value > 10_000 && (value / 1000) % 10 !== 0
        ? [`${inWords(Math.floor(value / 10_000))}万${inWords((value / 1000) % 10)}`]
        : []),
    ];
    fc.assert(
      fc.property(yuan, yuan, fc.nat(20), (value, other, pick) => {
        const all = forms(value);
        const reply = all[pick % all.length] ?? '';
        expect([reply, compare('amount', reply, { premiumFen: value * 100 })]).toEqual([reply, 'pass']);
        if (other !== value) expect(compare('amount', reply, { premiumFen: other * 100 })).toBe('fail');
      }),
      settings,
    );
  });

  test('the tolerance of the pack is kept on both sides', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1000, max: 999_999 }),
        fc.integer({ min: -1000, max: 1000 }),
        (value, mille) => {
          const said = Math.round(value * (1 + mille / 10_000));
          const within = Math.abs(said - value) <= value * 0.05 + 1e-6;
          expect(compare('amount', inWords(said), { premiumFen: value * 100 }, 5)).toBe(
            within ? 'pass' : 'fail',
          );
        },
      ),
      settings,
    );
  });

  test('the last four and the mobile number called out digit by digit', () => {
    const id4 = fc.tuple(fc.stringMatching(/^\d{3}$/), fc.constantFrom('X', '0', '7'));
    const mobile = fc.stringMatching(/^1[3-9]\d{9}$/);
    fc.assert(
      fc.property(
        id4,
        mobile,
        mobile,
        picks,
        fc.constantFrom('X', 'x', '叉', '艾克斯'),
        (id, number, other, pick, x) => {
          const [head, last] = id;
          const holderIdLast4 = `${head}${last}`;
          const spoken = `${calledOut(head, pick)}${last === 'X' ? x : calledOut(last, pick)}`;
          expect([spoken, compare('id4', spoken, { holderIdLast4 })]).toEqual([spoken, 'pass']);
          expect(compare('id4', spoken, { holderIdLast4: `${head}${last === '7' ? '0' : '7'}` })).toBe(
            'fail',
          );
          const called = calledOut(number, pick);
          const grouped = [...called].map((one, at) => (at === 3 || at === 7 ? `，${one}` : one)).join('');
          expect(compare('mobile', grouped, { holderMobile: number })).toBe('pass');
          if (other !== number) expect(compare('mobile', grouped, { holderMobile: other })).toBe('fail');
        },
      ),
      settings,
    );
  });

  test('a product by its telling part, whatever common words stand around it; another product fails', () => {
    // Two disjoint sets of characters, so that two names never share a telling part.
    const name = fc.string({ unit: fc.constantFrom(...'鑫瑞福祥嘉'), minLength: 2, maxLength: 5 });
    const foreign = fc.string({ unit: fc.constantFrom(...'盈泰恒禧裕'), minLength: 2, maxLength: 5 });
    const common = fc.constantFrom('', '保险', '计划', '终身寿险', '两全保险', '年金保险');
    fc.assert(
      fc.property(name, foreign, common, common, (own, other, onPolicy, said) => {
        const changes = { product: `${own}${onPolicy}（2026版）` };
        expect(compare('product', `我买的是${own}${said}`, changes)).toBe('pass');
        expect(compare('product', `${other}${said}`, changes)).toBe('fail');
        expect(compare('product', `${own}还是${other}`, changes)).toBe('ambiguous');
        if (said !== '') expect(compare('product', said, changes)).toBe('unreadable');
      }),
      settings,
    );
  });
});
