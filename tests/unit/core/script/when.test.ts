import { describe, expect, test } from 'vitest';
import { implies, uncoveredCase } from '../../../../core/script/fact-cases.ts';
import { ageAt, factNames, factsOf } from '../../../../core/script/facts.ts';
import { evaluate, parseWhen } from '../../../../core/script/when.ts';
import { now, policyOf } from './support.ts';

const facts = { ...factsOf(policyOf(), now) };

const value = (source: string, changes = {}): boolean | null => {
  const result = parseWhen(source);
  if (!result.ok) throw new Error(result.message);
  return evaluate(result.when, { ...facts, ...changes });
};

describe('conditions', () => {
  test.each([
    ['type == new and design == 普通型', true],
    ['design==分红型', false],
    ['design != 分红型', true],
    ['regular', true],
    ['not regular', false],
    ['waiting_days > 0', true],
    ['waiting_days >= 91', false],
    ['waiting_days<=90', true],
    ['pay_years < 20', false],
    ['insured_ne_holder and insured_age>=18', true],
    ['regular or design == 分红型 and waiting_days == 0', true],
    ['(regular or design == 分红型) and waiting_days == 0', false],
    ['not (regular and waiting_days == 0)', true],
    ['channel == "个险"', true],
    ["channel == '银保'", false],
    ['dual_record_required == false', true],
  ])('%s is %s', (source, expected) => {
    expect(value(source)).toBe(expected);
  });

  test.each([
    ['insured_age >= 18', null],
    ['insured_age >= 18 and regular', null],
    ['insured_age >= 18 and not regular', false],
    ['insured_age >= 18 or regular', true],
    ['not insured_age >= 18', null],
  ])('with an unknown age %s is %s', (source, expected) => {
    expect(value(source, { insured_age: null })).toBe(expected);
  });

  test.each([
    ['', 0, 'something is missing at the end'],
    ['colour == red', 0, '"colour" is not a known fact'],
    ['design == 分紅型', 10, '"design" is never "分紅型"'],
    ['design > 普通型', 9, 'cannot be compared by >'],
    ['waiting_days', 0, 'needs a comparison'],
    ['waiting_days > many', 15, 'is a number and is compared with "many"'],
    ['regular == yes', 11, 'is true or false'],
    ['(regular', 8, 'a closing parenthesis is missing'],
    ['regular regular', 8, '"regular" is not expected here'],
    ['regular && regular', 8, 'is not understood'],
    ['constructor == x', 0, '"constructor" is not a known fact'],
    ['regular and', 11, 'something is missing at the end'],
    ['process.exit()', 7, 'is not understood'],
    [`${'('.repeat(100)}regular`, 51, 'too many levels'],
  ])('"%s" fails at %i: %s', (source, at, message) => {
    const result = parseWhen(source);
    expect(result.ok ? null : [result.at, result.message]).toEqual([at, expect.stringContaining(message)]);
  });

  test('every fact a condition may name has a value for a policy', () => {
    expect(Object.keys(facts).sort()).toEqual([...factNames].sort());
  });

  test('age counts completed years by the calendar of China', () => {
    expect(ageAt('1990-11-22', now)).toBe(36);
    expect(ageAt('1990-11-23', now)).toBe(35);
    // 16:30 UTC is already the next day in China.
    expect(ageAt('1990-11-23', Date.UTC(2026, 10, 22, 16, 30))).toBe(36);
    expect(ageAt(null, now)).toBeNull();
  });
});

describe('reasoning about conditions', () => {
  test.each([
    [['regular'], 'regular', true],
    [['pay_years > 5'], 'pay_years > 3', true],
    [['pay_years > 3'], 'pay_years > 5', false],
    [['type == new'], 'regular', false],
    [['type == new', 'regular'], 'regular or has_health_declaration', true],
  ])('%j implies %s: %s', (given, then, expected) => {
    expect(implies(given, then)).toBe(expected);
  });

  test('finds a case that no condition covers', () => {
    expect(uncoveredCase(['design == 普通型', 'design == 分红型', 'design == 万能型'])).toEqual({
      design: '投资连结型',
    });
    expect(uncoveredCase(['regular', 'not regular'])).toBeNull();
  });
});
