import { describe, expect, it } from 'vitest';
import { maskMobile, maskName, surnameOf } from '../../../../core/callback/masking.ts';

describe('masking', () => {
  it.each([
    ['19900000012', '199****0012'],
    ['057188881234', '057*****1234'],
    ['88881234', '****1234'],
    ['12345', '***45'],
    ['1', '*'],
    ['', ''],
  ])('shows the number %s as %s', (number, shown) => {
    expect(maskMobile(number)).toBe(shown);
  });

  it.each([
    ['王小明', '王**'],
    ['欧阳小明', '欧阳**'],
    ['欧阳', '欧*'],
    ['王', '*'],
    ['𠮷田', '𠮷*'],
    ['买买提·艾力', '买*****'],
    ['Anna Lee', 'A*******'],
    ['', ''],
  ])('shows the name %s as %s', (name, shown) => {
    expect(maskName(name)).toBe(shown);
  });

  it('finds the surname', () => {
    expect(surnameOf('诸葛亮')).toBe('诸葛');
    expect(surnameOf('司马')).toBe('司');
    expect(surnameOf('李雷')).toBe('李');
  });
});
