import { read, SSF, type CellObject, type WorkBook, type WorkSheet } from '@e965/xlsx';
import { serialDate } from '../../core/import/calendar.ts';
import type { Cell, Table, TableRow } from '../../core/import/cell.ts';
import { AppError } from '../ipc/app-error.ts';
import { maxColumns, maxRows } from './limits.ts';
import { checkWorkbookZip } from './zip-guard.ts';

const empty = '';

/** Error codes of the file format (ECMA-376 part 1, 18.17.3) as the sheet shows them. */
const errorTexts: Readonly<Record<number, string>> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
  43: '#GETTING_DATA',
};

/** The library's number formats, which its types leave open. */
const formats = SSF as {
  format(format: string | number, value: number): string;
  is_date(format: string): boolean;
};

/** A number as the sheet shows it. Formats that the library does not know show the plain number. */
const shown = (value: number, format: string | number | undefined): string => {
  try {
    return format === undefined ? String(value) : formats.format(format, value);
  } catch {
    return String(value);
  }
};

const numberCell = (
  value: number,
  format: string | number | undefined,
  formula: string | null,
  date1904: boolean,
): Cell => {
  if (format !== undefined && formats.is_date(String(format))) {
    const date = serialDate(value, date1904);
    if (date !== null) return { kind: 'date', text: date, number: value, formula };
  }
  return { kind: 'number', text: shown(value, format), number: value, formula };
};

const toCell = (cell: CellObject | undefined, date1904: boolean): Cell => {
  if (cell === undefined) return empty;
  const formula = typeof cell.f === 'string' && cell.f !== '' ? cell.f : null;
  if (cell.t === 'n' && typeof cell.v === 'number') return numberCell(cell.v, cell.z, formula, date1904);
  if (cell.t === 's' && typeof cell.v === 'string') {
    // Text that a sheet holds as text is never a formula, however it begins: 'text' keeps it from being told as one.
    return formula === null && !/^[=@+\-'‘’]/.test(cell.v)
      ? cell.v
      : { kind: 'text', text: cell.v, number: null, formula };
  }
  if (cell.t === 'b')
    return { kind: 'bool', text: cell.v === true ? 'true' : 'false', number: null, formula };
  // A formula that was never computed arrives as an error without a value.
  if (cell.t === 'e') return { kind: 'error', text: errorTexts[Number(cell.v)] ?? '', number: null, formula };
  return formula === null ? empty : { kind: 'empty', text: '', number: null, formula };
};

const open = (file: Buffer): WorkBook => {
  try {
    // Texts are made on demand (`shown`): a list needs few of them and they cost as much memory as the values.
    return read(file, {
      type: 'buffer',
      dense: true,
      cellFormula: true,
      cellNF: true,
      cellText: false,
      cellHTML: false,
      sheetStubs: true,
      sheetRows: maxRows + 2,
    });
  } catch {
    throw new AppError('file_unreadable', null, { reason: 'damaged' });
  }
};

const gridOf = (sheet: WorkSheet): readonly (readonly (CellObject | undefined)[] | undefined)[] =>
  sheet['!data'] ?? [];

const holdsAnything = (sheet: WorkSheet): boolean =>
  gridOf(sheet).some(
    (row) => row?.some((cell) => cell !== undefined && cell.t !== 'z' && cell.v !== '') ?? false,
  );

/**
 * Reads the first sheet of a workbook that holds anything. Formulas are never computed: the value that the
 * program saved with them is taken.
 */
export const readXlsx = (bytes: Uint8Array): Table => {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  checkWorkbookZip(file);
  const book = open(file);
  const name = book.SheetNames.find((sheetName) => {
    const sheet = book.Sheets[sheetName];
    return sheet !== undefined && holdsAnything(sheet);
  });
  const sheet = name === undefined ? undefined : book.Sheets[name];
  if (name === undefined || sheet === undefined)
    throw new AppError('file_not_table', null, { reason: 'empty' });
  const grid = gridOf(sheet);
  if (grid.length > maxRows + 1) throw new AppError('file_too_large', null, { maxRows });
  const date1904 = book.Workbook?.WBProps?.date1904 === true;
  const rows = grid.flatMap((cells, i): TableRow[] =>
    cells === undefined
      ? []
      : [
          {
            line: i + 1,
            cells: Array.from(cells.slice(0, maxColumns), (cell) => toCell(cell, date1904)),
            broken: false,
          },
        ],
  );
  return { format: 'xlsx', encoding: null, delimiter: null, sheet: name, date1904, rows };
};
