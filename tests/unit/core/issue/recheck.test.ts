import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  barredAs,
  barredFrom,
  isSameIssue,
  recheckSubject,
  recheckVerdict,
} from '../../../../core/issue/recheck.ts';
import { nextLife } from '../../../../core/callback/task-life.ts';
import { makeTask } from '../../../fixtures/store/policies.ts';
import { loadPack } from '../../../../core/script/load-pack.ts';
import { followUpsOfAnswers } from '../../../../core/script/answer-follow-ups.ts';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const loaded = loadPack(readFileSync('resources/packs/hf-default-zh.yaml', 'utf8'), { sha256 });
if (!loaded.ok) throw new Error('the shipped pack is broken');
const { questions } = loaded.pack;

/** Whether the answer is normal by the library of domain.md 3.5. */
const values = {
  R01: [
    ['yes', false],
    ['no', true],
    ['unclear', true],
  ],
  R02: [
    ['no', false],
    ['yes', true],
    ['unclear', true],
  ],
  R03: [
    ['yes', false],
    ['no', true],
    ['unclear', true],
  ],
  Q19: [
    ['yes', false],
    ['no', true],
    ['unclear', true],
  ],
} as const;
type Id = keyof typeof values;
const ids = Object.keys(values) as Id[];
const answer = (questionId: string, value: string, abnormal: boolean) => ({ questionId, value, abnormal });
const verdict = (
  answers: readonly { questionId: string; value: string; abnormal: boolean }[],
  change: { completed?: boolean; original?: string | null; asked?: readonly string[] } = {},
) =>
  recheckVerdict({
    completed: true,
    asked: ['R01', 'R02', 'R03', 'Q19', 'Q30'],
    questions,
    original: 'Q19',
    ...change,
    answers,
  });

describe('what a second callback decides (domain.md section 4, RECHECK)', () => {
  it('every combination of R01 to R03 and the original answer: accepted only when all four are normal', () => {
    let count = 0;
    let accepted = 0;
    for (const r1 of values.R01)
      for (const r2 of values.R02)
        for (const r3 of values.R03)
          for (const q of values.Q19) {
            const given = [r1, r2, r3, q];
            const wrong = ids.filter((_, at) => given[at]?.[1] === true);
            const found = verdict(
              ids.map((id, at) => answer(id, given[at]?.[0] ?? '', given[at]?.[1] ?? true)),
            );
            expect(found).toEqual(
              wrong.length === 0 ? { kind: 'accepted' } : { kind: 'reopened', because: wrong },
            );
            count += 1;
            if (wrong.length === 0) accepted += 1;
          }
    expect([count, accepted]).toEqual([81, 1]);
  });

  const allNormal = ids.map((id) => answer(id, values[id][0][0], false));

  it('the last answer counts: explained and understood is normal, corrected to abnormal is not', () => {
    expect(verdict([answer('Q19', 'unclear', true), ...allNormal])).toEqual({ kind: 'accepted' });
    expect(verdict([...allNormal, answer('R03', 'no', true)])).toEqual({
      kind: 'reopened',
      because: ['R03'],
    });
  });

  it('a call that did not get so far decides nothing', () => {
    expect(verdict(allNormal, { completed: false })).toEqual({ kind: 'open' });
    expect(verdict(allNormal.slice(1))).toEqual({ kind: 'open' });
    expect(verdict(allNormal.slice(0, 3))).toEqual({ kind: 'open' });
  });

  it('a finding without a question, or one the script cannot ask, is decided by R01 to R03', () => {
    const handled = allNormal.slice(0, 3);
    expect(verdict(handled, { original: null })).toEqual({ kind: 'accepted' });
    expect(verdict(handled, { original: 'Q99' })).toEqual({ kind: 'accepted' });
    expect(verdict([...handled, answer('R01', 'no', true)], { original: null })).toMatchObject({
      kind: 'reopened',
    });
  });

  it('Q30 decides only where it was the original question', () => {
    const coached = [...allNormal, answer('Q30', 'yes', true)];
    expect(verdict(coached)).toEqual({ kind: 'accepted' });
    expect(verdict(coached, { original: 'Q30' })).toEqual({ kind: 'reopened', because: ['Q30'] });
  });

  it('what the script opens for the issue that is checked is that issue; another type is another one', () => {
    const checked = [{ issueId: 'i1', code: 'I08', questionId: 'Q19' }];
    expect(isSameIssue({ code: 'I08', questionId: 'Q19' }, checked, questions)).toBe(true);
    expect(isSameIssue({ code: 'I08', questionId: 'R01' }, checked, questions)).toBe(true);
    expect(isSameIssue({ code: 'I17', questionId: 'R03' }, checked, questions)).toBe(false);
    expect(isSameIssue({ code: 'I08', questionId: 'Q21' }, checked, questions)).toBe(false);
    expect(isSameIssue({ code: 'I08', questionId: null }, checked, questions)).toBe(false);
  });
});

