/**
 * Writing CSV that is safe to open: a cell that a spreadsheet would run as a formula, or whose long digits it
 * would round, gets an apostrophe in front, which our own import takes away again.
 */
const runsAsFormula = /^[=+\-@\t\r]/;
const losesDigits = /^(?:\d{12,}|0\d+)$/;

const writeCell = (cell: string): string => {
  const safe = runsAsFormula.test(cell) || losesDigits.test(cell) ? `'${cell}` : cell;
  return /[",;\t\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** Lines end with CRLF (RFC 4180). The caller adds a byte order mark, by which spreadsheets know UTF-8. */
export const toCsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(writeCell).join(',')}\r\n`).join('');
