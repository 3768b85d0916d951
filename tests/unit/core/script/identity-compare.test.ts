import { describe, expect, test } from 'vitest';
import { compareFactor } from '../../../../core/script/identity-compare.ts';
import type { FactorResult } from '../../../../core/script/identity-compare.ts';
import type { FactorInput } from '../../../../core/script/pack-schema.ts';
import type { Policy } from '../../../../core/callback/policy.ts';
import { pack, policyOf } from './support.ts';

const compare = (
  input: FactorInput,
  reply: string,
  changes: Partial<Policy> = {},
  tolerancePct = 5,
): FactorResult =>
  compareFactor({ factor: { input, tolerancePct }, policy: policyOf(changes), reply, rule: pack.identity });

type Row = readonly [string, FactorResult];

describe('domain.md 3.5 V1: birth date 1986-03-15', () => {
  test.each<Row>([
    ['19860315', 'pass'],
    ['1986-03-15', 'pass'],
    ['1986-3-15', 'pass'],
    ['1986/3/15', 'pass'],
    ['1986.03.15', 'pass'],
    ['1986 3 15', 'pass'],
    ['1986年3月15日', 'pass'],
    ['1986年03月15号', 'pass'],
    ['１９８６年３月１５日', 'pass'],
    ['86年3月15', 'pass'],
    ['860315', 'pass'],
    ['15/3/1986', 'pass'],
    ['3/15/1986', 'pass'],
    ['15031986', 'pass'],
    ['一九八六年三月十五日', 'pass'],
    ['八六年三月十五', 'pass'],
    ['我是1986年3月15日出生的', 'pass'],
    ['我是八六年三月十五号生的', 'pass'],
    ['1986年5月13日', 'fail'],
    ['19860316', 'fail'],
    ['850315', 'fail'],
    ['一九八六年三月十六日', 'fail'],
    ['3月15日', 'unreadable'],
    ['1986年', 'unreadable'],
    ['农历1986年二月初六', 'unreadable'],
    ['1986-02-30', 'unreadable'],
    ['3月15号八六年', 'pass'],
    ['三月十五，一九八六年', 'pass'],
    ['十五号，三月，八六年', 'pass'],
    ['八六年三月份十五号', 'pass'],
    ['86-3-15', 'pass'],
    ['八六-三-十五', 'pass'],
    ['一九八六 三 十五', 'pass'],
    ['198635', 'fail'],
    ['1986315', 'pass'],
    ['八六年三月十五，不对，八七年三月十五', 'ambiguous'],
    ['85年还是86年3月15号', 'ambiguous'],
    ['八六年三月十五号，四月十五号', 'unreadable'],
    ['3月7八六年', 'unreadable'],
    ['不记得', 'unreadable'],
    ['', 'unreadable'],
  ])('%s → %s', (reply, result) => {
    expect(compare('date', reply)).toBe(result);
  });

  test.each<readonly [string, string]>([
    ['1990-11-20', '九零年十一月二十号'],
    ['1990-01-21', '一九九〇年元月廿一日'],
    ['1978-12-30', '七八年十二月三十'],
    ['2001-10-10', '二零零一年十月十日'],
    ['1999-09-09', '99年9月9日'],
    ['1985-03-07', '3月7号八五年'],
    ['1985-03-07', '85-3-7'],
    ['2001-03-07', '二〇〇一年三月七号'],
    ['2001-03-07', '两千零一年三月七号'],
    ['2001-03-07', '零一年3月7日'],
    ['1985-03-27', '八五年三月廿七'],
  ])('%s as %s', (holderBirthDate, reply) => {
    expect(compare('date', reply, { holderBirthDate })).toBe('pass');
  });
});

describe('a date that can be read in more than one way never passes', () => {
  test.each<readonly [string, string, FactorResult]>([
    ['1985-03-07', '07/03/1985', 'ambiguous'],
    ['1985-07-03', '07/03/1985', 'ambiguous'],
    ['1990-12-31', '07/03/1985', 'ambiguous'],
    ['1985-03-03', '03/03/1985', 'pass'],
    ['1985-03-07', '07031985', 'ambiguous'],
    ['2005-03-07', '05-03-07', 'ambiguous'],
    ['1985-01-11', '1985111', 'ambiguous'],
    ['2020-11-12', '201112', 'ambiguous'],
    ['1985-03-17', '17/03/1985', 'pass'],
  ])('%s as %s → %s', (holderBirthDate, reply, result) => {
    expect(compare('date', reply, { holderBirthDate })).toBe(result);
  });
});

