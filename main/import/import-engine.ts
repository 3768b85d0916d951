import { cellText, halfWidth, type Table } from '../../core/import/cell.ts';
import type { ImportField } from '../../core/import/fields.ts';
import { fingerprint, type PolicyDraft } from '../../core/import/fingerprint.ts';
import { indexHeadings, type Column } from '../../core/import/headings.ts';
import type { JudgeContext, JudgeRules } from '../../core/import/judge-context.ts';
import { findHeadings, judgeFile, type HeadedTable } from '../../core/import/judge-file.ts';
import type { JudgedRow } from '../../core/import/judge-row.ts';
import { guessMapping, saveMapping, type Mapping, type SavedMapping } from '../../core/import/mapping.ts';
import { refusedRowsCsv, type RefusedLanguage } from '../../core/import/refused-rows.ts';
import { hideNumbers, holdsIdNumber, maskMobile, maskedCell } from '../../core/import/sensitive.ts';
import type { ImportPreview, ImportRow } from '../../core/ipc/features/import.ts';
import { AppError } from '../ipc/app-error.ts';
import { readTable } from './read-table.ts';

export type RowFilter = 'all' | ImportRow['verdict'] | 'notice';

export type Opened = {
  format: Table['format'];
  encoding: Table['encoding'];
  delimiter: string | null;
  sheet: string | null;
  columns: (Column & { samples: string[] })[];
  mapping: Mapping;
  savedName: string | null;
};

/** One file being imported: parsed, judged and held. Expected failures are AppErrors. */
export type SyncEngine = {
  open(input: { bytes: Uint8Array; rules: JudgeRules; saved: readonly SavedMapping[] }): Opened;
  /** Judges all rows by a mapping; gives the policy numbers to look up in the store. */
  judge(mapping: Mapping): string[];
  /** Tells what the store knows: policy number -> fingerprint. May come in parts, before `totals`. */
  settle(known: Readonly<Record<string, string>>): void;
  totals(): ImportPreview['totals'];
  page(input: { only: RowFilter; offset: number; limit: number }): { total: number; rows: ImportRow[] };
  /** New and changed policies, in file order. */
  toStore(input: { offset: number; limit: number }): PolicyDraft[];
  saveMappingAs(input: { name: string; mapping: Mapping }): SavedMapping;
  refusedCsv(language: RefusedLanguage): string;
};

/** The engine as the service sees it: it runs in a worker thread (worker-engine.ts), calls run in call order. */
export type ImportEngine = {
  [K in keyof SyncEngine]: (...args: Parameters<SyncEngine[K]>) => Promise<ReturnType<SyncEngine[K]>>;
} & { close(): Promise<void> };

const samplesShown = 3;
const sampleRowsTried = 200;

const samplesOf = (headed: HeadedTable, index: number): string[] => {
  const samples: string[] = [];
  for (const row of headed.rows.slice(0, sampleRowsTried)) {
    const text = maskedCell(cellText(row.cells[index]));
    if (text !== '' && samples.push(text) === samplesShown) break;
  }
  return samples;
};

type Judged = {
  context: JudgeContext;
  rows: readonly JudgedRow[];
  verdicts: ImportRow['verdict'][];
  indexOf: ReadonlyMap<string, number>;
  /** Row numbers by filter, made when first asked for. */
  filtered: Map<RowFilter, readonly number[]>;
};

