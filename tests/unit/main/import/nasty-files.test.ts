import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ImportRow } from '../../../../core/ipc/features/import.ts';
import { createEngine, type Opened } from '../../../../main/import/import-engine.ts';
import { AppError } from '../../../../main/ipc/app-error.ts';
import { fixtureFiles } from '../../../fixtures/import/fixture-files.ts';
import { makeId, rules } from '../../../fixtures/import/judging.ts';

const folder = join(import.meta.dirname, '../../../fixtures/import/files');
const file = (name: string): Buffer => readFileSync(join(folder, name));

const importFile = (
  name: string,
): { opened: Opened; rows: ImportRow[]; policies: Record<string, unknown>[] } => {
  const engine = createEngine();
  const opened = engine.open({ bytes: file(name), rules, saved: [] });
  engine.judge(opened.mapping);
  const { rows } = engine.page({ only: 'all', offset: 0, limit: 500 });
  return { opened, rows, policies: engine.toStore({ offset: 0, limit: 500 }) };
};
/** Line and what was told: `6 error F holderMobile mobile_scientific`. */
const toldIn = (rows: readonly ImportRow[]): string[] =>
  rows.flatMap((row) =>
    row.problems.map((one) =>
      [row.line, one.severity, one.columnLetter, one.field ?? 'row', one.code, one.taken ?? '']
        .join(' ')
        .trim(),
    ),
  );
const failure = (name: string): unknown => {
  try {
    importFile(name);
    return null;
  } catch (error) {
    return error instanceof AppError ? { code: error.code, reason: error.params['reason'] } : error;
  }
};

describe('the fixture files', () => {
  it.each(Object.keys(fixtureFiles()))('%s is what its generator makes', (name) => {
    expect(file(name).equals(fixtureFiles()[name] ?? Buffer.alloc(1))).toBe(true);
  });
});

describe('nasty-gb18030.csv', () => {
  const { opened, rows, policies } = importFile('nasty-gb18030.csv');

  it('is read as GB18030 with commas, headings below a title, lines as a spreadsheet shows them', () => {
    expect(opened).toMatchObject({ format: 'csv', encoding: 'gb18030', delimiter: ',' });
    // Line 5 holds a line break inside quotes and is still one row.
    expect(rows.map((row) => row.line)).toEqual([
      4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
    ]);
    expect(rows.at(-1)?.holderName).toBe('䶮一');
  });

  it('names line, column, field and code of everything', () => {
    expect(toldIn(rows)).toEqual([
      '6 error F holderMobile mobile_scientific',
      '7 notice F holderMobile mobile_cleaned 199****1234',
      '8 notice E holderId id_lost_digits',
      '9 notice E holderId id_lost_digits 1980-05-06',
      '10 notice E holderId id_reduced 1980-05-06 ****',
      '11 error E holderId id_bad_checksum',
      '12 notice E holderId id_reduced 1980-05-06 ****',
      '12 error D holderBirthDate id_birth_conflict',
      '14 notice N effectiveDate date_read_as 2026-11-02',
      '15 error N effectiveDate date_ambiguous',
      '16 notice H product formula_text =HYPERLINK("http://example.invalid","点我…',
      '18 error A policyNo duplicate_in_file 17',
      '19 error A policyNo missing',
      '20 error H product account_number',
    ]);
  });

  it('takes the good rows around the bad ones', () => {
    expect(policies.map((policy) => policy['policyNo'])).toEqual([
      'P001',
      'P002',
      'P004',
      'P005',
      'P006',
      'P007',
      'P010',
      'P011',
      'P013',
      'P014',
      'P017',
    ]);
    expect(policies.find((policy) => policy['policyNo'] === 'P010')).toMatchObject({
      effectiveDate: '2026-11-02',
      receiptDate: '2026-11-05',
      coolingOffEnd: '2026-11-19',
    });
    expect(policies.find((policy) => policy['policyNo'] === 'P014')).toMatchObject({ premiumFen: 1_200_000 });
  });

  it('shows and keeps no identity or account number, and never maps the account column', () => {
    const id = makeId('19800506', '123');
    const out = JSON.stringify({ opened, rows, policies });
    expect(out).not.toContain(id);
    expect(out).not.toContain('6222021001001234567');
    const account = opened.columns.find((column) => column.heading === '银行账号');
    expect(account?.refused).toBe(true);
    expect(opened.mapping[account?.index ?? -1]).toBeNull();
  });
});