describe('who may call', () => {
  const barred = barredFrom({
    finders: ['0001', null, '0001'],
    handlers: ['2001', ' '],
    seller: { number: 'S007', name: '钱经理' },
  });

  it('not the first agent, the handler or the seller; an empty number bars nobody', () => {
    expect(barred).toHaveLength(4);
    expect(barredAs({ number: '0001', name: '甲' }, barred)).toBe('first_agent');
    expect(barredAs({ number: '2001', name: '乙' }, barred)).toBe('handler');
    expect(barredAs({ number: 'S007', name: '丙' }, barred)).toBe('seller');
    expect(barredAs({ number: '9', name: '钱经理' }, barred)).toBe('seller');
    expect(barredAs({ number: '3001', name: '赵敏' }, barred)).toBeNull();
    expect(barredAs({ number: '', name: '' }, barred)).toBeNull();
  });
});

describe('what it is about', () => {
  it('all issues, each question once, never longer than what may be read out', () => {
    const issues = [
      { issueId: '1', code: 'I08', questionId: 'Q19' },
      { issueId: '2', code: 'I08', questionId: 'Q21' },
      { issueId: '3', code: 'I07', questionId: 'Q19' },
      { issueId: '4', code: 'I99', questionId: null },
    ];
    expect(recheckSubject(issues, { I08: '责任免除不清', I07: '保险责任不清' }, '2026-03-02')).toEqual({
      kind: 'recheck',
      date: '2026-03-02',
      problem: '责任免除不清、保险责任不清、I99',
      issue: 'I08',
      questions: ['Q19', 'Q21'],
    });
    expect(recheckSubject(issues, { I08: '长'.repeat(300) }, '2026-03-02').problem).toHaveLength(200);
  });
});

describe('escalation', () => {
  it('a second callback near its last day asks nobody to visit; a first one does', () => {
    const at = Date.parse('2026-03-02T10:00:00+08:00');
    const opened = (type: 'new' | 'recheck'): number => {
      const task = makeTask({ id: 't1', type, deadlineAt: at + 3_600_000 });
      const life = nextLife({ task, attempts: [], followUps: [] }, { type: 'time', at }, loaded.pack);
      return life.ok ? life.file.followUps.length : -1;
    };
    expect(opened('recheck')).toBe(0);
    expect(opened('new')).toBeGreaterThan(0);
  });
});

describe('follow-ups that answers ask for', () => {
  it('复效 goes to policy service, a call by the seller to the lead, by the last answer only', () => {
    expect(followUpsOfAnswers(loaded.pack, [{ questionId: 'L05', value: 'reinstate' }])).toEqual([
      'reinstate',
    ]);
    expect(followUpsOfAnswers(loaded.pack, [{ questionId: 'R02', value: 'yes' }])).toEqual(['seller_breach']);
    expect(
      followUpsOfAnswers(loaded.pack, [
        { questionId: 'R02', value: 'yes' },
        { questionId: 'R02', value: 'no' },
        { questionId: 'Q19', value: 'no' },
      ]),
    ).toEqual([]);
  });
});
