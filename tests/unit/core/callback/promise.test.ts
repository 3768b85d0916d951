import { describe, expect, test } from 'vitest';
import { isOverdue, nextPromise, promiseAlarmAt } from '../../../../core/callback/promise.ts';
import type { CustomerPromise } from '../../../../core/callback/promise.ts';
import { promiseDueAt, promiseDueFault } from '../../../../core/callback/promise-rules.ts';

const china = (text: string): number => Date.parse(`${text.replace(' ', 'T')}:00+08:00`);
const madeAt = china('2026-11-22 15:00');
const promise: CustomerPromise = {
  id: 'p-1',
  taskId: 't-1',
  attemptId: 'a-1',
  mode: 'live',
  question: '能退多少',
  what: '告知现金价值',
  dueAt: china('2026-11-23 12:00'),
  way: 'call',
  owner: 'product',
  madeAt,
  madeBy: 'agent-1',
  state: 'open',
  reply: '',
  repliedAt: null,
  repliedBy: null,
  note: '',
  closedAt: null,
  closedBy: null,
};
const settled = (done: boolean, at: number, note = '已致电') =>
  nextPromise(promise, { type: 'settled', done, note, at, agentId: 'agent-1' });

describe('promises to customers', () => {
  test.each([
    [true, '2026-11-23 12:00', 'kept'],
    [true, '2026-11-23 12:01', 'late'],
    [false, '2026-11-23 09:00', 'broken'],
    [false, '2026-11-24 09:00', 'broken'],
  ] as const)('domain.md row 43: done %s at %s is %s', (done, at, state) => {
    expect(settled(done, china(at))).toMatchObject({ ok: true, promise: { state, closedBy: 'agent-1' } });
  });

  test('the end needs a remark, and comes once', () => {
    expect(settled(true, madeAt, ' ')).toEqual({ ok: false, fault: 'note_needed' });
    const kept = settled(true, madeAt);
    if (!kept.ok) throw new Error(kept.fault);
    const again = { type: 'settled', done: false, note: 'x', at: madeAt, agentId: 'a' } as const;
    expect(nextPromise(kept.promise, again)).toEqual({ ok: false, fault: 'promise_closed' });
  });

  test('row 44: the answer of the department leaves it open, with the agent, and rings at once', () => {
    const at = china('2026-11-22 16:00');
    const reply = { type: 'replied', words: ' 按现金价值表 ', at, agentId: 'agent-2' } as const;
    const result = nextPromise(promise, reply);
    if (!result.ok) throw new Error(result.fault);
    expect(result.promise).toMatchObject({ state: 'open', reply: '按现金价值表', repliedBy: 'agent-2' });
    expect(promiseAlarmAt(promise, 30)).toBe(china('2026-11-23 11:30'));
    expect(promiseAlarmAt(result.promise, 30)).toBe(at);
  });

  test('past its time an open promise counts as broken, a settled one does not', () => {
    expect(isOverdue(promise, china('2026-11-23 12:00'))).toBe(false);
    expect(isOverdue(promise, china('2026-11-23 12:01'))).toBe(true);
    expect(isOverdue({ ...promise, state: 'kept' }, china('2026-11-24 12:00'))).toBe(false);
  });

  test.each([
    [{ code: 'a1', name: { zh: '今天', en: 'today' }, days: 0, time: '18:00' }, '2026-11-22 18:00'],
    [{ code: 'a2', name: { zh: '明天', en: 'tomorrow' }, days: 1, time: '12:00' }, '2026-11-23 12:00'],
    [{ code: 'a3', name: { zh: '一天', en: 'a day' }, minutes: 1440 }, '2026-11-23 15:00'],
  ])('quick choice %j is %s in China, whatever zone the machine is in', (choice, moment) => {
    expect(promiseDueAt(choice, madeAt, 'Asia/Shanghai')).toBe(china(moment));
  });

  test('nothing is promised for the past or too far ahead', () => {
    expect(promiseDueFault(madeAt, madeAt, { maxDays: 30 })).toBe('promise_in_past');
    expect(promiseDueFault(madeAt + 30 * 86_400_000, madeAt, { maxDays: 30 })).toBeNull();
    expect(promiseDueFault(madeAt + 30 * 86_400_000 + 1, madeAt, { maxDays: 30 })).toBe('promise_too_far');
  });
});
