import { civilDate } from './calendar.ts';
import { halfWidth } from './cell.ts';

/**
 * Resident identity numbers of China, GB 11643-1999: 6 digits area, 8 digits birth date, 3 digits sequence
 * (odd = male), 1 check character by ISO 7064 mod 11-2. Numbers of the first generation have 15 digits: no
 * century, no check character. Nothing here returns more of a number than may be kept (design.md I10).
 */

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = '10X98765432';
/** First two digits: provinces and the regions numbered like them. */
const province = /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])/;

const checkCharacter = (first17: string): string =>
  checkCharacters.charAt(
    weights.reduce((sum, weight, i) => sum + weight * Number(first17.charAt(i)), 0) % 11,
  );

const birthDateAt = (digits: string): string | null =>
  civilDate(Number(digits.slice(6, 10)), Number(digits.slice(10, 12)), Number(digits.slice(12, 14)));

const modern = (digits15: string): string => {
  const first17 = `${digits15.slice(0, 6)}19${digits15.slice(6)}`;
  return first17 + checkCharacter(first17);
};

/** What may be kept of a full number. */
export type ReducedId = { last4: string; birthDate: string; gender: '男' | '女' };

export type IdReading =
  | ({ kind: 'full' } & ReducedId)
  /** Only the last four were given, or the rest was masked already. */
  | { kind: 'part'; last4: string | null; birthDate: string | null }
  /** A spreadsheet kept 15 digits: the birth date may have survived, the last four never. */
  | { kind: 'lost_digits'; birthDate: string | null }
  /** Another document (passport, permit): only its last four characters are taken. */
  | { kind: 'document'; last4: string }
  | { kind: 'bad_checksum' }
  | { kind: 'unreadable' };

const separators = /[\s\-–—·.]/g;

/** Whether a run of characters is a complete, valid resident identity number. */
export const reduceIfId = (text: string, today: string): ReducedId | null => {
  const compact = text.replace(separators, '').toUpperCase();
  const number = /^\d{15}$/.test(compact) ? modern(compact) : compact;
  if (!/^\d{17}[\dX]$/.test(number) || !province.test(number)) return null;
  if (checkCharacter(number.slice(0, 17)) !== number.charAt(17)) return null;
  const birthDate = birthDateAt(number);
  if (birthDate === null || birthDate < '1880-01-01' || birthDate > today) return null;
  return { last4: number.slice(14), birthDate, gender: Number(number.charAt(16)) % 2 === 1 ? '男' : '女' };
};

/** `1990-03-07 1234` or `1990-03-07`: how the file of refused rows gives back what may be kept. */
const reducedForm = /^(\d{4}-\d{2}-\d{2})(?: ([\dA-Z]{4}))?$/;
const masked = /^([\dA-Z]*)[*＊•#xX✱]{2,}([\dA-Z]*)$/;

const readMasked = (head: string, tail: string): IdReading => {
  const birthDate = /^\d{14}/.test(head) ? birthDateAt(head) : null;
  const last4 = /^[\dA-Z]{4,}$/.test(tail) ? tail.slice(-4) : null;
  return birthDate === null && last4 === null ? { kind: 'unreadable' } : { kind: 'part', last4, birthDate };
};

/**
 * Reads an identity column. `asNumber` is set when the cell holds a number: no program keeps more than
 * 15 digits of a number, so an 18-digit one has lost its end whatever it shows.
 */
export const readId = (cellText: string, asNumber: number | null, today: string): IdReading => {
  if (asNumber !== null && Math.abs(asNumber) >= 1e15) {
    const digits = Number.isSafeInteger(asNumber)
      ? String(asNumber)
      : asNumber.toLocaleString('en-US', { useGrouping: false });
    return { kind: 'lost_digits', birthDate: digits.length === 18 ? birthDateAt(digits) : null };
  }
  const text = asNumber === null ? halfWidth(cellText).toUpperCase() : String(asNumber);
  const reduced = reducedForm.exec(text);
  if (reduced !== null) return { kind: 'part', birthDate: reduced[1] ?? null, last4: reduced[2] ?? null };
  const compact = text.replace(separators, '').replace(/[()]/g, '');
  if (/^\d(\.?\d*)E\+?\d+$/.test(text)) return { kind: 'lost_digits', birthDate: null };
  // Three zeros at the end of an 18-digit text are the mark of a number that a spreadsheet cut.
  if (/^\d{15}000$/.test(compact)) return { kind: 'lost_digits', birthDate: birthDateAt(compact) };
  const full = reduceIfId(compact, today);
  if (full !== null) return { kind: 'full', ...full };
  if (/^\d{17}[\dX]$/.test(compact) || /^\d{15}$/.test(compact)) return { kind: 'bad_checksum' };
  // A number cell shows 0123 as 123: the leading zeros of a last-four column are certain.
  if (asNumber !== null && /^\d{1,4}$/.test(compact))
    return { kind: 'part', last4: compact.padStart(4, '0'), birthDate: null };
  if (/^\d{3}[\dX]$/.test(compact)) return { kind: 'part', last4: compact, birthDate: null };
  const hidden = masked.exec(compact);
  if (hidden !== null) return readMasked(hidden[1] ?? '', hidden[2] ?? '');
  // Eight digits are a permit for residents of Taiwan, unless they are a date that stands in the wrong column.
  const isDate =
    /^\d{8}$/.test(compact) &&
    civilDate(Number(compact.slice(0, 4)), Number(compact.slice(4, 6)), Number(compact.slice(6))) !== null;
  if (/^[A-Z0-9]{7,11}$/.test(compact) && !isDate) {
    return { kind: 'document', last4: compact.slice(-4) };
  }
  return { kind: 'unreadable' };
};
