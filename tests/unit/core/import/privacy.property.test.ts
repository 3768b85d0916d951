import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell, TypedCell } from '../../../../core/import/cell.ts';
import { policySchema } from '../../../../core/callback/policy.ts';
import { goodRow, makeId, quickJudge } from '../../../fixtures/import/judging.ts';

const seed = 20_261_124;
const headings = [...Object.keys(goodRow), '所属机构', '代理银行', '业务员姓名', '销售渠道'];
const judge = quickJudge(headings);

const typedCell: fc.Arbitrary<TypedCell> = fc.record({
  kind: fc.constantFrom('text', 'number', 'bool', 'error', 'empty'),
  text: fc.string({ unit: 'binary' }),
  number: fc.oneof(fc.double(), fc.constant(null)),
  formula: fc.oneof(fc.string(), fc.constant(null)),
});

const anyCell: fc.Arbitrary<Cell> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.constantFrom(
    '1.38E+10',
    '99999999999999999999',
    '2026-02-30',
    '=1',
    "'",
    '="',
    '/',
    '9999-12-31T23:59:59-23:59',
    '趸交',
    '交至999岁',
    '0年交',
    '1e400',
    '-',
  ),
  fc.double().map(String),
  typedCell,
);

const anyChange = fc.dictionary(fc.constantFrom(...headings), anyCell, { maxKeys: headings.length });

/** Ways in which people write long numbers; identity numbers also as area, birth date, rest. */
const written = (digits: string, ...more: string[]): fc.Arbitrary<string> =>
  fc.constantFrom(
    ...more,
    digits,
    `'${digits}`,
    `="${digits}"`,
    `${digits.charAt(0)}.${digits.slice(1)}E+${digits.length - 1}`,
    ` ${digits} `,
    digits.replace(/(.{4})(?=.)/g, '$1 '),
    digits.replace(/(.{4})(?=.)/g, '$1-'),
    [...digits]
      .map((char) => (/\d/.test(char) ? String.fromCharCode(char.charCodeAt(0) + 0xfee0) : char))
      .join(''),
    digits.toLowerCase(),
  );

const identityNumber = fc
  .tuple(
    fc.integer({ min: 1930, max: 2008 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
    fc.integer({ min: 1, max: 999 }),
  )
  .map(([year, month, day, sequence]) =>
    makeId(
      `${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`,
      String(sequence).padStart(3, '0'),
    ),
  );
/** Not beginning with 86: that may be a telephone number with its country code, which free text may hold. */
const accountNumber = fc.stringMatching(/^[2-79][0-9]{11,18}$/);

const around = fc.constantFrom(['', ''], ['卡号', ''], ['身份证：', ' 本人'], ['(', ')'], ['=', '']);

/** Everything that leaves the judge, as digits only, so that no way of writing hides a number. */
const digitsOut = (value: unknown): string =>
  JSON.stringify(value)
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9X*"]/g, '');

describe('judgeRow on anything', () => {
  it('never throws; gives a whole policy or an error', () => {
    fc.assert(
      fc.property(anyChange, (change) => {
        const row = judge(change);
        const errors = row.problems.filter((problem) => problem.severity === 'error');
        expect(row.policy === null).toBe(errors.length > 0);
        if (row.policy !== null) policySchema.omit({ id: true }).parse(row.policy);
        for (const problem of row.problems) expect(problem.found.length).toBeLessThanOrEqual(40);
      }),
      { seed, numRuns: 1_000 },
    );
  });

  it('design.md I10: no identity number gets through any cell, into the policy or into a problem', () => {
    fc.assert(
      fc.property(
        identityNumber.chain((id) =>
          fc.tuple(fc.constant(id), written(id, `${id.slice(0, 6)} ${id.slice(6, 14)} ${id.slice(14)}`)),
        ),
        around,
        fc.constantFrom(...headings),
        ([id, text], [before, after], heading) => {
          expect(digitsOut(judge({ [heading]: `${before}${text}${after}` }))).not.toContain(id);
        },
      ),
      { seed, numRuns: 1_500 },
    );
  });

  it('domain.md row 29: no account number gets through any cell but those of policy and seller numbers', () => {
    fc.assert(
      fc.property(
        accountNumber.chain((account) => fc.tuple(fc.constant(account), written(account))),
        around,
        fc.constantFrom(...headings.filter((heading) => heading !== '保单号')),
        ([account, text], [before, after], heading) => {
          expect(digitsOut(judge({ [heading]: `${before}${text}${after}` }))).not.toContain(account);
        },
      ),
      { seed, numRuns: 1_500 },
    );
  });

  it('numbers of workbooks and results of formulas are no way round', () => {
    fc.assert(
      fc.property(identityNumber, fc.constantFrom(...headings), fc.boolean(), (id, heading, asFormula) => {
        const cell: TypedCell = {
          kind: 'text',
          text: id,
          number: null,
          formula: asFormula ? `"${id}"` : null,
        };
        expect(digitsOut(judge({ [heading]: cell }))).not.toContain(id);
      }),
      { seed, numRuns: 500 },
    );
  });
});
