import { writeFile } from 'node:fs/promises';
import { csvLine } from '../../core/record/record-table.ts';

/** Writes a table as CSV that a spreadsheet program reads as UTF-8 (RFC 4180, with the byte order mark). */
export const writeTable = (file: string, table: { head: string[]; rows: string[][] }): Promise<void> =>
  writeFile(file, `\u{feff}${[table.head, ...table.rows].map(csvLine).join('')}`, 'utf8');
