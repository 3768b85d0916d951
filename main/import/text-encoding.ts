import iconv from 'iconv-lite';
import type { Table } from '../../core/import/cell.ts';
import { AppError } from '../ipc/app-error.ts';

export type DecodedText = { text: string; encoding: NonNullable<Table['encoding']> };

const startsWith = (bytes: Uint8Array, ...mark: number[]): boolean =>
  mark.every((byte, i) => bytes[i] === byte);

/** Control characters other than tab and line ends do not stand in text. */
const isBinary = (text: string): boolean =>
  /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text.slice(0, 65_536));

/**
 * Decodes a text file: byte order marks first, then strict UTF-8, then GB18030 (which contains GBK and
 * GB2312, what Chinese spreadsheet programs write by default). Throws `file_not_table` for binary files and
 * `file_unreadable` for text in any other encoding; `params.reason` says which.
 */
export const decodeText = (bytes: Uint8Array): DecodedText => {
  if (startsWith(bytes, 0xfe, 0xff)) throw new AppError('file_unreadable', null, { reason: 'encoding' });
  if (startsWith(bytes, 0xff, 0xfe)) {
    if (bytes.length % 2 !== 0) throw new AppError('file_unreadable', null, { reason: 'encoding' });
    return textOnly({ text: new TextDecoder('utf-16le').decode(bytes), encoding: 'utf-16le' });
  }
  const marked = startsWith(bytes, 0xef, 0xbb, 0xbf);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return textOnly({ text, encoding: marked ? 'utf-8-bom' : 'utf-8' });
  } catch (error) {
    if (error instanceof AppError) throw error;
  }
  const text = iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), 'gb18030');
  if (isBinary(text)) throw new AppError('file_not_table', null, { reason: 'not_text' });
  // Bytes that GB18030 does not know mean another encoding or a damaged file: a wrong name would be worse.
  if (text.includes('\ufffd')) throw new AppError('file_unreadable', null, { reason: 'encoding' });
  return { text, encoding: 'gb18030' };
};

const textOnly = (decoded: DecodedText): DecodedText => {
  if (isBinary(decoded.text)) throw new AppError('file_not_table', null, { reason: 'not_text' });
  return decoded;
};
