import { CsvError, parse } from 'csv-parse/sync';
import type { Table, TableRow } from '../../core/import/cell.ts';
import { AppError } from '../ipc/app-error.ts';
import { maxRows } from './limits.ts';
import { decodeText } from './text-encoding.ts';

const delimiters = [',', ';', '\t'] as const;
/** Every stray quote that swallows the rest of the file costs another pass over it. */
const maxRestarts = 20;

/** Cells per line by each delimiter, quotes respected, over the head of the file. */
const lineWidths = (head: string, delimiter: string): number[] => {
  const widths: number[] = [];
  let width = 1;
  let quoted = false;
  for (const char of head) {
    if (char === '"') quoted = !quoted;
    else if (char === delimiter && !quoted) width += 1;
    else if (char === '\n' && !quoted) {
      widths.push(width);
      width = 1;
    }
  }
  return width > 1 ? [...widths, width] : widths;
};

const mostCommon = (values: readonly number[]): { value: number; count: number } => {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best = { value: 0, count: 0 };
  for (const [value, count] of counts)
    if (count > best.count || (count === best.count && value > best.value)) best = { value, count };
  return best;
};

/** The delimiter that cuts most lines of the head into the same number of cells (at least two), and that number. */
const detectDelimiter = (text: string): { delimiter: string; width: number } | null => {
  const head = text.slice(0, 65_536);
  let best: { delimiter: string; width: number; score: number } | null = null;
  for (const delimiter of delimiters) {
    const { value, count } = mostCommon(lineWidths(head, delimiter).filter((width) => width > 1));
    const score = value * count;
    if (value > 1 && (best === null || score > best.score)) best = { delimiter, width: value, score };
  }
  return best;
};

class Swallowed extends Error {}

/**
 * A quoted cell that holds lines of the table: its closing quote is missing. A line with exactly the right
 * number of cells proves it (in a table wide enough for that to be no accident); in a record with the wrong
 * number, half a line is enough.
 */
const swallowsLines = (cells: readonly string[], delimiter: string, width: number): boolean =>
  cells.some(
    (cell) =>
      cell.includes('\n') &&
      cell.split('\n').some((line) => {
        const inside = line.split(delimiter).length;
        return (inside === width && width >= 4) || (cells.length !== width && inside > width / 2);
      }),
  );

const lineEnd = (bytes: Buffer, from: number): number => {
  const at = bytes.indexOf(0x0a, from);
  return at < 0 ? bytes.length : at + 1;
};

type Info = { bytes: number };

/** Parses from `from` on; gives back where it stopped: the end, or the start of a line with a stray quote. */
const parseFrom = (
  bytes: Buffer,
  from: number,
  delimiter: string,
  width: number,
  take: (cells: string[]) => void,
): number => {
  let end = 0;
  try {
    parse(bytes.subarray(from), {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      info: true,
      on_record: (entry: unknown) => {
        const { record, info } = entry as { record: string[]; info: Info };
        if (swallowsLines(record, delimiter, width)) throw new Swallowed();
        take(record);
        end = info.bytes;
        return null;
      },
    });
    return bytes.length;
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (error instanceof Swallowed) return from + end;
    if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED') return from + end;
    throw new AppError('file_not_table', null, { reason: 'quotes' });
  }
};

/**
 * Reads a CSV. Lines are counted as a spreadsheet program counts rows: a line break inside quotes does not
 * make a new one, an empty line does. A quote that is never closed spoils its own line only (`broken`).
 */
export const readCsv = (file: Uint8Array): Table => {
  const { text: decoded, encoding } = decodeText(file);
  // "sep=;" tells a spreadsheet program the delimiter and is not shown as a row.
  const hint = /^sep=([,;\t])\r?\n/.exec(decoded);
  const text = hint === null ? decoded : decoded.slice(hint[0].length);
  const start = text.slice(0, 2_000).trimStart().toLowerCase();
  if (/^<(?:!doctype|html|table|\?xml|meta|div)/.test(start))
    throw new AppError('file_not_table', null, { reason: 'html' });
  const detected = detectDelimiter(text);
  if (detected === null)
    throw new AppError('file_not_table', null, { reason: text.trim() === '' ? 'empty' : 'one_column' });
  const delimiter = hint?.[1] ?? detected.delimiter;
  const width = mostCommon(lineWidths(text.slice(0, 65_536), delimiter).filter((cells) => cells > 1)).value;

  const bytes = Buffer.from(text, 'utf8');
  const rows: TableRow[] = [];
  let line = 0;
  const take = (cells: string[], broken = false): void => {
    line += 1;
    if (cells.length === 1 && cells[0] === '') return;
    if (rows.length >= maxRows) throw new AppError('file_too_large', null, { maxRows });
    const extra = cells.slice(width).some((cell) => cell.trim() !== '');
    rows.push({
      line,
      cells: extra || cells.length <= width ? cells : cells.slice(0, width),
      broken: broken || extra,
    });
  };
  let at = 0;
  for (let restarts = 0; at < bytes.length; restarts += 1) {
    if (restarts > maxRestarts) throw new AppError('file_not_table', null, { reason: 'quotes' });
    at = parseFrom(bytes, at, delimiter, width, take);
    if (at >= bytes.length) break;
    const end = lineEnd(bytes, at);
    take(
      bytes
        .toString('utf8', at, end)
        .replace(/\r?\n$/, '')
        .split(delimiter),
      true,
    );
    at = end;
  }
  return { format: 'csv', encoding, delimiter, sheet: null, date1904: false, rows };
};
