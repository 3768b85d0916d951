import type { CellProblem } from '../ipc/features/import.ts';
import {
  bareText,
  cellText,
  halfWidth,
  isEmptyCell,
  tidy,
  type Cell,
  type TableRow,
  type TypedCell,
} from './cell.ts';
import type { ImportField, ProblemCode } from './fields.ts';
import type { Column } from './headings.ts';
import { maskedCell } from './sensitive.ts';
import type { Words } from './words.ts';

/** What a filled cell holds once formulas and the marks of exports are dealt with. */
export type Plain = {
  text: string;
  /** The stored number of a workbook's number cell, else null. */
  number: number | null;
  kind: TypedCell['kind'];
};

/** One row as the judge sees it: cells by field, problems collected with the place they are in. */
export type RowReader = {
  /** Null when the column is missing, the cell is empty, or its problem has been told already. */
  cell(field: ImportField): Plain | null;
  error(field: ImportField, code: ProblemCode, found?: string): void;
  notice(field: ImportField, code: ProblemCode, taken: string | null, found?: string): void;
  /** Reports a required field that is empty, unless its cell was already reported. */
  missing(field: ImportField): void;
  /** Whether the row, or one field of it, has an error. */
  failed(field?: ImportField): boolean;
  problems: CellProblem[];
};

/** Text that a spreadsheet would run as a formula; telephone numbers and amounts with a sign are not. */
const looksLikeFormula = /^(?:[=@]|[+-](?![\d\s().,-]+$))/;
const foundIn = (field: ImportField, text: string): string => {
  if (field !== 'holderId') return maskedCell(text);
  const compact = halfWidth(text);
  if (/^\d(\.\d{0,6})?E\+?\d+$/i.test(compact)) return compact;
  return compact.length <= 4
    ? '*'.repeat(compact.length)
    : compact.slice(0, 2) + '*'.repeat(Math.min(compact.length - 2, 20));
};

/** A problem of a row, with the place it is in. `field` is null when it is the row as a whole. */
export const problemAt = (
  row: TableRow,
  columns: ReadonlyMap<ImportField, Column>,
  problem: {
    severity: CellProblem['severity'];
    field: ImportField | null;
    code: ProblemCode;
    taken: string | null;
    found?: string | undefined;
  },
): CellProblem => {
  const { severity, field, code, taken, found } = problem;
  const column = field === null ? undefined : columns.get(field);
  const held = found ?? (column === undefined ? '' : cellText(row.cells[column.index]));
  return {
    severity,
    field,
    column: maskedCell(column?.heading ?? ''),
    columnLetter: column?.letter ?? '',
    code,
    found: field === null ? maskedCell(held) : foundIn(field, held),
    taken: taken === null ? null : maskedCell(taken),
  };
};

export const createRowReader = (
  row: TableRow,
  columns: ReadonlyMap<ImportField, Column>,
  words: Words,
): RowReader => {
  const problems: CellProblem[] = [];
  const refused = new Set<ImportField>();

  const raw = (field: ImportField): Cell | undefined => {
    const column = columns.get(field);
    return column === undefined ? undefined : row.cells[column.index];
  };
  const add = (
    severity: CellProblem['severity'],
    field: ImportField,
    code: ProblemCode,
    taken: string | null,
    found?: string,
  ): void => {
    if (severity === 'error') refused.add(field);
    problems.push(problemAt(row, columns, { severity, field, code, taken, found }));
  };
  const error = (field: ImportField, code: ProblemCode, found?: string): void => {
    add('error', field, code, null, found);
  };
  const notice = (field: ImportField, code: ProblemCode, taken: string | null, found?: string): void => {
    add('notice', field, code, taken, found);
  };

  const typed = (field: ImportField, cell: TypedCell): Plain | null => {
    if (cell.kind === 'error') {
      error(field, 'formula_without_value', cell.formula === null ? cell.text : `=${cell.formula}`);
      return null;
    }
    if (cell.formula !== null) {
      if (cell.text.trim() === '') {
        error(field, 'formula_without_value', `=${cell.formula}`);
        return null;
      }
      notice(
        field,
        'formula_value_taken',
        field === 'holderId' ? null : cell.text,
        field === 'holderId' ? '=' : `=${cell.formula}`,
      );
    }
    const text = cell.kind === 'text' ? bareText(cell.text) : tidy(cell.text);
    return words.isEmpty(text)
      ? null
      : { text, number: cell.kind === 'number' ? cell.number : null, kind: cell.kind };
  };

  const text = (field: ImportField, value: string): Plain | null => {
    const plain = tidy(value);
    const bare = bareText(plain);
    if (bare === plain && looksLikeFormula.test(halfWidth(plain)) && !words.isEmpty(plain)) {
      notice(field, 'formula_text', plain);
    }
    return words.isEmpty(bare) ? null : { text: bare, number: null, kind: 'text' };
  };

  return {
    problems,
    cell: (field) => {
      const cell = raw(field);
      if (cell === undefined || isEmptyCell(cell)) return null;
      return typeof cell === 'string' ? text(field, cell) : typed(field, cell);
    },
    error,
    notice,
    missing: (field) => {
      if (!refused.has(field)) error(field, 'missing');
    },
    failed: (field) => (field === undefined ? refused.size > 0 : refused.has(field)),
  };
};
