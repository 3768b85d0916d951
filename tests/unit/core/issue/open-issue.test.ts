import { describe, expect, it } from 'vitest';
import type { IssueType } from '../../../../core/callback/rules-schema.ts';
import type { Policy } from '../../../../core/callback/policy.ts';
import { highestGrade, openIssue } from '../../../../core/issue/open-issue.ts';
import { makePolicy } from '../../../fixtures/store/policies.ts';
import { cst, issueRules } from '../../../fixtures/store/rules.ts';

const typeOf = (grade: IssueType['grade']): IssueType => ({
  code: 'I07',
  name: { zh: '保险责任不清', en: 'cover unclear' },
  grade,
  owner: '机构(非销售)',
  recall: 'yes',
});
const now = cst('2026-03-05 10:00');
const open = (grade: IssueType['grade'], policy: Partial<Policy> = {}, at = now, foundBefore = false) =>
  openIssue({
    type: typeOf(grade),
    rules: issueRules,
    timeZone: 'Asia/Shanghai',
    policy: makePolicy(1, policy),
    foundBefore,
    taskId: 't1',
    attemptId: 'a1',
    questionId: 'Q18',
    note: 'says it pays for everything',
    now: at,
    newId: () => 'new-id',
  });

describe('opening an issue', () => {
  it.each([
    ['U', 4],
    ['I', 12],
    ['N', 24],
  ] as const)('domain.md 3.4: first handling of grade %s is due after %d hours', (grade, hours) => {
    expect(open(grade)).toMatchObject({
      id: 'new-id',
      grade,
      firstDueAt: now + hours * 3_600_000,
      openedAt: now,
    });
  });

  it('domain.md 3.4: rises one step when 3 days or fewer of the 犹豫期 are left', () => {
    expect(open('N', {}, cst('2026-03-11 23:59')).grade).toBe('N');
    expect(open('N', {}, cst('2026-03-12 00:00'))).toMatchObject({
      grade: 'I',
      firstDueAt: cst('2026-03-12 00:00') + 12 * 3_600_000,
    });
    expect(open('N', {}, cst('2026-04-01 10:00')).grade).toBe('I');
  });

  it('domain.md 3.4: rises one step at 60 with a product of a new type, and only then', () => {
    expect(open('I', { holderBirthDate: '1966-03-05', design: '分红型' }).grade).toBe('U');
    expect(open('I', { holderBirthDate: '1966-03-06', design: '分红型' }).grade).toBe('I');
    expect(open('I', { holderBirthDate: '1950-01-01', design: '普通型' }).grade).toBe('I');
    expect(open('I', { holderBirthDate: null, design: '分红型' }).grade).toBe('I');
  });

  it('domain.md 3.4: rises one step when the same was found in an earlier call', () => {
    expect(open('N', {}, now, true)).toMatchObject({ grade: 'I', firstDueAt: now + 12 * 3_600_000 });
    expect(open('I', {}, now, true).grade).toBe('U');
    expect(open('N', {}, cst('2026-03-12 00:00'), true).grade).toBe('I');
  });

  it('domain.md 3.4: two reasons raise one step only, and U stays U', () => {
    const both = { holderBirthDate: '1950-01-01', design: '分红型' } as const;
    expect(open('N', both, cst('2026-03-14 10:00')).grade).toBe('I');
    expect(open('U', both, cst('2026-03-14 10:00')).grade).toBe('U');
  });

  it('names the highest grade', () => {
    expect(highestGrade([{ grade: 'N' }, { grade: 'U' }, { grade: 'I' }])).toBe('U');
    expect(highestGrade([])).toBeNull();
  });
});
