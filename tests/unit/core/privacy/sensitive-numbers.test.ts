import { describe, expect, test } from 'vitest';
import { findSensitiveNumbers } from '../../../../core/privacy/sensitive-numbers.ts';

const kinds = (text: string, allow: string[] = []): string[] =>
  findSensitiveNumbers(text, { allow }).map((found) => found.kind);

describe('design.md I10, domain.md section 1 row 29: what must not be typed', () => {
  test.each([
    ['11010519491231002X', 'identity'],
    ['11010519491231002x', 'identity'],
    ['客户身份证110105194912310021，已核', 'identity'],
    ['110105491231002', 'identity'],
    ['110105 19491231 002X', 'identity'],
    ['110105-19491231-002X', 'identity'],
    ['１１０１０５１９４９１２３１００２Ｘ', 'identity'],
    ['1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X', 'identity'],
    ['110105 19491231 002 X', 'identity'],
    ['一一零一零五一九四九一二三一零零二一', 'identity'],
    ['6222021234567890123', 'account'],
    ['6222 0212 3456 7890 123', 'account'],
    ['6222-0212-3456-7890', 'account'],
    ['６２２２０２１２３４５６７８９０', 'account'],
    ['卡号622202123456', 'account'],
    ['622202 1234567890123', 'account'],
    ['62220212345678901236222021234567890123', 'account'],
    ['6222\u200b0212\u200b3456\u200b7890', 'account'],
    ['6222，0212，3456，7890', 'account'],
  ])('%s is %s', (text, kind) => {
    expect(kinds(text)).toEqual([kind]);
  });

  test.each([
    '13812345678',
    '138 1234 5678',
    '+86 138 1234 5678',
    '8613812345678',
    '0086 13812345678',
    '010-12345678',
    '075512345678',
    '2026-11-22 18:30',
    '2026-11-22 2026-11-27',
    '保费12000元，2026-11-22前',
    '19860315',
    '123X',
    '13812345678 13912345678',
    '13812345678-8001',
    '工号1024，电话95500',
    '30000分 20年 90天',
    'X光 5X',
    '',
  ])('%s is harmless', (text) => {
    expect(kinds(text)).toEqual([]);
  });

  test('the place is that of the digits in the text as typed', () => {
    const text = '他说：６２２２ ０２１２ ３４５６ ７８９０。';
    const [found] = findSensitiveNumbers(text);
    expect(found && text.slice(found.start, found.end)).toBe('６２２２ ０２１２ ３４５６ ７８９０');
  });

  test('two numbers are two finds', () => {
    expect(kinds('11010519491231002X；6222021234567890123')).toEqual(['identity', 'account']);
  });

  test('the policy number of the task may be typed', () => {
    expect(kinds('保单2026110000000123')).toEqual(['account']);
    expect(kinds('保单2026110000000123', ['P2026110000000123'])).toEqual([]);
  });
});
