import { describe, expect, it } from 'vitest';
import { columnLetter } from '../../../../core/import/cell.ts';
import { importFields, problemCodes } from '../../../../core/import/fields.ts';
import {
  fieldOfHeading,
  indexHeadings,
  normaliseHeading,
  readColumns,
  splitHeading,
} from '../../../../core/import/headings.ts';
import { guessMapping, mappingFault, missingFields, saveMapping } from '../../../../core/import/mapping.ts';
import { parseVocabulary } from '../../../../core/import/vocabulary.ts';
import { vocabulary } from '../../../fixtures/import/judging.ts';

const index = indexHeadings(vocabulary);
const guess = (headings: readonly string[], samples: readonly (readonly string[])[] = []) => {
  const columns = readColumns(headings, index);
  return guessMapping(columns, samples, [], index).mapping;
};

describe('the vocabulary as shipped', () => {
  it('has words for every field and a sentence for every problem', () => {
    expect(Object.keys(vocabulary.headings).sort()).toEqual([...importFields].sort());
    expect(Object.keys(vocabulary.problems).sort()).toEqual([...problemCodes].sort());
  });

  it('no heading names two fields, no word has two meanings', () => {
    const seen = new Map<string, string>();
    for (const [field, headings] of Object.entries(vocabulary.headings)) {
      for (const heading of headings) {
        const key = normaliseHeading(heading);
        expect(seen.get(key) ?? field, `${heading}: ${field}`).toBe(field);
        seen.set(key, field);
      }
    }
    for (const lists of [
      vocabulary.design,
      vocabulary.payFrequency,
      vocabulary.gender,
      vocabulary.channel,
      { yes: vocabulary.yes, no: vocabulary.no },
    ]) {
      const words = Object.values(lists).flatMap((list) =>
        list.map((word) => word.toLowerCase().replace(/\s/g, '')),
      );
      expect(words.filter((word, i) => words.indexOf(word) !== i)).toEqual([]);
    }
  });

  it('a wrong entry is refused with its place', () => {
    expect(() => parseVocabulary('format: 1\nheadings: {policyNo: []}')).toThrow(/headings/);
  });
});

describe('headings', () => {
  it.each([
    ['保单号', 'policyNo'],
    ['保险合同号码', 'policyNo'],
    [' 保 单 号 ', 'policyNo'],
    ['*保单号：', 'policyNo'],
    ['Policy No.', 'policyNo'],
    ['POLICY_NUMBER', 'policyNo'],
    ['投保人姓名', 'holderName'],
    ['姓名（投保人）', 'holderName'],
    ['要保人姓名', 'holderName'],
    ['Policyholder Name', 'holderName'],
    ['Name of Applicant', 'holderName'],
    ['投保人手机号码', 'holderMobile'],
    ['联系电话', 'holderMobile'],
    ['手机(投保人)', 'holderMobile'],
    ['Customer Mobile', 'holderMobile'],
    ['业务员手机', 'sellerMobile'],
    ['投保人证件号码后四位', 'holderId'],
    ['证件号码（后四位）', 'holderId'],
    ['身份证号', 'holderId'],
    ['被保险人出生日期', 'insuredBirthDate'],
    ['被保人姓名', 'insuredName'],
    ['险种名称', 'product'],
    ['产品类型', 'design'],
    ['保险期间', 'term'],
    ['缴费年期（年）', 'payYears'],
    ['缴费方式', 'payFrequency'],
    ['年缴保费（万元）', 'premium'],
    ['期交保费/元', 'premium'],
    ['生效日期(yyyy-mm-dd)', 'effectiveDate'],
    ['回执签收日期', 'receiptDate'],
    ['犹豫期止期', 'coolingOffEnd'],
    ['Free-look days', 'coolingOffDays'],
    ['是否双录', 'dualRecordRequired'],
  ])('%s is %s', (heading, field) => {
    expect(fieldOfHeading(heading, index)?.field).toBe(field);
  });

  it('splits the unit from the name', () => {
    expect(splitHeading('保费（单位：万元）')).toEqual({ name: '保费', note: '万元' });
    expect(splitHeading('保费 / 元')).toEqual({ name: '保费', note: '元' });
    expect(splitHeading('保费')).toEqual({ name: '保费', note: '' });
  });

  it('domain.md row 29: account columns are refused by their heading, identity cards are not', () => {
    const refused = (heading: string): boolean => readColumns([heading], index)[0]?.refused ?? false;
    for (const heading of ['银行账号', '续期扣款账号1', '投保人银行卡号', 'Bank Account No', '开户行账户'])
      expect(refused(heading), heading).toBe(true);
    for (const heading of ['证件号码', 'ID card number', '代理银行', '保单号'])
      expect(refused(heading), heading).toBe(false);
  });

  it('letters count like a spreadsheet', () => {
    expect([0, 25, 26, 51, 52, 701, 702].map(columnLetter)).toEqual([
      'A',
      'Z',
      'AA',
      'AZ',
      'BA',
      'ZZ',
      'AAA',
    ]);
  });
});

describe('guessing a mapping', () => {
  it('takes the stronger of two headings for a field, wherever it stands', () => {
    expect(guess(['电话', '手机号码', '投保人手机'])).toEqual([null, null, 'holderMobile']);
    expect(guess(['证件号码', '证件号码后四位'])).toEqual([null, 'holderId']);
  });

  it('of two equal columns takes the one with something in it', () => {
    expect(guess(['手机', '手机'], [[''], ['199****0001']])).toEqual([null, 'holderMobile']);
  });

  it('names what is missing', () => {
    expect(missingFields(guess(['保单号', '投保人', '手机']))).toEqual([
      'product',
      'design',
      'term',
      'payFrequency',
      'premium',
      'effectiveDate',
    ]);
  });

  it('a saved mapping is found by its headings in any order, and by nothing else', () => {
    const headings = ['编号', '保单号', '备注', '备注'];
    const columns = readColumns(headings, index);
    const saved = saveMapping('总部日清单', columns, [null, 'policyNo', 'coverage', 'branch']);
    const again = (order: readonly string[]) => guessMapping(readColumns(order, index), [], [saved], index);
    expect(again(['备注', '备注', '保单号', '编号'])).toEqual({
      mapping: ['coverage', 'branch', 'policyNo', null],
      savedName: '总部日清单',
    });
    expect(again([...headings, '新列']).savedName).toBeNull();
    expect(again(['编号', '保单号', '备注']).savedName).toBeNull();
  });

  it('a saved mapping cannot bring an account column in', () => {
    const columns = readColumns(['保单号', '银行账号'], index);
    const saved = { name: 'x', fields: { 保单号: 'policyNo', 银行账号: 'coverage' } as const };
    expect(guessMapping(columns, [], [saved], index).mapping).toEqual(['policyNo', null]);
  });

  it('by hand: a field once, an account column never', () => {
    const columns = readColumns(['保单号', '银行账号', '备注'], index);
    expect(mappingFault(columns, ['policyNo', null, 'coverage'])).toBeNull();
    expect(mappingFault(columns, ['policyNo', null, 'policyNo'])).toEqual({
      code: 'bad_input',
      field: 'policyNo',
      letter: 'C',
    });
    expect(mappingFault(columns, ['policyNo', 'coverage', null])).toEqual({
      code: 'sensitive_number',
      field: 'coverage',
      letter: 'B',
    });
  });
});
