import { addDays, ageOn } from './calendar.ts';
import { halfWidth } from './cell.ts';
import { readDate } from './dates.ts';
import type { ImportField } from './fields.ts';
import { reduceIfId } from './identity.ts';
import type { JudgeContext } from './judge-context.ts';
import type { Plain, RowReader } from './row-reader.ts';
import { hideNumbers, unrounded } from './sensitive.ts';

/** Readers of single cells: each gives the value or null, and tells the row reader what was wrong or mended. */

/** Between Chinese characters a space is layout (李　娜), never part of the name. */
const cjkGap = /(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu;

/**
 * Free words, at most `max` characters. A number that may be an identity or account number is taken out of a
 * voluntary field and told; in a required field it means that the columns are mixed up.
 */
export const readFreeText = (
  row: RowReader,
  field: ImportField,
  max: number,
  required: boolean,
): string | null => {
  const cell = row.cell(field);
  if (cell === null) {
    if (required) row.missing(field);
    return null;
  }
  const { text, hidden } = hideNumbers(cell.text.replace(cjkGap, ''));
  if (hidden !== null) {
    const code = hidden === 'identity' ? 'identity_number' : 'account_number';
    if (required) {
      row.error(field, code);
      return null;
    }
    row.notice(field, code, text);
  }
  if (text.length > max) {
    row.error(field, 'too_long');
    return null;
  }
  return text;
};

/** Digits of a code that a workbook keeps as a number; null (told) when it kept only the first 15. */
export const readCodeText = (row: RowReader, field: ImportField, cell: Plain): string | null => {
  const shown = halfWidth(cell.text).replace(/\s/g, '');
  if (cell.number !== null) {
    if (!Number.isInteger(cell.number) || Math.abs(cell.number) >= 1e15) {
      row.error(field, 'number_lost_digits');
      return null;
    }
    // A number format like 00000000 shows leading zeros that belong to the code.
    return /^\d+$/.test(shown) && Number(shown) === cell.number ? shown : String(cell.number);
  }
  if (/^\d(?:\.\d+)?E\+\d+$/i.test(shown) || unrounded.test(shown)) {
    row.error(field, 'number_lost_digits');
    return null;
  }
  return shown.replace(/^(\d+)\.0+$/, '$1');
};

/** A date in any form of docs/import-format.md, as YYYY-MM-DD. */
export const readDateField = (row: RowReader, context: JudgeContext, field: ImportField): string | null => {
  const cell = row.cell(field);
  if (cell === null) return null;
  if (cell.kind === 'date') return cell.text;
  const reading = readDate(cell.text, cell.number, {
    date1904: context.date1904,
    order: context.orders.get(field) ?? null,
  });
  if (!reading.ok) {
    const id =
      field === 'insuredBirthDate' || field === 'holderBirthDate'
        ? reduceIfId(halfWidth(cell.text), context.rules.today)
        : null;
    if (id !== null) {
      row.notice(field, 'id_reduced', id.birthDate);
      return id.birthDate;
    }
    row.error(field, reading.code);
    return null;
  }
  if (reading.readAs) row.notice(field, 'date_read_as', reading.date);
  return reading.date;
};

/** A date of the policy itself, within the years that vocabulary.yaml allows. */
export const readPolicyDate = (row: RowReader, context: JudgeContext, field: ImportField): string | null => {
  const date = readDateField(row, context, field);
  if (date === null) return null;
  const { earliestPolicyDate, latestPolicyDays } = context.rules.vocabulary.limits;
  if (date < earliestPolicyDate || date > addDays(context.rules.today, latestPolicyDays)) {
    row.error(field, 'date_implausible');
    return null;
  }
  return date;
};

/** A birth date, with the age it gives checked (domain.md F21: age and identity logic). */
export const readBirthDate = (
  row: RowReader,
  context: JudgeContext,
  field: ImportField,
  minAge: number,
): string | null => {
  const date = readDateField(row, context, field);
  if (date === null) return null;
  const age = ageOn(date, context.rules.today);
  if (date > context.rules.today || age < minAge || age > context.rules.vocabulary.limits.maxAge) {
    row.error(field, 'date_implausible');
    return null;
  }
  return date;
};

/** A whole number with an optional unit behind it (90天); null when empty or told. */
export const readCount = (row: RowReader, field: ImportField, max: number): number | null => {
  const cell = row.cell(field);
  if (cell === null) return null;
  const text = cell.number === null ? halfWidth(cell.text).replace(/\s/g, '') : String(cell.number);
  const parts = /^(\d{1,5})(?:\.0+)?(?:天|日|days?)?$/i.exec(text);
  const value = Number(parts?.[1] ?? Number.NaN);
  if (Number.isNaN(value) || value > max) {
    row.error(field, 'not_a_number');
    return null;
  }
  return value;
};

/** Yes or no by the words of vocabulary.yaml; null when empty or told. */
export const readYesNo = (row: RowReader, context: JudgeContext, field: ImportField): boolean | null => {
  const cell = row.cell(field);
  if (cell === null) return null;
  const answer = context.words.yesNo(cell.number === null ? cell.text : String(cell.number));
  if (answer === null) row.error(field, 'unknown_word');
  return answer;
};
