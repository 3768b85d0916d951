import { describe, expect, it } from 'vitest';
import { isSameHolder } from '../../../../core/callback/same-holder.ts';

const holder = {
  holderName: '王小明',
  holderBirthDate: '1985-03-07',
  holderIdLast4: '123X',
  holderMobile: '19900000001',
};

describe('domain.md row 87: policies of one customer', () => {
  it.each([
    ['the same telephone', { holderBirthDate: null, holderIdLast4: null }, true],
    ['another telephone, but birth date and identity agree', { holderMobile: '19900000002' }, true],
    [
      'a namesake',
      { holderMobile: '19900000002', holderBirthDate: '1990-01-01', holderIdLast4: '4321' },
      false,
    ],
    [
      'a namesake of whom nothing else is known',
      { holderMobile: '19900000002', holderBirthDate: null, holderIdLast4: null },
      false,
    ],
    ['father and son with one telephone', { holderBirthDate: '2010-01-01' }, false],
    ['another name at the same telephone', { holderName: '李四' }, false],
  ])('%s', (_, change, same) => {
    expect(isSameHolder(holder, { ...holder, ...change })).toBe(same);
    expect(isSameHolder({ ...holder, ...change }, holder)).toBe(same);
  });
});
