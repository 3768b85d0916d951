import { halfWidth } from './cell.ts';
import type { ProblemCode } from './fields.ts';

export type AmountReading =
  | { ok: true; fen: number }
  | {
      ok: false;
      code: Extract<ProblemCode, 'not_a_number' | 'not_positive' | 'below_one_fen' | 'number_lost_digits'>;
    };

const plain = /^\d+(?:\.\d*)?$/;
const grouped = /^\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;
const money = /^(?:¥|￥|RMB|CNY|人民币)?\s*([+-]?[\d,.]+)\s*(亿|千万|百万|万|千)?\s*(?:元|圆)?(?:整|正)?$/i;
/** Powers of ten of one yuan. */
const words: Readonly<Record<string, number>> = { 千: 3, 万: 4, 百万: 6, 千万: 7, 亿: 8 };

/** `digits` with the decimal point moved right by `places`; null when something is left behind the point. */
const movePoint = (digits: string, places: number): string | null => {
  const [whole = '', fraction = ''] = digits.split('.');
  const kept = fraction.slice(0, places).padEnd(places, '0');
  return /[1-9]/.test(fraction.slice(places)) ? null : whole + kept;
};

/**
 * Reads an amount of money exactly, without binary fractions. `headingPlaces` is what the heading's unit says
 * as a power of ten of one fen (元 = 2, 万元 = 6, 分 = 0); a unit in the cell itself goes before it.
 */
export const readAmount = (
  cellText: string,
  asNumber: number | null,
  headingPlaces: number,
): AmountReading => {
  // 15 digits are what a spreadsheet keeps; beyond them stands the noise of binary fractions (0.30000000000000004).
  const text = asNumber === null ? halfWidth(cellText) : String(Number(asNumber.toPrecision(15)));
  if (/^\d(?:\.\d+)?E\+?\d+$/i.test(text)) return { ok: false, code: 'number_lost_digits' };
  const parts = money.exec(text);
  const number = parts?.[1];
  if (parts === null || number === undefined) return { ok: false, code: 'not_a_number' };
  const unsigned = number.replace(/^[+-]/, '');
  if (!plain.test(unsigned) && !grouped.test(unsigned)) return { ok: false, code: 'not_a_number' };
  if (number.startsWith('-')) return { ok: false, code: 'not_positive' };
  const word = parts[2];
  const inYuan = /[元圆]/.test(text);
  const places = word !== undefined ? 2 + (words[word] ?? 0) : inYuan ? 2 : headingPlaces;
  const digits = movePoint(unsigned.replaceAll(',', ''), places);
  if (digits === null) return { ok: false, code: 'below_one_fen' };
  const fen = Number(digits);
  if (!Number.isSafeInteger(fen)) return { ok: false, code: 'not_a_number' };
  return fen === 0 ? { ok: false, code: 'not_positive' } : { ok: true, fen };
};
