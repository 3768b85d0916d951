import { cellText, isEmptyCell, type Table, type TableRow } from './cell.ts';
import { provenOrder, type DayMonthOrder } from './dates.ts';
import type { ImportField } from './fields.ts';
import { fieldOfHeading, readColumns, type Column, type HeadingIndex } from './headings.ts';
import { judgeContext, type JudgeContext, type JudgeRules } from './judge-context.ts';
import { judgeRow, type JudgedRow } from './judge-row.ts';
import type { Mapping } from './mapping.ts';
import { problemAt } from './row-reader.ts';

/** Rows above the headings that a file may have: a title, a date of issue, an empty line. */
const headingRowsTried = 15;

/** A table with its heading row found: columns, and the rows below that hold anything. */
export type HeadedTable = { table: Table; columns: readonly Column[]; rows: readonly TableRow[] };

/** Finds the heading row: the one that names the most fields, else the first with at least two cells. Null = no table. */
export const findHeadings = (table: Table, index: HeadingIndex): HeadedTable | null => {
  const filled = table.rows.filter((row) => row.cells.some((cell) => !isEmptyCell(cell)));
  const score = (row: TableRow): number =>
    new Set(
      row.cells
        .map((cell) => fieldOfHeading(cellText(cell), index)?.field)
        .filter((field) => field !== undefined),
    ).size;
  const tried = filled
    .slice(0, headingRowsTried)
    .filter((row) => row.cells.filter((cell) => !isEmptyCell(cell)).length >= 2);
  const first = tried[0];
  if (first === undefined) return null;
  const heading = tried.reduce((best, row) => (score(row) > score(best) ? row : best), first);
  const texts = heading.cells.map((cell) => cellText(cell));
  while (texts.length > 0 && texts.at(-1)?.trim() === '') texts.pop();
  return { table, columns: readColumns(texts, index), rows: filled.filter((row) => row.line > heading.line) };
};

const dateFields: readonly ImportField[] = [
  'holderBirthDate',
  'insuredBirthDate',
  'effectiveDate',
  'receiptDate',
  'coolingOffStart',
  'coolingOffEnd',
  'contractEnd',
];

function* textsOf(rows: readonly TableRow[], index: number): Generator<string> {
  for (const row of rows) {
    const cell = row.cells[index];
    // Dates that begin with the year say nothing about day and month, and are nearly all there are.
    if (typeof cell === 'string' && cell !== '' && !/^\d{4}/.test(cell)) yield cell;
  }
}

const ordersOf = (headed: HeadedTable, mapping: Mapping): Map<ImportField, DayMonthOrder> => {
  const orders = new Map<ImportField, DayMonthOrder>();
  for (const field of dateFields) {
    const index = mapping.indexOf(field);
    const order = index < 0 ? null : provenOrder(textsOf(headed.rows, index));
    if (order !== null) orders.set(field, order);
  }
  return orders;
};

const holderKey = (row: JudgedRow): string =>
  `${row.policy?.holderName ?? ''}|${row.policy?.holderBirthDate ?? row.policy?.holderIdLast4 ?? ''}`;

/** A policy number twice: the first good row is taken, later ones are refused and name its line. */
const refuseDuplicates = (headed: HeadedTable, judged: JudgedRow[], context: JudgeContext): void => {
  const lineOf = new Map<string, number>();
  for (const [i, row] of judged.entries()) {
    if (row.policy === null) continue;
    const before = lineOf.get(row.policy.policyNo);
    if (before === undefined) {
      lineOf.set(row.policy.policyNo, row.line);
      continue;
    }
    const source = headed.rows[i];
    if (source === undefined) continue;
    const problem = problemAt(source, context.columns, {
      severity: 'error',
      field: 'policyNo',
      code: 'duplicate_in_file',
      taken: String(before),
    });
    judged[i] = { line: row.line, policy: null, problems: [...row.problems, problem] };
  }
};

/** Telephone checks over the whole file (domain.md F21): one number on many holders, a holder's number that is a seller's. */
const tellSharedMobiles = (
  headed: HeadedTable,
  judged: readonly JudgedRow[],
  context: JudgeContext,
): void => {
  const holders = new Map<string, Set<string>>();
  const sellers = new Set<string>();
  for (const row of judged) {
    if (row.policy === null) continue;
    const known = holders.get(row.policy.holderMobile) ?? new Set();
    holders.set(row.policy.holderMobile, known.add(holderKey(row)));
    if (row.policy.sellerMobile !== null) sellers.add(row.policy.sellerMobile);
  }
  for (const [i, row] of judged.entries()) {
    const source = headed.rows[i];
    if (row.policy === null || source === undefined) continue;
    const sharing = holders.get(row.policy.holderMobile)?.size ?? 0;
    const tell = (code: 'mobile_on_many_holders' | 'same_as_seller_mobile', taken: string | null): void => {
      row.problems.push(
        problemAt(source, context.columns, { severity: 'notice', field: 'holderMobile', code, taken }),
      );
    };
    if (sharing >= context.rules.vocabulary.limits.sharedMobileHolders)
      tell('mobile_on_many_holders', String(sharing));
    if (sellers.has(row.policy.holderMobile) && row.policy.sellerMobile !== row.policy.holderMobile)
      tell('same_as_seller_mobile', null);
  }
};

/** Judges every row of a file and then the rows against each other. `judged[i]` belongs to `headed.rows[i]`. */
export const judgeFile = (
  headed: HeadedTable,
  mapping: Mapping,
  rules: JudgeRules,
): { context: JudgeContext; judged: JudgedRow[] } => {
  const { format, date1904 } = headed.table;
  const context = judgeContext(
    { columns: headed.columns, format, date1904, orders: ordersOf(headed, mapping) },
    mapping,
    rules,
  );
  const judged = headed.rows.map((row) => judgeRow(row, context));
  refuseDuplicates(headed, judged, context);
  tellSharedMobiles(headed, judged, context);
  return { context, judged };
};
