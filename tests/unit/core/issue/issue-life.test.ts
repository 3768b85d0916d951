import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { issueGrades } from '../../../../core/callback/task.ts';
import {
  nextIssue,
  type IssueAction,
  type IssueContext,
  type IssueLife,
} from '../../../../core/issue/issue-life.ts';

const open: IssueLife = { status: 'open', grade: 'I', handler: null, firstHandledAt: null, closedAt: null };
const context: IssueContext = {
  now: 1_000,
  recall: 'yes',
  seller: { name: '钱经理', code: 'S007' },
  finder: '1001',
  isLead: false,
};
const lin = { number: '2001', name: '林工' };
const zhao = { number: '3001', name: '赵敏' };
const take: IssueAction = { type: 'take', handler: lin };
const settle: IssueAction = { type: 'settle', cause: '未讲清', action: '已重新讲解' };
const recheck = (passed: boolean, by = zhao): IssueAction => ({
  type: 'recheck',
  passed,
  by,
  note: '仍不清楚',
});

/** Runs the actions and gives the last life, or the refusal of the first that is refused. */
const run = (actions: readonly IssueAction[], change: Partial<IssueContext> = {}) => {
  let life = open;
  for (const action of actions) {
    const step = nextIssue(life, action, { ...context, ...change });
    if (!step.ok) return { refusal: step.refusal, field: step.field };
    life = step.life;
  }
  return life;
};

describe('life of an issue', () => {
  it('open, in hand, second callback, closed (domain.md 3.2)', () => {
    expect(run([take])).toMatchObject({ status: 'handling', handler: lin, firstHandledAt: 1_000 });
    expect(run([take, settle])).toMatchObject({ status: 'recheck', closedAt: null });
    expect(run([take, settle, recheck(true)])).toMatchObject({ status: 'closed', closedAt: 1_000 });
  });

  it('a type without a second callback closes when it is handled', () => {
    expect(run([take, settle], { recall: 'no' })).toMatchObject({ status: 'closed', closedAt: 1_000 });
  });

  it('a failed second callback sends it back, one grade up (domain.md R01, R03)', () => {
    expect(run([take, settle, recheck(false)])).toMatchObject({
      status: 'handling',
      grade: 'U',
      closedAt: null,
    });
    expect(run([take, settle, recheck(false), settle, recheck(false)])).toMatchObject({ grade: 'U' });
  });

  it('F4: never handled or called again by the seller, by number or by name', () => {
    const seller = { refusal: 'handler_is_seller', field: 'handler' };
    expect(run([{ type: 'take', handler: { number: 'S007', name: '别名' } }])).toEqual(seller);
    expect(run([{ type: 'take', handler: { number: '9', name: '钱经理' } }])).toEqual(seller);
    expect(run([take, settle, recheck(true, { number: 'S007', name: '钱' })])).toMatchObject({ field: 'by' });
    // A policy without a seller refuses nobody.
    expect(run([take], { seller: { name: null, code: null } })).toMatchObject({ status: 'handling' });
  });

  it('the second callback is made by neither the first caller nor the handler', () => {
    const same = { refusal: 'recheck_same_person', field: 'by' };
    expect(run([take, settle, recheck(true, { number: '1001', name: '王敏' })])).toEqual(same);
    expect(run([take, settle, recheck(true, lin)])).toEqual(same);
  });

  it('anybody raises a grade, only a lead lowers it, both with a reason', () => {
    const to = (grade: 'U' | 'I' | 'N', reason = '客户年迈'): IssueAction => ({
      type: 'grade',
      grade,
      reason,
    });
    expect(run([to('U')])).toMatchObject({ grade: 'U' });
    expect(run([to('N')])).toEqual({ refusal: 'grade_needs_lead', field: 'grade' });
    expect(run([to('N')], { isLead: true })).toMatchObject({ grade: 'N' });
    expect(run([to('U', '')])).toEqual({ refusal: 'text_missing', field: 'reason' });
    expect(run([to('I')])).toEqual({ refusal: 'grade_same', field: 'grade' });
  });

  it.each([
    [[settle], 'issue_not_taken'],
    [[take, recheck(true)], 'issue_not_settled'],
    [[take, settle, settle], 'issue_already_settled'],
    [[take, { type: 'settle', cause: '', action: 'x' }], 'text_missing'],
    [[take, { type: 'settle', cause: 'x', action: '' }], 'text_missing'],
    [[{ type: 'note', text: '' }], 'text_missing'],
    [[take, settle, { ...recheck(false), note: '' } as IssueAction], 'text_missing'],
    [[take, settle, recheck(true), { type: 'note', text: 'x' }], 'issue_closed'],
  ] as [IssueAction[], string][])('refuses what the rules forbid (%#: %s)', (actions, refusal) => {
    expect(run(actions)).toMatchObject({ refusal });
  });

  it('property: closed only with a handler who is not the seller, and with the second callback where it is asked', () => {
    const person = fc.constantFrom(
      lin,
      zhao,
      { number: 'S007', name: '钱经理' },
      { number: '1001', name: '王敏' },
    );
    const words = fc.constantFrom('', 'x');
    const action: fc.Arbitrary<IssueAction> = fc.oneof(
      person.map((handler) => ({ type: 'take' as const, handler })),
      words.map((text) => ({ type: 'note' as const, text })),
      fc.tuple(words, words).map(([cause, did]) => ({ type: 'settle' as const, cause, action: did })),
      fc
        .tuple(fc.boolean(), person, words)
        .map(([passed, by, note]) => ({ type: 'recheck' as const, passed, by, note })),
      fc
        .tuple(fc.constantFrom('U' as const, 'I' as const, 'N' as const), words)
        .map(([grade, reason]) => ({ type: 'grade' as const, grade, reason })),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 12 }), fc.constantFrom('yes', 'no'), (actions, recall) => {
        let life = open;
        let rechecked = false;
        for (const one of actions) {
          const step = nextIssue(life, one, { ...context, recall });
          if (!step.ok) continue;
          rechecked = one.type === 'recheck' && one.passed;
          // Without a lead a grade never falls.
          expect(issueGrades.indexOf(step.life.grade)).toBeLessThanOrEqual(issueGrades.indexOf(life.grade));
          life = step.life;
        }
        if (life.status !== 'closed') return;
        expect(life.handler?.number).toMatch(/^[123]001$/);
        expect(life.handler?.number).not.toBe('S007');
        expect(life.firstHandledAt).not.toBeNull();
        if (recall === 'yes') expect(rechecked).toBe(true);
      }),
      { seed: 20261123, numRuns: 2_000 },
    );
  });
});
