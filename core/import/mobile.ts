import { halfWidth } from './cell.ts';
import type { ProblemCode } from './fields.ts';

/** A telephone number read from a cell; `notice` says what had to be mended. */
export type MobileReading =
  | { ok: true; mobile: string; notice: 'mobile_restored' | 'mobile_cleaned' | null }
  | { ok: false; code: Extract<ProblemCode, 'mobile_scientific' | 'mobile_wrong_length'> };

const scientific = /^(\d)(?:\.(\d*))?E\+?(\d+)$/i;

/** All digits of a number written as 1.3800138000E+10, or null when some are missing. */
const unfold = (text: string): string | null => {
  const parts = scientific.exec(text);
  if (parts === null) return null;
  const fraction = (parts[2] ?? '').replace(/0+$/, '');
  const exponent = Number(parts[3]);
  // 1.38E+10 would read as 13800000000: zeros that nobody dialled are not digits of a telephone number.
  if (exponent > 14 || (parts[2] ?? '').length < exponent || fraction.length > exponent) return null;
  return (parts[1] ?? '') + (parts[2] ?? '').slice(0, exponent);
};

/**
 * Reads a mobile number: digits only, no country code. `asNumber` is the stored number of a workbook cell,
 * which is whole even when the sheet shows 1.38E+10; in a CSV the same text has lost its digits.
 */
export const readMobile = (cellText: string, asNumber: number | null, pattern: RegExp): MobileReading => {
  const shown = halfWidth(cellText);
  if (asNumber !== null) {
    const digits = Number.isSafeInteger(asNumber) ? String(asNumber) : '';
    if (!pattern.test(digits)) return { ok: false, code: 'mobile_wrong_length' };
    return { ok: true, mobile: digits, notice: shown === digits ? null : 'mobile_restored' };
  }
  if (scientific.test(shown)) {
    const digits = unfold(shown);
    if (digits === null || !pattern.test(digits)) return { ok: false, code: 'mobile_scientific' };
    return { ok: true, mobile: digits, notice: 'mobile_restored' };
  }
  const digits = shown
    .replace(/^'+/, '')
    .replace(/\.0+$/, '')
    .replace(/[\s\-–—().·]/g, '')
    .replace(/^(?:\+|00)?86(?=\d{11}$)/, '');
  if (!pattern.test(digits)) return { ok: false, code: 'mobile_wrong_length' };
  return { ok: true, mobile: digits, notice: digits === cellText.trim() ? null : 'mobile_cleaned' };
};
