import { describe, expect, it } from 'vitest';
import { autoAnswerDecision, type AutoAnswerRequest } from '../../../../core/phone-policy/auto-answer.ts';
import { answeringPolicy, shippedPolicy } from './shipped-policy.ts';

const asked: AutoAnswerRequest = {
  headers: { 'call-info': '<sip:x>;answer-after=0' },
  user: '2001',
  domain: 'pbx.example',
  state: 'ready',
  callsUp: 0,
};
const decide = (change: Partial<AutoAnswerRequest>, policy = answeringPolicy) =>
  autoAnswerDecision(policy, { ...asked, ...change });
const withTrusted = (user: string, domain: string) => ({
  ...answeringPolicy,
  autoAnswer: { ...answeringPolicy.autoAnswer, trusted: [{ user, domain }] },
});

describe('which header asks for it', () => {
  it.each([
    ['call-info', '<sip:x>;answer-after=0', true],
    ['call-info', '<http://a/b>;purpose=info, <sip:x>; Answer-After=5', true],
    ['call-info', '<http://a/b.jpg>;purpose=icon', false],
    ['alert-info', '<http://127.0.0.1>;info=alert-autoanswer', true],
    ['alert-info', 'Auto Answer', true],
    ['alert-info', '<sip:x>;info=auto-answer', true],
    ['alert-info', 'ring-answer', true],
    ['alert-info', '<http://a/ring.wav>', false],
    ['answer-mode', 'Auto', true],
    ['answer-mode', 'Auto;require', true],
    ['answer-mode', 'Manual', false],
    ['answer-mode', 'automatic', false],
    ['user-to-user', 'answer-after=0', false],
    ['x-callback-task', 'auto-answer', false],
  ])('%s: %s -> %s', (name, value, answered) => {
    expect(decide({ headers: { [name]: value } })).toMatchObject(
      answered ? { answer: true } : { answer: false, refusal: 'not_asked' },
    );
  });
});

describe('the guard', () => {
  it('is off as shipped, whatever a call asks', () => {
    expect(decide({}, shippedPolicy)).toEqual({ answer: false, refusal: 'off' });
  });

  it.each(['busy', 'break', 'wrap_up', 'offline'])('not in %s', (state) => {
    expect(decide({ state })).toEqual({ answer: false, refusal: 'not_ready' });
  });

  it('never while another call is up or rings', () => {
    expect(decide({ state: 'on_call' })).toEqual({ answer: false, refusal: 'call_up' });
    expect(decide({ callsUp: 1 })).toEqual({ answer: false, refusal: 'call_up' });
  });

  it.each([
    ['20*', '*', '2001', 'pbx.example', true],
    ['20*', '*', '3001', 'pbx.example', false],
    ['2001', '*', '12001', 'pbx.example', false],
    ['2001', '*', '20010', 'pbx.example', false],
    ['*', '*.example', '77', 'pbx.example', true],
    ['*', '*.example', '77', 'pbx.example.net', false],
    ['*', 'PBX.example', '77', 'pbx.EXAMPLE', true],
    ['*', '*', '', 'pbx.example', false],
    ['2.01', '*', '2001', 'pbx.example', false],
  ])('trusting %s@%s, %s@%s -> %s', (ruleUser, ruleDomain, user, domain, answered) => {
    expect(decide({ user, domain }, withTrusted(ruleUser, ruleDomain)).answer).toBe(answered);
  });

  it('a caller whose domain is not known is trusted only where any domain is', () => {
    expect(decide({ domain: null }, withTrusted('*', '*')).answer).toBe(true);
    expect(decide({ domain: null }, withTrusted('*', '*.example'))).toEqual({
      answer: false,
      refusal: 'not_trusted',
    });
  });
});

describe('how long it waits', () => {
  it.each([
    ['answer-after=0', 2000],
    ['answer-after=1', 2000],
    ['answer-after=5', 5000],
    ['answer-after=600', 10_000],
    ['answer-after=x', 2000],
  ])('%s: at least the policy, at most its limit -> %d ms', (parameter, afterMs) => {
    expect(decide({ headers: { 'call-info': `<sip:x>;${parameter}` } })).toEqual({ answer: true, afterMs });
  });
});