describe('domain.md 3.5 V2: last four of the document 123X', () => {
  test.each<Row>([
    ['123X', 'pass'],
    ['123x', 'pass'],
    ['１２３ｘ', 'pass'],
    ['1 2 3 X', 'pass'],
    ['一二三x', 'pass'],
    ['幺二三X', 'pass'],
    ['幺两三叉', 'pass'],
    ['后四位是幺二三叉', 'pass'],
    ['一、二、三、叉', 'pass'],
    ['1234还是123X', 'ambiguous'],
    ['一千二百三十四', 'unreadable'],
    ['1234', 'fail'],
    ['321X', 'fail'],
    ['123', 'unreadable'],
    ['12345', 'unreadable'],
    ['11010519491231002X', 'unreadable'],
    ['忘了', 'unreadable'],
  ])('%s → %s', (reply, result) => {
    expect(compare('id4', reply)).toBe(result);
  });
});

describe('domain.md 3.5 V3: mobile 13812345678', () => {
  test.each<Row>([
    ['13812345678', 'pass'],
    ['138 1234 5678', 'pass'],
    ['138-1234-5678', 'pass'],
    ['+8613812345678', 'pass'],
    ['86 138 1234 5678', 'pass'],
    ['一三八一二三四五六七八', 'pass'],
    ['幺三八，幺二三四，五六七八', 'pass'],
    ['我的手机号是138 1234 5678', 'pass'],
    ['幺三八幺二三四五六拐八', 'pass'],
    ['13812345678或者13912345678', 'ambiguous'],
    ['13812345678 13912345678', 'unreadable'],
    ['13812345679', 'fail'],
    ['1381234567', 'unreadable'],
    ['5678', 'unreadable'],
  ])('%s → %s', (reply, result) => {
    expect(compare('mobile', reply)).toBe(result);
  });
});

describe('domain.md 3.5 V4: product 康宁终身寿险（2026版）', () => {
  test.each<Row>([
    ['康宁终身寿险（2026版）', 'pass'],
    ['康宁终身寿险', 'pass'],
    ['康宁', 'pass'],
    ['我买的是康宁终身', 'pass'],
    ['那个康宁保险', 'pass'],
    ['《康宁终身寿险》', 'pass'],
    ['福寿年金', 'fail'],
    ['鑫享未来', 'fail'],
    ['保险', 'unreadable'],
    ['终身寿险', 'unreadable'],
    ['两全保险', 'unreadable'],
    ['不记得了', 'unreadable'],
    ['康', 'unreadable'],
    ['康宁计划', 'pass'],
    ['康宁还是福寿', 'ambiguous'],
    ['不是康宁', 'ambiguous'],
  ])('%s → %s', (reply, result) => {
    expect(compare('product', reply)).toBe(result);
  });

  test('a product with a common name must be named in full', () => {
    expect(compare('product', '终身寿险', { product: '终身寿险' })).toBe('pass');
    expect(compare('product', '寿险', { product: '终身寿险' })).toBe('unreadable');
  });
});

describe('domain.md 3.5 V5: yearly premium 12,000 within 5 %', () => {
  test.each<Row>([
    ['12000', 'pass'],
    ['12,000', 'pass'],
    ['12000元', 'pass'],
    ['1.2万', 'pass'],
    ['1万2', 'pass'],
    ['一万二', 'pass'],
    ['一万二千', 'pass'],
    ['一万两千块钱', 'pass'],
    ['大概一万二左右', 'pass'],
    ['每年12000', 'pass'],
    ['12千', 'pass'],
    ['１２０００', 'pass'],
    ['一二零零零', 'pass'],
    ['12600', 'pass'],
    ['11400', 'pass'],
    ['12601', 'fail'],
    ['11399', 'fail'],
    ['一万', 'fail'],
    ['1200', 'fail'],
    ['十二万', 'fail'],
    ['1万2千', 'pass'],
    ['一万二千块', 'pass'],
    ['一点二万', 'pass'],
    ['12,000元', 'pass'],
    ['一万二三', 'unreadable'],
    ['一万多', 'unreadable'],
    ['每月一千', 'unreadable'],
    ['一万还是一万二', 'ambiguous'],
    ['很多', 'unreadable'],
    ['一万到两万', 'unreadable'],
    ['0', 'unreadable'],
  ])('%s → %s', (reply, result) => {
    expect(compare('amount', reply)).toBe(result);
  });

  test.each<readonly [number, string]>([
    [580_000, '五千八'],
    [500_800, '五千零八'],
    [105_000, '一千零五十'],
    [2_000_000, '两万'],
    [10_500_000, '十万五千'],
    [36_550, '365.5'],
    [36_550, '三百六十五块五'],
    [36_550, '三百六十五点五元'],
    [352_000, '3千5百2'],
    [1_000_500, '一万零五'],
    [1_250_000, '一万二千五'],
    [1_234_500, '一万二三四五'],
    [1_000_000, '一万块'],
  ])('%i fen as %s', (premiumFen, reply) => {
    expect(compare('amount', reply, { premiumFen }, 0)).toBe('pass');
  });
});
