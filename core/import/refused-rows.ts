import { bareText, cellText, type TableRow } from './cell.ts';
import { toCsv } from './csv-text.ts';
import { requiredFields, type ImportField } from './fields.ts';
import { readId } from './identity.ts';
import type { JudgeContext } from './judge-context.ts';
import type { JudgedRow } from './judge-row.ts';
import { hideNumbers } from './sensitive.ts';

export type RefusedLanguage = 'zh' | 'en';

const reasonHeadings = {
  zh: ['原文件行号', '未导入原因'],
  en: ['Source line', 'Why it was not imported'],
} as const;

/** Stands for what was there and could not be kept: the import refuses it again until somebody mends it. */
const toMend = '?';

/** What may be kept of an identity number, in a form that the import reads again (identity.ts). */
const reducedId = (text: string, asNumber: number | null, today: string): string => {
  const reading = readId(text, asNumber, today);
  switch (reading.kind) {
    case 'full':
      return `${reading.birthDate} ${reading.last4}`;
    case 'part':
      return reading.birthDate === null
        ? (reading.last4 ?? '')
        : `${reading.birthDate} ${reading.last4 ?? ''}`.trim();
    case 'document':
      return reading.last4;
    case 'lost_digits':
      return reading.birthDate ?? '';
    case 'bad_checksum':
    case 'unreadable':
      return toMend;
  }
};

const cellOf = (
  row: TableRow,
  judged: JudgedRow,
  field: ImportField,
  index: number,
  today: string,
): string => {
  const cell = row.cells[index];
  const text = bareText(cellText(cell));
  if (text === '') return '';
  if (field === 'holderId') {
    return reducedId(text, typeof cell === 'object' && cell.kind === 'number' ? cell.number : null, today);
  }
  const codes = judged.problems.filter((problem) => problem.field === field).map((problem) => problem.code);
  const held = codes.includes('account_number') || codes.includes('identity_number');
  // A code is long digits by nature; one that was told as an identity or account number stays out.
  if (field === 'policyNo' || field === 'sellerCode') return held ? '' : text;
  // A required cell stays empty, so that the row cannot come in with half a name.
  return held && requiredFields.includes(field) ? '' : hideNumbers(text).text;
};

const reasonOf = (judged: JudgedRow, context: JudgeContext, language: RefusedLanguage): string =>
  judged.problems
    .filter((problem) => problem.severity === 'error')
    .map((problem) => {
      const where = problem.columnLetter === '' ? '' : `${problem.columnLetter} ${problem.column}: `;
      return `${where}${context.rules.vocabulary.problems[problem.code][language]}`;
    })
    .join('; ');

/**
 * The refused rows as CSV for mending and importing again: the mapped columns under their own headings, the
 * line in the source and the reasons. Columns that were not mapped stay out, identity and account numbers too.
 */
export const refusedRowsCsv = (
  rows: readonly TableRow[],
  judged: readonly JudgedRow[],
  context: JudgeContext,
  language: RefusedLanguage,
): string => {
  const columns = [...context.columns];
  const lines = judged.flatMap((one, i) => {
    const row = rows[i];
    if (one.policy !== null || row === undefined) return [];
    // The cells of a broken line stand under the wrong headings, so nothing in it is known to be harmless.
    const cells = columns.map(([field, { index }]) =>
      row.broken ? '' : cellOf(row, one, field, index, context.rules.today),
    );
    return [[...cells, String(one.line), reasonOf(one, context, language)]];
  });
  return toCsv([[...columns.map(([, column]) => column.heading), ...reasonHeadings[language]], ...lines]);
};
