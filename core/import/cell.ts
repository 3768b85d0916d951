/**
 * A cell of an imported table. Plain text, by far the most common, is a bare string ('' = empty) so that
 * 200,000 rows fit in memory; everything a workbook knows more about is a `TypedCell`.
 */
export type Cell = string | TypedCell;

export type TypedCell = {
  kind: 'text' | 'number' | 'date' | 'bool' | 'error' | 'empty';
  /** What the spreadsheet program shows; for `date` always YYYY-MM-DD. */
  text: string;
  /** The number as stored (a serial day number for `date`), null for other kinds. */
  number: number | null;
  /** The formula without its equals sign, null when the cell holds a plain value. */
  formula: string | null;
};

export type TableRow = {
  /** As the spreadsheet program counts, first row = 1. */
  line: number;
  cells: readonly Cell[];
  /** Set when the text around this row could not be cut into cells with certainty (a stray quote, more cells than headings). */
  broken: boolean;
};

/** A file as rows of cells, whatever its format was. The rows start at the heading row. */
export type Table = {
  format: 'csv' | 'xlsx';
  encoding: 'utf-8' | 'utf-8-bom' | 'gb18030' | 'utf-16le' | null;
  delimiter: string | null;
  sheet: string | null;
  /** Day numbers of plain numbers count from 1904 (workbooks of old Macintosh programs). */
  date1904: boolean;
  rows: readonly TableRow[];
};

export const cellText = (cell: Cell | undefined): string =>
  cell === undefined ? '' : typeof cell === 'string' ? cell : cell.text;

export const isEmptyCell = (cell: Cell | undefined): boolean =>
  cell === undefined ||
  (typeof cell === 'string'
    ? cell.trim() === ''
    : cell.formula === null && cell.kind !== 'error' && cell.text.trim() === '');

// Invisible characters that web pages and exports leave behind: zero-width marks, byte order mark, soft hyphen.
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** Nothing to tidy or to narrow: printable ASCII without spaces and the usual Chinese characters. */
const simple = /^[\u0021-\u007e\u4e00-\u9fff]*$/;

/** Removes what nobody can see, keeps the letters as they are (names must not be changed). */
export const tidy = (text: string): string =>
  // Millions of cells pass here and nearly all are simple.
  simple.test(text)
    ? text
    : text
        .replace(invisible, '')
        .replace(control, '')
        .replace(/[\s\u00a0\u3000]+/g, ' ')
        .trim();

/** Tidied and with full-width letters, digits and signs made half-width, for everything but names. */
export const halfWidth = (text: string): string => (simple.test(text) ? text : tidy(text.normalize('NFKC')));

/** ="00123", the trick by which exports keep leading zeros. */
const quotedLiteral = /^="(.*)"$/;

/** Tidied text without what spreadsheets and exports put around it: the apostrophe that marks text, ="…". */
export const bareText = (text: string): string => {
  const plain = tidy(text);
  const literal = quotedLiteral.exec(plain);
  return literal === null ? plain.replace(/^['‘’](?=.)/, '') : (literal[1] ?? '');
};

/** Letter of a column, 0 = A, 26 = AA. */
export const columnLetter = (index: number): string => {
  let letters = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
};
