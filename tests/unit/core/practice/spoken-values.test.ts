import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  numberWords,
  spokenValue,
  spokenWords,
  type SpokenWord,
} from '../../../../core/practice/spoken-values.ts';
import { practicePolicy } from './practice-policy.ts';

const written = (words: readonly SpokenWord[]): string => words.map((word) => spokenWords[word].zh).join('');

/** Reads a spoken number back, by the rules of Chinese numerals. */
const value = (text: string): number => {
  const units: Record<string, number> = { 十: 10, 百: 100, 千: 1_000 };
  const digits = '零一二三四五六七八九';
  const belowWan = (part: string): number => {
    let sum = 0;
    let figure = 0;
    for (const char of part.replaceAll('两', '二')) {
      if (digits.includes(char)) figure = digits.indexOf(char);
      else {
        sum += (figure === 0 ? 1 : figure) * (units[char] ?? 0);
        figure = 0;
      }
    }
    return sum + figure;
  };
  const [low = '', high] = text.split('万').reverse();
  return (high === undefined ? 0 : belowWan(high) * 10_000) + belowWan(low);
};

describe('what the customer says of his policy', () => {
  it.each([
    [0, '零'],
    [10, '十'],
    [15, '十五'],
    [31, '三十一'],
    [110, '一百一十'],
    [2_000, '两千'],
    [2_202, '两千二百零二'],
    [12_005, '一万两千零五'],
    [20_010, '两万零一十'],
    [120_000, '十二万'],
    [1_000_300, '一百万零三百'],
  ])('%i is %s', (number, text) => {
    expect(written(numberWords(number))).toBe(text);
  });

  it('every amount below a hundred million can be read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999 }), (number) => {
        expect(value(written(numberWords(number)))).toBe(number);
      }),
      { seed: 8, numRuns: 3_000 },
    );
  });

  it('domain.md 3.5 V1: the birth date, digit by digit and with numerals', () => {
    const spoken = spokenValue('birth_date', { ...practicePolicy, holderBirthDate: '1985-10-07' });
    expect(written(spoken?.words ?? [])).toBe('一九八五年十月七号');
    expect(spoken?.caption['zh-CN']).toBe('1985年10月7号。');
  });

  it('domain.md 3.5 V2, V3: digits one by one, 一 as 幺, a final X', () => {
    expect(written(spokenValue('id4', { ...practicePolicy, holderIdLast4: '101X' })?.words ?? [])).toBe(
      '幺零幺艾克斯',
    );
    expect(
      written(spokenValue('mobile', { ...practicePolicy, holderMobile: '13800000012' })?.words ?? []),
    ).toBe('幺三八零零零零零零幺二');
  });

  it('domain.md 3.5 V5: the yearly premium in yuan, with 角 and 分 only when there are any', () => {
    const premium = (premiumFen: number) => spokenValue('premium', { ...practicePolicy, premiumFen });
    expect(written(premium(365_000)?.words ?? [])).toBe('三千六百五十元');
    expect(premium(1_200_050)?.caption['zh-CN']).toBe('12000.5元。');
    expect(written(premium(1_200_005)?.words ?? [])).toBe('一万两千点零五元');
  });

  it('has nothing to say where the policy has nothing', () => {
    expect(spokenValue('birth_date', { ...practicePolicy, holderBirthDate: null })).toBeNull();
    expect(spokenValue('id4', { ...practicePolicy, holderIdLast4: null })).toBeNull();
  });
});