describe('nasty-excel.xlsx', () => {
  const { opened, rows, policies } = importFile('nasty-excel.xlsx');

  it('the first sheet with anything in it is taken', () => {
    expect(opened).toMatchObject({ format: 'xlsx', encoding: null, delimiter: null, sheet: '清单' });
    expect(rows.map((row) => row.line)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15]);
  });

  it('numbers, formulas and errors are told for what they are', () => {
    expect(toldIn(rows)).toEqual([
      '4 notice F holderMobile mobile_restored 199****1234',
      '5 notice E holderId id_lost_digits 1980-05-06',
      '6 notice N effectiveDate date_read_as 2026-11-02',
      '7 notice H product formula_value_taken 安心一生',
      '8 error H product formula_without_value',
      '9 error B holderName formula_without_value',
      '12 error A policyNo number_lost_digits',
    ]);
  });

  it('real dates, whole numbers and leading zeros arrive as they are', () => {
    expect(policies[0]).toMatchObject({
      holderBirthDate: '1980-05-06',
      effectiveDate: '2026-11-02',
      receiptDate: '2026-11-05',
      premiumFen: 520_000,
    });
    expect(policies.map((policy) => policy['policyNo'])).toContain('00000123');
    expect(policies.find((policy) => policy['policyNo'] === 'X013')).toMatchObject({ premiumFen: 30 });
    expect(policies.find((policy) => policy['policyNo'] === 'X004')).toMatchObject({
      holderIdLast4: null,
      holderBirthDate: '1980-05-06',
    });
  });
});

it('macintosh-1904.xlsx: day numbers count from 1904', () => {
  const { rows, policies } = importFile('macintosh-1904.xlsx');
  expect(policies[0]).toMatchObject({ effectiveDate: '2026-11-02', receiptDate: '2026-11-05' });
  expect(toldIn(rows)).toEqual(['2 notice O receiptDate date_read_as 2026-11-05']);
});

it('english-semicolon.csv: the sep line is no row, one date above 12 settles its column', () => {
  const { opened, rows, policies } = importFile('english-semicolon.csv');
  expect(opened).toMatchObject({ encoding: 'utf-8', delimiter: ';' });
  expect(rows.map((row) => row.line)).toEqual([2, 3]);
  expect(policies).toMatchObject([
    {
      policyNo: 'E1',
      holderBirthDate: '1980-12-25',
      effectiveDate: '2026-11-02',
      design: '普通型',
      termText: '终身',
      premiumFen: 1_200_000,
    },
    {
      policyNo: 'E2',
      holderBirthDate: '1975-04-03',
      effectiveDate: '2026-11-13',
      design: '分红型',
      termText: '20年',
      payFrequency: '趸交',
      payYears: 1,
    },
  ]);
});

it('tabs-utf16.txt: what "Unicode text" saves, full-width letters kept in names', () => {
  const { opened, policies } = importFile('tabs-utf16.txt');
  expect(opened).toMatchObject({ encoding: 'utf-16le', delimiter: '\t' });
  expect(policies.map((policy) => policy['holderName'])).toEqual(['王建国', '欧阳Ｌｉｎ']);
});

it('stray-quotes.csv: an unclosed quote, an extra cell and lost cells spoil their own lines only', () => {
  const { rows, policies } = importFile('stray-quotes.csv');
  expect(toldIn(rows)).toEqual([
    '2 error  row line_broken',
    '5 error  row line_broken',
    '6 notice  row line_broken',
    '6 notice S hasHealthDeclaration default_taken 否',
  ]);
  expect(policies.map((policy) => policy['policyNo'])).toEqual(['P2', 'P3', 'P5', 'P6']);
});

describe('files that are no table', () => {
  it.each([
    ['bomb.xlsx', 'file_too_large', 'unpacked'],
    ['empty.csv', 'file_not_table', 'empty'],
    ['headings-only.csv', 'file_not_table', 'no_rows'],
    ['locked.xlsx', 'file_unreadable', 'password'],
    ['not-a-workbook.xlsx', 'file_not_table', 'not_xlsx'],
    ['old-format.xls', 'file_unreadable', 'old_format'],
    ['one-column.csv', 'file_not_table', 'one_column'],
    ['picture.csv', 'file_not_table', 'not_text'],
    ['torn.xlsx', 'file_unreadable', 'damaged'],
    ['utf-16be.csv', 'file_unreadable', 'encoding'],
    ['web-page.xls', 'file_not_table', 'html'],
  ])('%s: %s (%s)', (name, code, reason) => {
    expect(failure(name)).toEqual({ code, reason });
  });
});