export const createEngine = (): SyncEngine => {
  let headed: HeadedTable | null = null;
  let rules: JudgeRules | null = null;
  let judged: Judged | null = null;

  const opened = (): { headed: HeadedTable; rules: JudgeRules } => {
    if (headed === null || rules === null) throw new AppError('import_gone');
    return { headed, rules };
  };
  const current = (): Judged => {
    if (judged === null) throw new AppError('import_gone');
    return judged;
  };

  const belongs = (now: Judged, i: number, only: RowFilter): boolean => {
    if (only === 'all') return true;
    if (only === 'notice') return now.verdicts[i] !== 'error' && (now.rows[i]?.problems.length ?? 0) > 0;
    return now.verdicts[i] === only;
  };
  const filter = (now: Judged, only: RowFilter): readonly number[] => {
    const known = now.filtered.get(only);
    if (known !== undefined) return known;
    const found = now.rows.flatMap((_, i) => (belongs(now, i, only) ? [i] : []));
    now.filtered.set(only, found);
    return found;
  };

  const shown = (now: Judged, i: number, field: ImportField): string => {
    const column = now.context.columns.get(field);
    const source = headed?.rows[i];
    const text = column === undefined ? '' : cellText(source?.cells[column.index]);
    // In a broken line anything may stand where the policy number should.
    if (field !== 'policyNo' || source?.broken === true) return maskedCell(text);
    const plain = halfWidth(text).slice(0, 40);
    return holdsIdNumber(text, now.context.rules.today) ? hideNumbers(plain).text : plain;
  };
  const toRow = (now: Judged, i: number): ImportRow => {
    const row = now.rows[i];
    const policy = row?.policy ?? null;
    return {
      line: row?.line ?? 0,
      verdict: now.verdicts[i] ?? 'error',
      policyNo: policy?.policyNo ?? shown(now, i, 'policyNo'),
      holderName: policy?.holderName ?? shown(now, i, 'holderName'),
      mobileMasked: policy === null ? shown(now, i, 'holderMobile') : maskMobile(policy.holderMobile),
      problems: row?.problems ?? [],
    };
  };

  return {
    open: (input) => {
      const table = readTable(input.bytes);
      const index = indexHeadings(input.rules.vocabulary);
      const found = findHeadings(table, index);
      if (found === null) throw new AppError('file_not_table', null, { reason: 'no_headings' });
      if (found.rows.length === 0) throw new AppError('file_not_table', null, { reason: 'no_rows' });
      headed = found;
      rules = input.rules;
      judged = null;
      const columns = found.columns.map((column) => ({ ...column, samples: samplesOf(found, column.index) }));
      const guess = guessMapping(
        found.columns,
        columns.map((column) => column.samples),
        input.saved,
        index,
      );
      const { format, encoding, delimiter, sheet } = table;
      return {
        format,
        encoding,
        delimiter,
        sheet,
        columns,
        mapping: guess.mapping,
        savedName: guess.savedName,
      };
    },
    judge: (mapping) => {
      const file = opened();
      const result = judgeFile(file.headed, mapping, file.rules);
      const numbers = result.judged.flatMap((row, i) =>
        row.policy === null ? [] : [[row.policy.policyNo, i] as const],
      );
      judged = {
        context: result.context,
        rows: result.judged,
        verdicts: result.judged.map((row) => (row.policy === null ? 'error' : 'new')),
        indexOf: new Map(numbers),
        filtered: new Map(),
      };
      return numbers.map(([policyNo]) => policyNo);
    },
    settle: (known) => {
      const now = current();
      for (const [policyNo, print] of Object.entries(known)) {
        const i = now.indexOf.get(policyNo);
        const policy = i === undefined ? null : (now.rows[i]?.policy ?? null);
        if (i !== undefined && policy !== null)
          now.verdicts[i] = fingerprint(policy) === print ? 'same' : 'changed';
      }
      now.filtered.clear();
    },
    totals: () => {
      const now = current();
      const count = (only: RowFilter): number => filter(now, only).length;
      return {
        rows: now.rows.length,
        new: count('new'),
        changed: count('changed'),
        same: count('same'),
        error: count('error'),
        notices: count('notice'),
      };
    },
    page: ({ only, offset, limit }) => {
      const now = current();
      const found = filter(now, only);
      return { total: found.length, rows: found.slice(offset, offset + limit).map((i) => toRow(now, i)) };
    },
    toStore: ({ offset, limit }) => {
      const now = current();
      const takes = filter(now, 'all').filter(
        (i) => now.verdicts[i] === 'new' || now.verdicts[i] === 'changed',
      );
      return takes.slice(offset, offset + limit).flatMap((i) => now.rows[i]?.policy ?? []);
    },
    saveMappingAs: ({ name, mapping }) => saveMapping(name, opened().headed.columns, mapping),
    refusedCsv: (language) => {
      const now = current();
      return refusedRowsCsv(opened().headed.rows, now.rows, now.context, language);
    },
  };
};
