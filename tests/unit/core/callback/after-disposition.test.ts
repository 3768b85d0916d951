import { describe, expect, it } from 'vitest';
import { afterDisposition } from '../../../../core/callback/after-disposition.ts';
import type { Disposition } from '../../../../core/callback/rules-schema.ts';
import type { Task } from '../../../../core/callback/task.ts';
import type { PastAttempt } from '../../../../core/callback/tries.ts';
import { pastAttempts } from '../../../../core/callback/tries.ts';
import { makeTask } from '../../../fixtures/store/policies.ts';
import { attemptRules, cst, dispositions as d } from '../../../fixtures/store/rules.ts';

/** Dials the task at each moment with the disposition given and returns the task after the last. */
const run = (steps: readonly (readonly [string, Disposition])[], start: Partial<Task> = {}): Task => {
  let task = makeTask(start);
  const tries: PastAttempt[] = [];
  for (const [at, disposition] of steps) {
    tries.push(...pastAttempts([{ at: cst(at), disposition: disposition.code }], [disposition]));
    ({ task } = afterDisposition({
      task,
      disposition,
      rules: attemptRules,
      tries,
      now: cst(at) + 60_000,
      appointmentAt: null,
      agentId: 'a1',
    }));
  }
  return task;
};

const appoint = (appointmentAt: number | null): Task =>
  afterDisposition({
    task: makeTask(),
    disposition: d.appointment,
    rules: attemptRules,
    tries: [{ at: cst('2026-03-02 10:00'), counts: false }],
    now: cst('2026-03-02 10:05'),
    appointmentAt,
    agentId: 'a1',
  }).task;

describe('task after a disposition', () => {
  it('domain.md 3.3 D01: is done and never dialled again', () => {
    const task = run([['2026-03-02 10:00', d.success]]);
    expect(task).toMatchObject({ state: 'succeeded', notBeforeAt: null, tries: 0, lastDisposition: 'D01' });
  });

  it('domain.md 3.3 D10: keeps the time and who agreed on it, and is no try', () => {
    const at = cst('2026-03-04 15:30');
    expect(appoint(at)).toMatchObject({
      state: 'appointment',
      appointmentAt: at,
      appointmentAgentId: 'a1',
      notBeforeAt: at,
      notBeforeReason: 'appointment',
      tries: 0,
    });
  });

  it('domain.md 3.3 D10: an appointment in the night is moved to the morning', () => {
    expect(appoint(cst('2026-03-04 22:00')).appointmentAt).toBe(cst('2026-03-05 09:00'));
  });

  it('domain.md 3.3 D10: without a time the task goes back into the queue, it is not lost', () => {
    expect(appoint(null)).toMatchObject({
      state: 'redial',
      appointmentAt: null,
      notBeforeReason: 'other_band',
    });
  });

  it('domain.md 3.3 D30: the next try is in another band', () => {
    expect(run([['2026-03-02 09:30', d.noAnswer]])).toMatchObject({
      state: 'redial',
      tries: 1,
      notBeforeAt: cst('2026-03-02 12:00'),
      notBeforeReason: 'other_band',
    });
  });

  it('domain.md 3.3 try rules: the gap of 2 hours holds across a band', () => {
    expect(run([['2026-03-02 11:30', d.noAnswer]]).notBeforeAt).toBe(cst('2026-03-02 13:30'));
  });

  it('domain.md 3.3 try rules: the third try is on a second day and in the third band', () => {
    const task = run([
      ['2026-03-02 09:30', d.noAnswer],
      ['2026-03-02 12:00', d.noAnswer],
    ]);
    expect(task.notBeforeAt).toBe(cst('2026-03-03 18:00'));
  });

  it('domain.md 3.3 try rules: a try before the deadline is worth more than another band after it', () => {
    const task = run(
      [
        ['2026-03-15 09:30', d.noAnswer],
        ['2026-03-15 12:00', d.noAnswer],
      ],
      { deadlineAt: cst('2026-03-16 00:00') - 1 },
    );
    // Not 14:00: that is the band of 12:00 once more, and the evening has not been tried.
    expect(task.notBeforeAt).toBe(cst('2026-03-15 18:00'));
    const evening = run(
      [
        ['2026-03-14 18:30', d.noAnswer],
        ['2026-03-15 18:05', d.noAnswer],
      ],
      { deadlineAt: cst('2026-03-16 00:00') - 1 },
    );
    expect(evening.notBeforeAt).toBe(cst('2026-03-15 20:05'));
  });

  it('domain.md 3.3 try rules: three tries in three bands over two days use the tries up', () => {
    const task = run([
      ['2026-03-02 09:30', d.noAnswer],
      ['2026-03-02 12:00', d.noAnswer],
      ['2026-03-03 18:00', d.noAnswer],
    ]);
    expect(task).toMatchObject({ state: 'exhausted', tries: 3, notBeforeAt: null });
  });

  it('domain.md 3.3 try rules: three tries on one day do not', () => {
    const task = run([
      ['2026-03-02 09:30', d.noAnswer],
      ['2026-03-02 12:00', d.noAnswer],
      ['2026-03-02 18:00', d.noAnswer],
    ]);
    expect(task).toMatchObject({ state: 'redial', tries: 3, notBeforeAt: cst('2026-03-03 09:00') });
  });

  it('domain.md 3.3 D31: busy is dialled again after 15 minutes, and that is the same try', () => {
    const busy = run([['2026-03-02 10:00', d.busy]]);
    expect(busy).toMatchObject({
      tries: 1,
      notBeforeAt: cst('2026-03-02 10:16'),
      notBeforeReason: 'same_try',
    });
    const again = run([
      ['2026-03-02 10:00', d.busy],
      ['2026-03-02 10:16', d.busy],
    ]);
    expect(again).toMatchObject({
      tries: 1,
      notBeforeAt: cst('2026-03-02 12:00'),
      notBeforeReason: 'other_band',
    });
  });

  it('domain.md 3.3 D31: a busy line late in the evening waits for the morning', () => {
    expect(run([['2026-03-02 20:55', d.busy]]).notBeforeAt).toBe(cst('2026-03-03 09:00'));
  });

  it('domain.md 3.3 D33: one recheck on the next day, then 待核实', () => {
    const first = run([['2026-03-02 10:00', d.suspended]]);
    expect(first).toMatchObject({
      state: 'redial',
      notBeforeAt: cst('2026-03-03 09:00'),
      notBeforeReason: 'next_day',
    });
    const second = run([
      ['2026-03-02 10:00', d.suspended],
      ['2026-03-03 09:00', d.suspended],
    ]);
    expect(second).toMatchObject({ state: 'to_verify', notBeforeAt: null });
  });

  it('domain.md 3.3 D20: a technical fault is no try and is dialled at once, but not at night', () => {
    expect(run([['2026-03-02 10:00', d.fault]])).toMatchObject({
      state: 'redial',
      tries: 0,
      notBeforeAt: null,
    });
    expect(run([['2026-03-02 20:59', d.fault]])).toMatchObject({
      notBeforeAt: cst('2026-03-03 09:00'),
      notBeforeReason: 'outside_bands',
    });
  });
});
