import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  maskedValue,
  newCorrection,
  nextCorrection,
  type Correction,
  type CorrectionAction,
} from '../../../../core/correction/correction.ts';
import { deskRulesSchema } from '../../../../core/issue/desk-rules.ts';
import { parseRules } from '../../../../main/rules/read-rules.ts';
import { makePolicy } from '../../../fixtures/store/policies.ts';

const rules = parseRules(deskRulesSchema, readFileSync('resources/issues/desk.yaml', 'utf8')).correction;
const policy = { ...makePolicy(1), id: 'p1' };
const by = { number: '1024', name: '李敏' };
const request = (field: string, newValue: string, source = 'callback') =>
  newCorrection(
    { field, newValue, source, note: '' },
    { policy, taskId: 't1', issueId: null, mode: 'live' },
    { rules, id: 'c1', now: 5, by },
  );
const made = (): Correction => {
  const step = request('mobile', '13812345678');
  if (!step.ok) throw new Error(step.refusal);
  return step.correction;
};
const outcome = (correction: Correction, action: CorrectionAction): string => {
  const step = nextCorrection(correction, action, 9);
  return step.ok ? step.correction.status : `${step.refusal} ${step.field ?? '-'}`;
};

describe('a correction request (domain.md row 83)', () => {
  it('keeps the old value masked, who asked and where it came from; the policy stays as it is', () => {
    const before = JSON.stringify(policy);
    expect(made()).toMatchObject({
      status: 'requested',
      oldValue: '199****0001',
      newValue: '13812345678',
      requestedBy: by,
      source: 'callback',
    });
    expect(JSON.stringify(policy)).toBe(before);
  });

  it('what is proven at the counter takes no new value here, everything else needs one', () => {
    for (const { code, counter } of rules.fields) {
      const step = request(code, counter === true ? '' : '新的内容');
      expect(step.ok).toBe(true);
      const other = request(code, counter === true ? '1990-01-01' : '');
      expect(other).toMatchObject(
        counter === true
          ? { ok: false, refusal: 'correction_at_counter', field: 'newValue' }
          : { ok: false, refusal: 'text_missing', field: 'newValue' },
      );
    }
    expect(request('shoe_size', '43')).toMatchObject({ refusal: 'bad_input', field: 'correctionField' });
    expect(request('mobile', '13812345678', 'rumour')).toMatchObject({ field: 'source' });
  });

  it('no identity factor is ever shown: birth date and document are hidden as a whole', () => {
    expect(request('birth_date', '')).toMatchObject({ correction: { oldValue: '******' } });
    expect(maskedValue('hidden', '1990-01-01')).toBe('******');
    expect(maskedValue('phone', '13812345678')).toBe('138****5678');
    expect(maskedValue('text', '杭州市西湖区一号')).toBe('杭州市西****');
  });

  it('goes to 保全 before it is done; a refusal needs its reason; the end is the end', () => {
    const asked = made();
    expect(outcome(asked, { type: 'done', answer: '' })).toBe('correction_not_sent -');
    expect(outcome(asked, { type: 'send' })).toBe('sent');
    const sent: Correction = { ...asked, status: 'sent' };
    expect(outcome(sent, { type: 'send' })).toBe('correction_settled -');
    expect(outcome(sent, { type: 'refuse', answer: '' })).toBe('text_missing answer');
    expect(outcome(sent, { type: 'refuse', answer: '材料不齐' })).toBe('refused');
    expect(outcome(sent, { type: 'done', answer: '' })).toBe('done');
    for (const status of ['done', 'refused'] as const)
      expect(outcome({ ...sent, status }, { type: 'send' })).toBe('correction_settled -');
  });
});
