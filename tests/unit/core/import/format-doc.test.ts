import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importFields, problemCodes, requiredFields } from '../../../../core/import/fields.ts';
import { readCsv } from '../../../../main/import/read-csv.ts';
import { judgeTable, told } from '../../../fixtures/import/judging.ts';

const root = join(import.meta.dirname, '../../../..');
const doc = readFileSync(join(root, 'docs/import-format.md'), 'utf8');
/** First cells of the rows of the table under a heading. */
const rowsUnder = (heading: string): string[][] =>
  (doc.split(`\n## ${heading}\n`)[1] ?? '')
    .split('\n## ')[0]!
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim().replaceAll('`', ''))
        .slice(1),
    );

describe('docs/import-format.md', () => {
  it('its example is taken without a word', () => {
    const example = /```csv\n([\s\S]*?)```/.exec(doc)?.[1] ?? '';
    const rows = judgeTable(readCsv(new TextEncoder().encode(example)));
    expect(rows.map(told)).toEqual([[]]);
    expect(rows[0]?.policy?.policyNo).toBe('P2026000001');
  });

  it('lists every field and marks the required ones', () => {
    const rows = rowsUnder('Columns');
    expect(rows.map(([field]) => field)).toEqual([...importFields]);
    expect(rows.filter(([, mark]) => mark === '*').map(([field]) => field)).toEqual([...requiredFields]);
  });

  it('lists every problem', () => {
    expect(
      rowsUnder('What is told')
        .map(([code]) => code)
        .sort(),
    ).toEqual([...problemCodes].sort());
  });

  it('lists every reason for which a file is refused', () => {
    const folder = join(root, 'main/import');
    const source = readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('\n');
    const thrown = new Set(
      [...source.matchAll(/'(file_\w+)', null, \{ reason: ([^}]+)\}/g)].flatMap(([, code, reasons]) =>
        [...(reasons ?? '').matchAll(/'(\w+)'/g)].map(([, reason]) => `${code} ${reason}`),
      ),
    );
    const listed = rowsUnder('The file')
      .filter(([, reason]) => reason !== '')
      .map(([code, reason]) => `${code} ${reason}`);
    expect(thrown.size).toBeGreaterThan(12);
    expect([...thrown].sort()).toEqual(listed.sort());
  });
});
