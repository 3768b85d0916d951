import { addDays, daysBetween } from './calendar.ts';
import type { JudgeContext } from './judge-context.ts';
import { readCount, readPolicyDate } from './read-cells.ts';
import type { RowReader } from './row-reader.ts';

export type CoolingOff = {
  receiptDate: string | null;
  coolingOffStart: string;
  coolingOffDays: number;
  coolingOffEnd: string;
};

/**
 * The 犹豫期 of one policy (domain.md F30: start, length and end are data of the policy, never a constant).
 * Start: the file's, else the receipt date, else the effective date (told). Length: the file's, else what the
 * file's end gives, else the pack's default (told). End: the file's, checked against start and length, else
 * computed (told). Null when a date it needs is missing or wrong, which is told elsewhere or here.
 */
export const readCoolingOff = (
  row: RowReader,
  context: JudgeContext,
  effectiveDate: string | null,
): CoolingOff | null => {
  const { coolingOff, vocabulary } = context.rules;
  const receiptDate = readPolicyDate(row, context, 'receiptDate');
  const statedStart = readPolicyDate(row, context, 'coolingOffStart');
  const statedDays = readCount(row, 'coolingOffDays', vocabulary.limits.maxCoolingOffDays);
  const statedEnd = readPolicyDate(row, context, 'coolingOffEnd');
  if (row.failed() || effectiveDate === null) return null;

  const start = statedStart ?? receiptDate ?? effectiveDate;
  if (statedStart === null && receiptDate === null)
    row.notice('coolingOffStart', 'cooling_off_start_effective', effectiveDate);
  const lengthTo = (end: string): number => daysBetween(start, end) + 1 - coolingOff.firstDayOffset;
  const endAfter = (days: number): string => addDays(start, days - 1 + coolingOff.firstDayOffset);

  if (statedEnd !== null) {
    const given = lengthTo(statedEnd);
    if (given < 1 || given > vocabulary.limits.maxCoolingOffDays) {
      row.error('coolingOffEnd', 'date_out_of_order');
      return null;
    }
    if (statedDays === null) {
      row.notice('coolingOffDays', 'cooling_off_computed', String(given));
      return { receiptDate, coolingOffStart: start, coolingOffDays: given, coolingOffEnd: statedEnd };
    }
    if (statedDays !== given) {
      row.notice(
        'coolingOffEnd',
        'cooling_off_mismatch',
        statedEnd,
        `${start} + ${statedDays} = ${endAfter(statedDays)}`,
      );
    }
  }
  if (statedDays === 0) {
    row.error('coolingOffDays', 'not_positive');
    return null;
  }
  const days = statedDays ?? coolingOff.defaultDays;
  if (statedDays === null) row.notice('coolingOffDays', 'cooling_off_default', String(days));
  if (statedEnd === null) row.notice('coolingOffEnd', 'cooling_off_computed', endAfter(days));
  return {
    receiptDate,
    coolingOffStart: start,
    coolingOffDays: days,
    coolingOffEnd: statedEnd ?? endAfter(days),
  };
};
