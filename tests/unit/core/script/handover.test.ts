import { describe, expect, test } from 'vitest';
import { replay } from '../../../../core/script/stepper.ts';
import { Running } from './support.ts';

const handed = () => new Running().do({ type: 'handed_over', reason: '客户要求人工' });
const robot = (questionId: string, value = 'yes') => ({ type: 'robot_answer', questionId, value }) as const;

describe('domain.md section 4 ROBOT_HANDOVER: say, verify, resume at the first unanswered question', () => {
  test('opening and identity come first, then the first question the robot has no answer to', () => {
    const run = handed().do(robot('Q11')).do(robot('Q12'));
    expect(run.view().card).toMatchObject({
      kind: 'statement',
      questionId: 'H01',
      text: '您好，接下来由我为您服务。',
    });
    run.until('Q13');
    expect(run.view().identity.status).toBe('passed');
    const asked = run.state.answers.filter(({ by }) => by === undefined).map(({ questionId }) => questionId);
    expect(asked).not.toContain('Q11');
    expect(asked).not.toContain('Q12');
    expect(asked).toContain('Q10');
  });

  test("the record tells the robot's answers from the agent's", () => {
    const run = handed().do(robot('Q11')).toEnd();
    const by = (questionId: string) =>
      run.state.answers.find((answer) => answer.questionId === questionId)?.by;
    expect(by('Q11')).toBe('robot');
    expect(by('Q13')).toBeUndefined();
  });

  test.each([
    ['an abnormal answer', robot('Q11', 'no'), 'not_robots'],
    ['a refusal', robot('Q11', 'refused'), 'not_robots'],
    ['an unknown value', robot('Q11', 'perhaps'), 'unknown_value'],
    ['a question of another script', robot('Z99'), 'unknown_question'],
    ['the opening, since identity is verified anew', robot('Q02'), 'identity_locked'],
  ])('does not take over %s', (_, event, reason) => {
    expect(handed().attempt(event)).toEqual({ ok: false, reason });
  });

  test('only a call that was handed over takes such answers, and only before anybody else answered', () => {
    expect(new Running().attempt(robot('Q11'))).toEqual({ ok: false, reason: 'not_robots' });
    expect(handed().until('Q03').attempt(robot('Q11'))).toEqual({ ok: false, reason: 'not_robots' });
    expect(new Running().until('Q03').attempt({ type: 'handed_over', reason: '' })).toEqual({
      ok: false,
      reason: 'not_robots',
    });
    expect(handed().do(robot('Q11')).attempt(robot('Q11'))).toEqual({ ok: false, reason: 'not_current' });
  });

  test('replay gives the same state', () => {
    const run = handed().do(robot('Q11')).until('Q20');
    expect(replay(run.plan, run.events)).toEqual({ ok: true, state: run.state });
  });
});
