import { describe, expect, it } from 'vitest';
import { readId, reduceIfId } from '../../../../core/import/identity.ts';
import { makeId } from '../../../fixtures/import/judging.ts';

const today = '2026-11-24';

describe('resident identity numbers (GB 11643-1999)', () => {
  it('the example of the standard is valid and reduces to last four, birth date and gender', () => {
    // The two examples that the standard itself prints.
    expect(reduceIfId('11010519491231002X', today)).toEqual({
      last4: '002X',
      birthDate: '1949-12-31',
      gender: '女',
    });
    expect(reduceIfId('440524188001010014', today)).toEqual({
      last4: '0014',
      birthDate: '1880-01-01',
      gender: '男',
    });
  });

  it('a wrong check character, an impossible date or an unknown province is no identity number', () => {
    expect(reduceIfId('110105194912310021', today)).toBeNull();
    expect(reduceIfId(makeId('19491331', '002'), today)).toBeNull();
    expect(reduceIfId(makeId('20990101', '002'), today)).toBeNull();
    expect(reduceIfId(`99${makeId('19491231', '002').slice(2)}`, today)).toBeNull();
  });

  it('every single wrong digit is noticed', () => {
    const id = makeId('19800506', '123');
    for (let at = 0; at < 17; at += 1) {
      const wrong = id.slice(0, at) + String((Number(id.charAt(at)) + 1) % 10) + id.slice(at + 1);
      expect(readId(wrong, null, today).kind, wrong.slice(0, at + 1)).toBe('bad_checksum');
    }
  });

  it('a number of the first generation (15 digits) gives the last four of its 18-digit form', () => {
    const modern = makeId('19670512', '345');
    const old = modern.slice(0, 6) + modern.slice(8, 17);
    expect(readId(old, null, today)).toEqual({
      kind: 'full',
      last4: modern.slice(14),
      birthDate: '1967-05-12',
      gender: '男',
    });
  });

  it('a number that a spreadsheet cut to 15 digits keeps its birth date and never gives a last four', () => {
    expect(readId('1.10101E+17', 110101199003071000, today)).toEqual({
      kind: 'lost_digits',
      birthDate: '1990-03-07',
    });
    expect(readId('110101199003071000', null, today)).toEqual({
      kind: 'lost_digits',
      birthDate: '1990-03-07',
    });
    expect(readId('1.10101E+17', null, today)).toEqual({ kind: 'lost_digits', birthDate: null });
  });

  it.each([
    ['1234', '1234'],
    ['002x', '002X'],
    ['０１２Ｘ', '012X'],
    ['**************1234', '1234'],
    ['110101********1234', '1234'],
  ])('last four given as %s', (text, last4) => {
    expect(readId(text, null, today)).toMatchObject({ kind: 'part', last4 });
  });

  it('a last four that a workbook keeps as a number gets its leading zeros back', () => {
    expect(readId('475', 475, today)).toEqual({ kind: 'part', last4: '0475', birthDate: null });
  });

  it('a number masked behind the birth date gives the birth date only', () => {
    expect(readId('11010119900307****', null, today)).toEqual({
      kind: 'part',
      last4: null,
      birthDate: '1990-03-07',
    });
  });

  it('a passport gives its last four characters', () => {
    expect(readId('E12345678', null, today)).toEqual({ kind: 'document', last4: '5678' });
  });

  it('what the file of refused rows gives back is read again', () => {
    expect(readId('1990-03-07 1234', null, today)).toEqual({
      kind: 'part',
      last4: '1234',
      birthDate: '1990-03-07',
    });
    expect(readId('1990-03-07', null, today)).toEqual({ kind: 'part', last4: null, birthDate: '1990-03-07' });
  });

  it('a date without signs in the identity column is no document', () => {
    expect(readId('19900307', null, today)).toEqual({ kind: 'unreadable' });
    expect(readId('01234567', null, today)).toEqual({ kind: 'document', last4: '4567' });
  });

  it('words are told as unreadable', () => {
    expect(readId('见附件', null, today)).toEqual({ kind: 'unreadable' });
  });
});
