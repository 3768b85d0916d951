import { AppError } from '../ipc/app-error.ts';
import { maxUnpackedBytes } from './limits.ts';

/** Names of the parts of a zip file and what they unpack to together, from its central directory. */
const readDirectory = (file: Buffer): { names: string[]; unpacked: number } | null => {
  const endAt = file.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  if (endAt < 0 || endAt + 22 > file.length) return null;
  const count = file.readUInt16LE(endAt + 10);
  let at = file.readUInt32LE(endAt + 16);
  const names: string[] = [];
  let unpacked = 0;
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== 0x02014b50) return null;
    unpacked += file.readUInt32LE(at + 24);
    const nameLength = file.readUInt16LE(at + 28);
    names.push(file.toString('utf8', at + 46, at + 46 + nameLength));
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return { names, unpacked };
};

/**
 * Refuses zip files that are no XLSX workbook, that are damaged, or that unpack to more than a list of
 * policies could need. A directory that lies about sizes ends at the worker's memory limit (worker-engine.ts).
 */
export const checkWorkbookZip = (file: Buffer): void => {
  const directory = readDirectory(file);
  if (directory === null) throw new AppError('file_unreadable', null, { reason: 'damaged' });
  if (!directory.names.includes('xl/workbook.xml'))
    throw new AppError('file_not_table', null, { reason: 'not_xlsx' });
  if (directory.unpacked > maxUnpackedBytes)
    throw new AppError('file_too_large', null, { reason: 'unpacked' });
};
