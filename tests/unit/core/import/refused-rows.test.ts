import { describe, expect, it } from 'vitest';
import { toCsv } from '../../../../core/import/csv-text.ts';
import { indexHeadings } from '../../../../core/import/headings.ts';
import { findHeadings, judgeFile } from '../../../../core/import/judge-file.ts';
import { guessMapping } from '../../../../core/import/mapping.ts';
import { refusedRowsCsv } from '../../../../core/import/refused-rows.ts';
import type { Table } from '../../../../core/import/cell.ts';
import { readCsv } from '../../../../main/import/read-csv.ts';
import { judgeTable, makeId, rules, tableOf, vocabulary } from '../../../fixtures/import/judging.ts';

const refused = (table: Table, language: 'zh' | 'en' = 'zh'): string => {
  const index = indexHeadings(vocabulary);
  const headed = findHeadings(table, index);
  if (headed === null) throw new Error('no headings');
  const { context, judged } = judgeFile(headed, guessMapping(headed.columns, [], [], index).mapping, rules);
  return refusedRowsCsv(headed.rows, judged, context, language);
};

const id = makeId('19800506', '123');

describe('the file of refused rows', () => {
  it('holds only the refused rows, with line, column and reason in the language of the screen', () => {
    const table = tableOf([{}, { 保单号: 'P2', 手机: '12' }]);
    const lines = refused(table).trimEnd().split('\r\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('原文件行号,未导入原因');
    expect(lines[1]).toContain('3,F 手机: 不是11位手机号，请更正');
    expect(refused(table, 'en')).toContain('3,"F 手机: not an 11-digit mobile number; correct it"');
  });

  it('mended and imported again, the row is taken: what may be kept of the identity number comes back', () => {
    const csv = refused(tableOf([{ 证件号码: id, 手机: '+86 1990', 出生日期: '' }]));
    expect(csv).not.toContain(id);
    const [row] = judgeTable(readCsv(new TextEncoder().encode(csv.replace("'+86 1990", '19900001234'))));
    expect(row?.policy).toMatchObject({
      holderIdLast4: id.slice(14),
      holderBirthDate: '1980-05-06',
      holderMobile: '19900001234',
    });
  });

  it('carries no identity or account number and no column that was not mapped', () => {
    const csv = refused(
      tableOf([
        {
          手机: '1',
          证件号码: id,
          保障内容: `卡 6222021001001234567`,
          银行账号: '6222021001001234567',
          备注: `身份证 ${id}`,
          业务员工号: '4111111111111111',
          所属机构: `分公司 ${id}`,
          保单号: id,
        },
      ]),
    );
    expect(csv).not.toContain('6222021001001234567');
    expect(csv).not.toContain(id);
    expect(csv).not.toContain('4111111111111111');
    expect(csv).not.toContain('备注');
    expect(csv).not.toContain('银行账号');
  });

  it('is safe to open: formulas and long digits get an apostrophe, which the import takes away again', () => {
    expect(
      toCsv([['=1+1', '+86', '-1', '@x', '880200012026110000123', '0475', 'a,b', 'say "x"', 'two\nlines']]),
    ).toBe(`'=1+1,'+86,'-1,'@x,'880200012026110000123,'0475,"a,b","say ""x""","two\nlines"\r\n`);
    const csv = refused(tableOf([{ 保单号: '880200012026110000123', 手机: '1', 保障内容: '=cmd' }]));
    expect(csv).toContain("'880200012026110000123");
    expect(csv).toContain("'=cmd");
    const [row] = judgeTable(readCsv(new TextEncoder().encode(csv.replace(/,1,/, ',19900001234,'))));
    expect(row?.policy?.policyNo).toBe('880200012026110000123');
    expect(row?.policy?.coverage).toBe('=cmd');
  });

  it('an empty, quoted or unreadable identity cell comes back as what it was', () => {
    const ids = ['', `'${id}`, '见附件', '="1234"'];
    const csv = refused(tableOf(ids.map((证件号码, i) => ({ 证件号码, 保单号: `="00${i}"`, 手机: '1' }))));
    const column = csv
      .split('\r\n')
      .slice(1, 5)
      .map((line) => line.split(','));
    expect(column.map((cells) => cells[4])).toEqual(['', `1980-05-06 ${id.slice(14)}`, '?', '1234']);
    expect(column.map((cells) => cells[0])).toEqual(["'000", "'001", "'002", "'003"]);
  });

  it('a broken line gives its number only: its cells stand under the wrong headings', () => {
    const table = tableOf([{}]);
    const rows = table.rows.map((row, i) =>
      i === 1 ? { ...row, cells: [id, ...row.cells], broken: true } : row,
    );
    const csv = refused({ ...table, rows });
    expect(csv).not.toContain(id);
    expect(csv).toContain('2,引号或列数不对，请修正这一行');
  });
});
