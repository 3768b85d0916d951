import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import iconv from 'iconv-lite';
import { cellText } from '../../../../core/import/cell.ts';
import { toCsv } from '../../../../core/import/csv-text.ts';
import { AppError } from '../../../../main/ipc/app-error.ts';
import { maxFileBytes, maxRows } from '../../../../main/import/limits.ts';
import { readTable } from '../../../../main/import/read-table.ts';

const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');
const code = (bytes: Buffer): string => {
  try {
    readTable(bytes);
    return 'read';
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
};

describe('encodings', () => {
  const text = '保单号,投保人\r\nP1,王建国\r\n';

  it.each([
    ['utf-8', utf8(text)],
    ['utf-8-bom', utf8(`\ufeff${text}`)],
    ['gb18030', iconv.encode(text, 'gb18030')],
    ['utf-16le', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])],
  ])('%s is found by itself', (encoding, bytes) => {
    const table = readTable(bytes);
    expect(table.encoding).toBe(encoding);
    expect(table.rows.map((row) => row.cells)).toEqual([
      ['保单号', '投保人'],
      ['P1', '王建国'],
    ]);
  });

  it('bytes that no encoding explains are refused instead of guessed', () => {
    expect(
      code(Buffer.concat([utf8('保单号,投保人\r\nP1,'), Buffer.from([0xff, 0xff, 0x80]), utf8('\r\n')])),
    ).toBe('file_unreadable');
  });
});

describe('lines and cells', () => {
  it('a line break in quotes is no new row, an empty line is one', () => {
    const table = readTable(utf8('a,b\r\n"x\r\ny",1\r\n\r\nz,"say ""hi"", ok"\r\n'));
    expect(table.rows).toEqual([
      { line: 1, cells: ['a', 'b'], broken: false },
      { line: 2, cells: ['x\r\ny', '1'], broken: false },
      { line: 4, cells: ['z', 'say "hi", ok'], broken: false },
    ]);
  });

  it('a quote in the middle of a cell is a character', () => {
    expect(readTable(utf8('a,b\n5" pipe,2\n')).rows[1]?.cells).toEqual(['5" pipe', '2']);
  });

  it('two stray quotes many lines apart do not swallow what lies between', () => {
    const lines = Array.from({ length: 40 }, (_, i) => `P${i},name ${i},x,y,z`);
    lines[10] = 'P10,"name 10,x,y,z';
    lines[30] = 'P30,"name 30,x,y,z';
    const { rows } = readTable(utf8(`no,name,a,b,c\n${lines.join('\n')}\n`));
    expect(rows).toHaveLength(41);
    expect(rows.filter((row) => row.broken).map((row) => row.line)).toEqual([12, 32]);
  });

  it('a quoted cell of several lines with commas in it is one cell', () => {
    const { rows } = readTable(utf8('no,cover,a,b,c\nP1,"one, two\nthree, four",x,y,z\nP2,-,x,y,z\n'));
    expect(rows.map((row) => [row.line, row.cells.length, row.broken])).toEqual([
      [1, 5, false],
      [2, 5, false],
      [3, 5, false],
    ]);
  });

  it.each([[';'], ['\t'], [',']])('delimiter %j is found even where cells hold other ones', (delimiter) => {
    const other = delimiter === ',' ? ';' : ',';
    const table = readTable(utf8(`a${delimiter}b\nx${other}y${delimiter}2\n`));
    expect(table.delimiter).toBe(delimiter);
    expect(table.rows[1]?.cells).toEqual([`x${other}y`, '2']);
  });

  it('what we write we read: any cells, after the apostrophe that makes them safe', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', '王', '"', ',', ';', '\n', '=', '+', '0', '1', ' ', "'"),
      maxLength: 12,
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 6 }), (rows) => {
        const csv = toCsv([['h1', 'h2', 'h3'], ...rows]);
        const { rows: read } = readTable(utf8(csv));
        const expected = rows.map((row) =>
          row.map((one) => (/^[=+]/.test(one) || /^0\d+$|^\d{12,}$/.test(one) ? `'${one}` : one)),
        );
        expect(read.slice(1).map((row) => row.cells.map(cellText))).toEqual(expected);
      }),
      { seed: 20_261_124 },
    );
  });

  it('never throws anything but an AppError, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.constantFrom('', 'PK\u0003\u0004', '保单号,投保人\n'),
        (bytes, head) => {
          expect(['read', 'file_unreadable', 'file_not_table', 'file_too_large']).toContain(
            code(Buffer.concat([utf8(head), bytes])),
          );
        },
      ),
      { seed: 20_261_124, numRuns: 500 },
    );
  });
});

describe('limits', () => {
  it('one row too many is too large', () => {
    const row = 'P1,x\n';
    expect(code(utf8(`a,b\n${row.repeat(maxRows - 1)}`))).toBe('read');
    expect(code(utf8(`a,b\n${row.repeat(maxRows)}`))).toBe('file_too_large');
  });

  it('one byte too many is too large', () => {
    expect(code(Buffer.alloc(maxFileBytes + 1, 'a'))).toBe('file_too_large');
  });
});
