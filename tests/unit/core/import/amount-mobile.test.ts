import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAmount } from '../../../../core/import/amount.ts';
import { readMobile } from '../../../../core/import/mobile.ts';

const yuan = 2;
const wanYuan = 6;
const mobile = /^1[3-9]\d{9}$/;

describe('amounts', () => {
  it.each([
    ['12,000.00', 1_200_000],
    ['¥12000', 1_200_000],
    ['￥12,000', 1_200_000],
    ['1.2万', 1_200_000],
    ['1.2万元', 1_200_000],
    ['１２０００', 1_200_000],
    ['12000元整', 1_200_000],
    ['人民币12000', 1_200_000],
    ['CNY 12000', 1_200_000],
    ['0.01', 1],
    ['6280.5', 628_050],
    ['8千', 800_000],
  ])('%s is %d fen', (text, fen) => {
    expect(readAmount(text, null, yuan)).toEqual({ ok: true, fen });
  });

  it('the unit of the heading counts, the unit in the cell goes before it', () => {
    expect(readAmount('1.2', null, wanYuan)).toEqual({ ok: true, fen: 1_200_000 });
    expect(readAmount('12000元', null, wanYuan)).toEqual({ ok: true, fen: 1_200_000 });
    expect(readAmount('1200000', null, 0)).toEqual({ ok: true, fen: 1_200_000 });
  });

  it('binary noise of a workbook number does not reach the fen', () => {
    expect(readAmount('0.3', 0.1 + 0.2, yuan)).toEqual({ ok: true, fen: 30 });
    expect(readAmount('1.005', 1.005, wanYuan)).toEqual({ ok: true, fen: 1_005_000 });
  });

  it.each([
    ['0', 'not_positive'],
    ['-5', 'not_positive'],
    ['12.345', 'below_one_fen'],
    ['1.2E+05', 'number_lost_digits'],
    ['12.000,00', 'not_a_number'],
    ['1,2000', 'not_a_number'],
    ['US$1200', 'not_a_number'],
    ['约5000', 'not_a_number'],
    ['', 'not_a_number'],
  ])('%s is refused as %s', (text, code) => {
    expect(readAmount(text, null, yuan)).toEqual({ ok: false, code });
  });

  it('any amount written with two decimals comes back to the fen, with and without grouping', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_999_999 }), (fen) => {
        const whole = String(Math.floor(fen / 100));
        const fraction = String(fen % 100).padStart(2, '0');
        const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
        expect(readAmount(`${whole}.${fraction}`, null, yuan)).toEqual({ ok: true, fen });
        expect(readAmount(`¥${grouped}.${fraction}`, null, yuan)).toEqual({ ok: true, fen });
        expect(readAmount('', fen / 100, yuan)).toEqual({ ok: true, fen });
      }),
      { seed: 20_261_102 },
    );
  });
});

describe('telephone numbers', () => {
  it('a workbook number is whole even when the sheet shows 1.38E+10', () => {
    expect(readMobile('1.38E+10', 13_800_138_000, mobile)).toEqual({
      ok: true,
      mobile: '13800138000',
      notice: 'mobile_restored',
    });
    expect(readMobile('13800138000', 13_800_138_000, mobile)).toEqual({
      ok: true,
      mobile: '13800138000',
      notice: null,
    });
  });

  it('1.38E+10 in a CSV has lost its digits', () => {
    expect(readMobile('1.38E+10', null, mobile)).toEqual({ ok: false, code: 'mobile_scientific' });
    expect(readMobile('1.3800138E+10', null, mobile)).toEqual({ ok: false, code: 'mobile_scientific' });
  });

  it('a CSV that wrote all eleven digits in that form has lost nothing', () => {
    expect(readMobile('1.3800138001E+10', null, mobile)).toEqual({
      ok: true,
      mobile: '13800138001',
      notice: 'mobile_restored',
    });
  });

  it.each([
    '+8613800138000',
    '+86 138 0013 8000',
    '0086-138-0013-8000',
    '138-0013-8000',
    "'13800138000",
    '１３８００１３８０００',
    '13800138000.0',
    '(138)00138000',
  ])('%s is cleaned', (text) => {
    expect(readMobile(text, null, mobile)).toEqual({
      ok: true,
      mobile: '13800138000',
      notice: 'mobile_cleaned',
    });
  });

  it.each([
    '1380013800',
    '138001380001',
    '12800138000',
    '010-88888888',
    '13800138000/13900139000',
    '无',
    '2',
  ])('%s has the wrong length', (text) => {
    expect(readMobile(text, null, mobile)).toEqual({ ok: false, code: 'mobile_wrong_length' });
  });
});
