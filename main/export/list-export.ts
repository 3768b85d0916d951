import { createHash } from 'node:crypto';
import { open, writeFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import type { ListFormat } from '../../core/ipc/features/documents.ts';
import type { DocumentWords } from '../../core/record/document-words.ts';
import type { TableRow } from '../../core/record/record-table.ts';
import { csvLine, tableColumns } from '../../core/record/record-table.ts';

/** Rows come in pages, so that neither memory nor the store is held for the whole list. */
export type Pages = () => AsyncGenerator<readonly TableRow[]>;

const utf8Mark = '\u{feff}';

const headings = (words: DocumentWords): string[] => tableColumns.map((column) => words[column]);
const cellsOf = (row: TableRow): string[] => tableColumns.map((column) => row[column]);

/** Appends texts to a new file one after the other. */
const writeTexts = async (file: string, texts: AsyncIterable<string>): Promise<void> => {
  const handle = await open(file, 'w');
  try {
    for await (const text of texts) await handle.writeFile(text, 'utf8');
    await handle.sync();
  } finally {
    await handle.close();
  }
};

async function* csvTexts(pages: Pages, words: DocumentWords): AsyncGenerator<string> {
  yield utf8Mark + csvLine(headings(words));
  for await (const rows of pages()) yield rows.map((row) => csvLine(cellsOf(row))).join('');
}

async function* jsonTexts(pages: Pages): AsyncGenerator<string> {
  yield '{"format":"callback-desk/record-list","formatVersion":1,"rows":[';
  let first = true;
  for await (const rows of pages())
    for (const row of rows) {
      yield `${first ? '' : ','}\n${JSON.stringify(row)}`;
      first = false;
    }
  yield '\n]}\n';
}

/** Building a workbook is work for seconds: it is done in a thread, so that no call waits for it. */
const workbook = async (pages: Pages, words: DocumentWords, workerFile: string): Promise<Uint8Array> => {
  const cells: string[][] = [headings(words)];
  for await (const rows of pages()) cells.push(...rows.map(cellsOf));
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile, { workerData: cells });
    worker.once('message', (bytes: Uint8Array) => resolve(bytes));
    worker.once('error', reject);
  });
};

/** Writes the rows to a file in the format that was asked for. */
export const writeList = async (
  file: string,
  list: { format: ListFormat; pages: Pages; words: DocumentWords; workerFile: string },
): Promise<void> => {
  const { format, pages, words, workerFile } = list;
  if (format === 'csv') return writeTexts(file, csvTexts(pages, words));
  if (format === 'json') return writeTexts(file, jsonTexts(pages));
  return writeFile(file, await workbook(pages, words, workerFile));
};

/** SHA-256 of a record's JSON text as it was kept and sent, hexadecimal. */
export const recordHashOf = (body: string): string => createHash('sha256').update(body, 'utf8').digest('hex');
