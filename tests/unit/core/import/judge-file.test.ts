import { describe, expect, it } from 'vitest';
import { indexHeadings } from '../../../../core/import/headings.ts';
import { findHeadings } from '../../../../core/import/judge-file.ts';
import { fingerprint } from '../../../../core/import/fingerprint.ts';
import {
  codes,
  goodRow,
  judge,
  judgeTable,
  tableOf,
  told,
  vocabulary,
} from '../../../fixtures/import/judging.ts';

describe('rows against each other', () => {
  it('a policy number twice: the first good row is taken, the later one names its line', () => {
    const rows = judgeTable(tableOf([{ 手机: '12' }, {}, { 投保人: '李娜' }]));
    expect(rows.map((row) => row.policy?.holderName ?? null)).toEqual([null, '王建国', null]);
    expect(told(rows[2] ?? judge({}))).toEqual(['error A4 policyNo duplicate_in_file -> 3']);
  });

  it('domain.md F21: one number on three holders is told on each of their rows', () => {
    const people = ['王建国', '李娜', '张伟'].map((投保人, i) => ({ 投保人, 保单号: `P${i}` }));
    for (const row of judgeTable(tableOf(people)))
      expect(told(row)).toEqual([`notice F${row.line} holderMobile mobile_on_many_holders -> 3`]);
    // The same holder with three policies, or a couple with one telephone, is nothing to tell.
    for (const row of judgeTable(tableOf(people.map((one) => ({ ...one, 投保人: '王建国' })))))
      expect(told(row)).toEqual([]);
    for (const row of judgeTable(tableOf(people.slice(0, 2)))) expect(told(row)).toEqual([]);
  });

  it("domain.md F21: a holder's number that is another row's seller is told", () => {
    const rows = judgeTable(tableOf([{ 手机: '19800000002' }, { 保单号: 'P2', 业务员电话: '19800000002' }]));
    expect(rows.map(codes)).toEqual([['holderMobile same_as_seller_mobile'], []]);
  });

  it('one unambiguous date settles the others of its column, and only of its column', () => {
    const rows = judgeTable(
      tableOf([
        { 生效日期: '03/11/2026', 签收日期: '04/11/2026', 犹豫期截止日: '' },
        { 保单号: 'P2', 生效日期: '13/11/2026', 犹豫期截止日: '' },
      ]),
    );
    expect(rows.map((row) => row.policy?.effectiveDate ?? null)).toEqual([null, '2026-11-13']);
    expect(told(rows[0] ?? judge({}))).toEqual([
      'notice P2 effectiveDate date_read_as -> 2026-11-03',
      'error Q2 receiptDate date_ambiguous',
    ]);
  });

  it('a line with more cells than headings is refused alone, one with fewer is taken and told', () => {
    const table = tableOf([{}, { 保单号: 'P2' }, { 保单号: 'P3' }]);
    const rows = table.rows.map((row, i) => {
      if (i === 1) return { ...row, cells: [...row.cells, 'x'], broken: true };
      return i === 2 ? { ...row, cells: row.cells.slice(0, -1) } : row;
    });
    const judged = judgeTable({ ...table, rows });
    expect(judged.map((row) => row.policy?.policyNo ?? null)).toEqual([null, 'P2', 'P3']);
    expect(judged.map((row) => told(row)[0] ?? '')).toEqual([
      'error 2 row line_broken',
      'notice 3 row line_broken',
      '',
    ]);
  });
});

describe('finding the headings', () => {
  it('below a title and an empty line; lines keep their numbers', () => {
    const table = tableOf([{}]);
    const moved = table.rows.map((row) => ({ ...row, line: row.line + 2 }));
    const title = { line: 1, cells: ['2026年11月新契约回访清单', '制表：运营部'], broken: false };
    const rows = [title, ...moved];
    const [row] = judgeTable({ ...table, rows });
    expect(row?.line).toBe(4);
    expect(row?.policy?.policyNo).toBe('P2026000001');
  });

  it('a sheet with one cell has none', () => {
    const table = { ...tableOf([]), rows: [{ line: 1, cells: ['无数据'], broken: false }] };
    expect(findHeadings(table, indexHeadings(vocabulary))).toBeNull();
  });

  it('empty rows are no rows', () => {
    const table = tableOf([{}]);
    const rows = [...table.rows, { line: 3, cells: Object.keys(goodRow).map(() => ' '), broken: false }];
    expect(judgeTable({ ...table, rows })).toHaveLength(1);
  });
});

describe('fingerprint', () => {
  it('is equal for equal policies, whatever the order of keys and the id, and differs in any field', () => {
    const policy = judge({}).policy;
    if (policy === null) throw new Error('no policy');
    const turned = Object.fromEntries(Object.entries(policy).reverse()) as typeof policy;
    expect(fingerprint({ ...turned, id: 'x' } as typeof policy)).toBe(fingerprint(policy));
    for (const key of Object.keys(policy)) {
      expect(fingerprint({ ...policy, [key]: 'changed' }), key).not.toBe(fingerprint(policy));
    }
  });
});
