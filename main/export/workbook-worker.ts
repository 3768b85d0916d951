import { parentPort, workerData } from 'node:worker_threads';
import { utils, write } from '@e965/xlsx';

/** Entry of the thread that builds a workbook of text cells; a text cell is never taken for a formula. */
const sheet = utils.aoa_to_sheet(workerData as string[][]);
const book = utils.book_new();
utils.book_append_sheet(book, sheet, 'callbacks');
const bytes = write(book, { type: 'array', bookType: 'xlsx', compression: true }) as ArrayBuffer;
parentPort?.postMessage(new Uint8Array(bytes));
