import { civilDate, serialDate } from './calendar.ts';
import { halfWidth } from './cell.ts';
import type { ProblemCode } from './fields.ts';

/** Which of the two small numbers of 03/04/2026 is the day, when a column as a whole says so. */
export type DayMonthOrder = 'day_first' | 'month_first';

export type DateReading =
  /** `readAs` is set when the form needed an interpretation that the person should see. */
  | { ok: true; date: string; readAs: boolean }
  | { ok: false; code: Extract<ProblemCode, 'not_a_date' | 'date_ambiguous'> };

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const time = '(?:[T ]?(\\d{1,2}):(\\d{2})(?::\\d{2}(?:[.,]\\d+)?)?\\s*(Z|[+-]\\d{2}:?\\d{2})?)?';
const yearFirst = new RegExp(
  `^(\\d{4})\\s*[-/.年]\\s*(\\d{1,2})\\s*[-/.月]\\s*(\\d{1,2})\\s*[日号]?\\s*${time}$`,
  'i',
);
const yearLast = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4})\\s*${time}$`, 'i');
const compact = /^(\d{4})(\d{2})(\d{2})(?:\d{6})?$/;
const dayMonthName = new RegExp(
  `^(\\d{1,2})(?:st|nd|rd|th)?[-\\s/.]*([a-z]{3,9})\\.?[-\\s/,.]*(\\d{4})\\s*${time}$`,
  'i',
);
const monthNameDay = new RegExp(
  `^([a-z]{3,9})\\.?\\s*(\\d{1,2})(?:st|nd|rd|th)?,?\\s*(\\d{4})\\s*${time}$`,
  'i',
);
const twoDigitYear = /^\d{1,2}([-/.])(\d{1,2}|[a-z]{3,9})\1\d{1,2}$/i;
const serial = /^\d{5}(?:\.\d+)?$/;

const monthOf = (name: string): number => months.indexOf(name.slice(0, 3).toLowerCase()) + 1;

const read = (date: string | null, readAs: boolean): DateReading =>
  date === null ? { ok: false, code: 'not_a_date' } : { ok: true, date, readAs };

/** A moment with a zone, moved to the date it had in China. */
const inChina = (
  date: string,
  hour: string | undefined,
  minute: string | undefined,
  zone: string | undefined,
): DateReading => {
  if (zone === undefined) return read(date, false);
  const sign = zone.startsWith('-') ? -1 : 1;
  const digits = zone.replace(/\D/g, '');
  const offset =
    zone.toUpperCase() === 'Z' ? 0 : sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2)));
  const minutes = Number(hour) * 60 + Number(minute) - offset + 8 * 60;
  const moved = new Date(Date.parse(`${date}T00:00:00Z`) + minutes * 60_000).toISOString().slice(0, 10);
  return read(moved.length === 10 ? moved : null, moved !== date);
};

/** Day and month of a year-last date as they stand. */
const smallNumbers = (text: string): { first: number; second: number; dots: boolean } | null => {
  const parts = yearLast.exec(halfWidth(text));
  return parts === null
    ? null
    : { first: Number(parts[1]), second: Number(parts[3]), dots: parts[2] === '.' };
};

/**
 * The order that a column's own dates prove: one 25/12/2026 settles every 03/04/2026 beside it. Null when
 * none proves it or two contradict each other.
 */
export const provenOrder = (texts: Iterable<string>): DayMonthOrder | null => {
  let order: DayMonthOrder | null = null;
  for (const text of texts) {
    const parts = smallNumbers(text);
    if (parts === null || parts.dots) continue;
    const here = parts.first > 12 ? 'day_first' : parts.second > 12 ? 'month_first' : null;
    if (here === null) continue;
    if (order !== null && order !== here) return null;
    order = here;
  }
  return order;
};

const readYearLast = (parts: RegExpExecArray, order: DayMonthOrder | null): DateReading => {
  const [, a, separator, b, year] = parts;
  const first = Number(a);
  const second = Number(b);
  const certain = separator === '.' || first > 12 ? 'day_first' : second > 12 ? 'month_first' : order;
  if (certain === null && first !== second) return { ok: false, code: 'date_ambiguous' };
  const date =
    certain === 'month_first'
      ? civilDate(Number(year), first, second)
      : civilDate(Number(year), second, first);
  if (date === null) return read(null, false);
  const moved = inChina(date, parts[5], parts[6], parts[7]);
  return moved.ok ? { ...moved, readAs: true } : moved;
};

/**
 * Reads a date in the forms of docs/import-format.md. `asNumber` is the stored number of a workbook cell that
 * is not formatted as a date.
 */
export const readDate = (
  cellText: string,
  asNumber: number | null,
  column: { date1904: boolean; order: DayMonthOrder | null },
): DateReading => {
  const text = halfWidth(asNumber === null ? cellText : String(asNumber));
  const y = yearFirst.exec(text);
  if (y !== null) {
    const date = civilDate(Number(y[1]), Number(y[2]), Number(y[3]));
    return date === null ? read(null, false) : inChina(date, y[4], y[5], y[6]);
  }
  const c = compact.exec(text);
  if (c !== null) return read(civilDate(Number(c[1]), Number(c[2]), Number(c[3])), false);
  if (serial.test(text)) return read(serialDate(Number(text), column.date1904), true);
  const l = yearLast.exec(text);
  if (l !== null) return readYearLast(l, column.order);
  const d = dayMonthName.exec(text);
  if (d !== null) return read(civilDate(Number(d[3]), monthOf(d[2] ?? ''), Number(d[1])), false);
  const m = monthNameDay.exec(text);
  if (m !== null) return read(civilDate(Number(m[3]), monthOf(m[1] ?? ''), Number(m[2])), false);
  return { ok: false, code: twoDigitYear.test(text) ? 'date_ambiguous' : 'not_a_date' };
};
