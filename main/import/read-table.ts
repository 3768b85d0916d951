import type { Table } from '../../core/import/cell.ts';
import { AppError } from '../ipc/app-error.ts';
import { maxFileBytes } from './limits.ts';
import { readCsv } from './read-csv.ts';
import { readXlsx } from './read-xlsx.ts';

const startsWith = (bytes: Uint8Array, mark: string): boolean =>
  [...mark].every((char, i) => bytes[i] === char.charCodeAt(0));

/** Container of old binary workbooks (.xls) and of workbooks locked with a password. */
const compoundFile = '\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1';

/**
 * Reads a CSV or XLSX file into rows of cells. What it is decides its content, not its name. Throws AppError:
 * `file_too_large`, `file_not_table` or `file_unreadable` with a `reason` (docs/import-format.md lists them).
 */
export const readTable = (bytes: Uint8Array): Table => {
  if (bytes.length === 0) throw new AppError('file_not_table', null, { reason: 'empty' });
  if (bytes.length > maxFileBytes)
    throw new AppError('file_too_large', null, { maxMegabytes: maxFileBytes / 1024 / 1024 });
  if (startsWith(bytes, compoundFile)) {
    const locked = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(
      Buffer.from('EncryptedPackage', 'utf16le'),
    );
    throw new AppError('file_unreadable', null, { reason: locked ? 'password' : 'old_format' });
  }
  if (startsWith(bytes, 'PK\u0003\u0004') || startsWith(bytes, 'PK\u0005\u0006')) return readXlsx(bytes);
  return readCsv(bytes);
};
