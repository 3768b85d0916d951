import { findSensitiveNumbers, type SensitiveNumber } from '../privacy/sensitive-numbers.ts';
import { halfWidth, tidy } from './cell.ts';
import { reduceIfId } from './identity.ts';

/** Hiding identity, account and telephone numbers in imported text (domain.md row 29, design.md I10). */

const digitLike = /[\p{Nd}〇零一二三四五六七八九幺]/gu;

/** A long number as a spreadsheet writes it when asked for all its digits: 6.222021001001234567E+18. */
export const unrounded = /\p{Nd}\.\p{Nd}{10,}E\+?\p{Nd}{1,2}/iu;

const find = (text: string): SensitiveNumber[] => {
  // Nearly every cell is too short to hold such a number: an import reads millions of cells.
  if (text.length < 12 || (text.match(digitLike)?.length ?? 0) < 12) return [];
  // Rare and never wanted, so the whole cell goes.
  if (unrounded.test(text.normalize('NFKC'))) return [{ kind: 'account', start: 0, end: text.length }];
  return findSensitiveNumbers(text);
};

const hide = (number: string): string => {
  const compact = number.replace(/[^\p{L}\p{N}]/gu, '');
  return compact.slice(0, 2) + '*'.repeat(Math.max(compact.length - 2, 4));
};

/**
 * Tidied text with every number that may be an identity or account number hidden but for its first two
 * digits. `hidden` tells which kind was found first.
 */
export const hideNumbers = (text: string): { text: string; hidden: SensitiveNumber['kind'] | null } => {
  const plain = tidy(text);
  const found = find(plain);
  if (found[0] === undefined) return { text: plain, hidden: null };
  let out = '';
  let from = 0;
  for (const { start, end } of found) {
    out += plain.slice(from, start) + hide(plain.slice(start, end));
    from = end;
  }
  return { text: out + plain.slice(from), hidden: found[0].kind };
};

/** Whether a policy or seller number, whose digits are allowed to be many, holds a valid identity number. */
export const holdsIdNumber = (text: string, today: string): boolean => {
  const plain = halfWidth(text);
  return find(plain).some(({ start, end }) => reduceIfId(plain.slice(start, end), today) !== null);
};

/** Whether a text is a payment card number: 16 to 19 digits of the card ranges with a valid Luhn check digit. */
export const isCardNumber = (text: string): boolean => {
  const digits = halfWidth(text).replace(/[\s-]/g, '');
  if (!/^[3-6]\d{15,18}$/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const value = Number(digits.charAt(digits.length - 1 - i)) * (i % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
};

/** 199****0001: enough to recognise a row by, not enough to call. */
export const maskMobile = (mobile: string): string =>
  mobile.length >= 8 ? `${mobile.slice(0, 3)}****${mobile.slice(-4)}` : mobile;

const longest = 40;
const shorten = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);

const mobileInText =
  /(?<!\p{Nd})((?:(?:\+|00)?86[ -]?)?1\p{Nd}{2})[ -]?\p{Nd}{4}[ -]?(\p{Nd}{4})(?!\p{Nd})/gu;

/** A cell as a preview may show it: identity, account and telephone numbers hidden, shortened. */
export const maskedCell = (text: string): string =>
  shorten(hideNumbers(halfWidth(text)).text.replace(mobileInText, '$1****$2'));
