import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  newComplaint,
  nextComplaint,
  type Complaint,
  type ComplaintAction,
  type ComplaintForm,
} from '../../../../core/complaint/complaint.ts';
import { deskRulesSchema } from '../../../../core/issue/desk-rules.ts';
import { parseRules } from '../../../../main/rules/read-rules.ts';

const text = readFileSync('resources/issues/desk.yaml', 'utf8');
const rules = parseRules(deskRulesSchema, text).complaint;
const openedAt = Date.parse('2026-03-02T10:00:30+08:00');
const now = openedAt + 3_600_000;
const fresh = newComplaint({ id: 'i1', openedAt });
const form: ComplaintForm = {
  channel: 'callback',
  about: 'seller',
  aboutWho: '钱经理',
  happened: '说好每年固定分红',
  wish: 'explain',
  promise: { at: now + 3_600_000, way: 'phone' },
};
const act = (complaint: Complaint, action: ComplaintAction, at = now) =>
  nextComplaint(complaint, action, { rules, now: at });
const must = (complaint: Complaint, action: ComplaintAction, at = now): Complaint => {
  const step = act(complaint, action, at);
  if (!step.ok) throw new Error(step.refusal);
  return step.complaint;
};
const refused = (complaint: Complaint, action: ComplaintAction, at = now): string => {
  const step = act(complaint, action, at);
  return step.ok ? 'ok' : `${step.refusal} ${step.field ?? '-'}`;
};
const written = must(fresh, { type: 'write', form });
const feedback = { type: 'feedback', at: now, way: 'phone', text: '已解释红利不保证' } as const;

describe('a complaint (domain.md row 84)', () => {
  it('has the five steps of the row in order; two of them need what they claim', () => {
    expect(rules.steps.map(({ code }) => code)).toEqual([
      'calm',
      'understand',
      'record',
      'promise',
      'report',
    ]);
    expect(refused(fresh, { type: 'step', step: 'record', done: true })).toBe('text_missing happened');
    expect(refused(fresh, { type: 'step', step: 'promise', done: true })).toBe('text_missing promise');
    expect(refused(fresh, { type: 'step', step: 'shout', done: true })).toBe('step_unknown -');
    const ticked = rules.steps.reduce(
      (complaint, { code }) => must(complaint, { type: 'step', step: code, done: true }),
      written,
    );
    expect(ticked.steps).toHaveLength(5);
    expect(must(ticked, { type: 'step', step: 'calm', done: false }).steps).not.toContain('calm');
    expect(must(ticked, { type: 'step', step: 'calm', done: true }).steps).toHaveLength(5);
  });

  it('the form needs what happened; a promise lies in the future when it is given', () => {
    expect(refused(fresh, { type: 'write', form: { ...form, happened: '' } })).toBe('text_missing happened');
    expect(refused(fresh, { type: 'write', form: { ...form, channel: 'pigeon' } })).toBe('bad_input channel');
    const past = { ...form, promise: { at: now - 1, way: 'phone' } };
    expect(refused(fresh, { type: 'write', form: past })).toBe('promise_in_past promise');
    // The same promise may be saved again after its time: it was given before.
    expect(refused(written, { type: 'write', form: { ...form, aboutWho: '' } }, now + 7_200_000)).toBe('ok');
  });

  it('closing needs the first feedback, a result and the opinion of the customer', () => {
    const close = { type: 'close', result: '已致歉并解释', opinion: 'accepts' } as const;
    expect(refused(fresh, close)).toBe('text_missing happened');
    expect(refused(written, close)).toBe('feedback_missing -');
    const told = must(written, feedback);
    expect(refused(told, { ...close, result: '' })).toBe('text_missing result');
    expect(refused(told, { ...close, opinion: '' })).toBe('text_missing opinion');
    const closed = must(told, close, now + 5);
    expect(closed).toMatchObject({ closedAt: now + 5, result: '已致歉并解释', opinion: 'accepts' });
    for (const action of [close, feedback, { type: 'write', form } as const])
      expect(refused(closed, action)).toBe('complaint_closed -');
  });

  it('the first feedback stays the first; its time lies between receipt and now', () => {
    const told = must(written, feedback);
    expect(must(told, { ...feedback, at: now + 1, text: '再次说明' }, now + 9).feedback).toEqual({
      at: now,
      way: 'phone',
      text: '已解释红利不保证',
    });
    expect(refused(written, { ...feedback, at: now + 60_000 })).toBe('feedback_in_future feedbackAt');
    expect(refused(written, { ...feedback, at: openedAt - 120_000 })).toBe('feedback_in_future feedbackAt');
    // People write minutes: the minute in which it came in is good.
    expect(refused(written, { ...feedback, at: openedAt - 30_000 })).toBe('ok');
    expect(refused(written, { ...feedback, text: '' })).toBe('text_missing feedback');
    expect(refused(written, { ...feedback, way: 'smoke' })).toBe('bad_input way');
  });

  it('rules that cannot be followed are refused with their place', () => {
    expect(() => parseRules(deskRulesSchema, text.replace('percent: 80', 'percent: 40'))).toThrow(
      /reminders.*rise/,
    );
    expect(() => parseRules(deskRulesSchema, text.replace('code: understand', 'code: calm'))).toThrow(
      /steps.*twice/,
    );
    expect(() => parseRules(deskRulesSchema, text.replace('{ hours: 24 }', '{ hours: 0 }'))).toThrow(
      /clocks\.feedback/,
    );
  });
});
