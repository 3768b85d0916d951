import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallbackRecord } from '../../../../core/callback/record.ts';
import { documentWords } from '../../../../core/record/document-words.ts';
import { evidenceSheet } from '../../../../core/record/evidence.ts';
import {
  formFields,
  maskPolicyNo,
  recordForm,
  type FormContext,
} from '../../../../core/record/record-form.ts';
import { csvLine, inertCell, tableColumns, tableRow } from '../../../../core/record/record-table.ts';
import { makeAttempt, makeRecord } from '../../../fixtures/store/attempts.ts';
import { pack } from '../script/support.ts';

const record: CallbackRecord = {
  ...makeRecord(makeAttempt({ id: 'a1', taskId: 't1' })),
  holderName: '欧阳小明',
  policyNo: 'HF20260001',
  holderMobileMasked: '199****0001',
  identityPassed: true,
  notes: '欧阳小明希望补寄 HF20260001 的条款',
  issues: [{ code: 'I08', grade: 'I', questionId: 'Q19', note: '' }],
};
const context = (masked: boolean): FormContext => ({
  pack,
  words: documentWords['zh-CN'],
  language: 'zh',
  masked,
});

describe('the record form', () => {
  it('domain.md row 85: exactly these fields, in this order', () => {
    expect(formFields).toEqual([
      'holderName',
      'contact',
      'policyNo',
      'at',
      'attempt',
      'status',
      'points',
      'findings',
    ]);
    expect(Object.keys(recordForm(record, context(false)))).toEqual([...formFields]);
  });

  it('names the finding with its grade and who handles it', () => {
    expect(recordForm(record, context(false)).findings).toMatch(
      /^I08 责任免除\/等待期不清 · 重要 · 由.+处理$/,
    );
  });

  it('masked: neither name nor policy number is whole anywhere, in notes as little as in their fields', () => {
    const shown = JSON.stringify(recordForm(record, context(true)));
    expect(shown).not.toContain('欧阳小明');
    expect(shown).not.toContain('HF20260001');
    expect(shown).toContain('欧阳**');
    expect(shown).toContain('******0001');
    const open = JSON.stringify(recordForm(record, context(false)));
    expect(open).toContain('欧阳小明');
    expect(open).toContain('199****0001');
    expect(maskPolicyNo('X1')).toBe('*1');
  });
});

describe('the evidence sheet', () => {
  const sheet = (masked: boolean) =>
    evidenceSheet({
      callbacks: [
        {
          record,
          recordHash: 'ab'.repeat(32),
          context: context(masked),
          texts: { Q19: '请问欧阳小明…清楚吗？' },
        },
      ],
      madeAt: record.endedAt,
      madeBy: '王坐席 0042',
    });

  it('holds every answer with the hash of its text, and both hashes of the call', () => {
    const text = JSON.stringify(sheet(false));
    for (const answer of record.answers) expect(text).toContain(answer.textHash);
    expect(text).toContain(record.packHash);
    expect(text).toContain('ab'.repeat(32));
    expect(sheet(false)).toEqual(sheet(false));
  });

  it('masked: no whole name or policy number in any part of it', () => {
    const text = JSON.stringify(sheet(true));
    expect(text).not.toContain('欧阳小明');
    expect(text).not.toContain('HF20260001');
  });

  it('design.md I4: a callback whose identity failed does not tell the script', () => {
    const failed = { ...record, identityPassed: false, scriptId: 'NB_PAR' };
    const text = JSON.stringify(
      evidenceSheet({
        callbacks: [{ record: failed, recordHash: '', context: context(false), texts: {} }],
        madeAt: 0,
        madeBy: '',
      }),
    );
    expect(text).not.toContain('NB_PAR');
    expect(text).toContain('没有宣读任何保单内容');
  });
});

describe('lists', () => {
  it('a row has every column', () => {
    expect(Object.keys(tableRow(record, 'h', context(true))).sort()).toEqual([...tableColumns].sort());
  });

  it('no cell is a formula to a spreadsheet, and whatever was typed comes back from the file', () => {
    for (const sign of ['=', '+', '-', '@', '\t', '\r']) expect(inertCell(`${sign}1+1`)).toBe(`'${sign}1+1`);
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 6 }), (cells) => {
        const [line = []] = parse(csvLine(cells), { relax_column_count: true });
        expect(line).toEqual(cells.map(inertCell));
      }),
      { seed: 20_261_123 },
    );
  });
});
