import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Task } from '../../../../core/callback/task.ts';
import { callbackRecordSchema } from '../../../../core/callback/record.ts';
import { StoreError } from '../../../../main/store/errors.ts';
import type { SyncStore } from '../../../../main/store/protocol.ts';
import {
  answerEvent,
  answerOf,
  makeAttempt,
  makeIssue,
  makeRecord,
  startedAt,
} from '../../../fixtures/store/attempts.ts';
import { openHere, tempDir } from '../../../fixtures/store/open.ts';
import { makePolicy } from '../../../fixtures/store/policies.ts';

let remove: () => void;
let file: string;
let db: Database.Database;
let store: SyncStore;
let tasks: Task[];

beforeEach(() => {
  const temp = tempDir();
  remove = temp.remove;
  file = join(temp.dir, 'desk.sqlite');
  ({ db, store } = openHere(file));
  const policies = [1, 2].map((number) => makePolicy(number));
  store.importPolicies({ mode: 'live', policies, at: startedAt, source: 'list.csv', agentId: 'a1' });
  store.importPolicies({ mode: 'practice', policies, at: startedAt, source: 'sample', agentId: 'a1' });
  tasks = (['live', 'practice'] as const).flatMap((mode) =>
    store
      .taskPage({ mode, filter: 'all', search: '', offset: 0, limit: 9, now: startedAt, agentId: 'a1' })
      .rows.map((row) => taskOf(row.id)),
  );
});
afterEach(() => {
  db.close();
  remove();
});

const taskOf = (id: string): Task => {
  const whole = store.task(id);
  if (whole === null) throw new Error('no task');
  return whole.task;
};
const live = (index: number): Task => tasks[index] ?? taskOf('');
const practice = (): Task => tasks[2] ?? taskOf('');
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof StoreError) return error.code;
    throw error;
  }
  return 'none';
};
const append = (attemptId: string, n: number, event = answerEvent(n)) =>
  store.appendEvent({ attemptId, n, event, answer: answerOf(n), issues: [] });
const outboxAll = () => store.outboxAfter(0, 500, 1_000_000).messages;

describe('opening an attempt', () => {
  it('locks the task and is there after the file was opened anew', () => {
    const attempt = makeAttempt({ id: 'at1', taskId: live(0).id, events: [answerEvent(0)] });
    store.openAttempt(attempt);
    append('at1', 1);
    store.saveNotes('at1', '客户在开会');
    store.markAnswered('at1', startedAt + 4000);
    store.markAnswered('at1', startedAt + 9000);
    store.markCallEnded('at1', startedAt + 60_000);
    db.close();
    ({ db, store } = openHere(file));
    expect(store.openAttemptNow()).toEqual({
      ...attempt,
      events: [answerEvent(0), answerEvent(1)],
      notes: '客户在开会',
      answeredAt: startedAt + 4000,
      callEndedAt: startedAt + 60_000,
    });
    expect(taskOf(live(0).id).state).toBe('calling');
    expect(store.nextTask('live', startedAt, 'a1').task?.id).toBe(live(1).id);
  });

  it('there is one at a time on a seat, live or practice', () => {
    store.openAttempt(makeAttempt({ id: 'at1', taskId: live(0).id }));
    expect(codeOf(() => store.openAttempt(makeAttempt({ id: 'at2', taskId: live(1).id })))).toBe(
      'attempt_open',
    );
    const third = makeAttempt({ id: 'at3', taskId: practice().id, mode: 'practice' });
    expect(codeOf(() => store.openAttempt(third))).toBe('attempt_open');
    expect(taskOf(live(1).id).state).toBe('to_dial');
  });

  it('refuses tasks that are not there, not open, or of the other mode', () => {
    expect(codeOf(() => store.openAttempt(makeAttempt({ id: 'at1', taskId: 'nowhere' })))).toBe('not_found');
    expect(codeOf(() => store.openAttempt(makeAttempt({ id: 'at1', taskId: practice().id })))).toBe(
      'mode_mixed',
    );
    const attempt = makeAttempt({ id: 'at1', taskId: live(0).id });
    store.openAttempt(attempt);
    store.closeAttempt({
      record: makeRecord(attempt),
      task: { ...live(0), state: 'succeeded' },
      issues: [],
      at: startedAt,
    });
    const again = makeAttempt({ id: 'at2', taskId: live(0).id });
    expect(codeOf(() => store.openAttempt(again))).toBe('task_not_diallable');
    expect(store.openAttemptNow()).toBeNull();
  });
});

describe('events of an attempt', () => {
  beforeEach(() => store.openAttempt(makeAttempt({ id: 'at1', taskId: live(0).id })));

  it('come one after the other; the same one twice is one', () => {
    append('at1', 0);
    append('at1', 1);
    append('at1', 1);
    expect(store.openAttemptNow()?.events).toEqual([answerEvent(0), answerEvent(1)]);
    expect(db.prepare('SELECT count(*) FROM answer').pluck().get()).toBe(2);
  });

  it('a gap is an error, and so is the same number with another content', () => {
    append('at1', 0);
    expect(codeOf(() => append('at1', 2))).toBe('event_gap');
    expect(codeOf(() => append('at1', 0, answerEvent(0, 'something else')))).toBe('event_conflict');
    expect(codeOf(() => append('nowhere', 0))).toBe('no_attempt');
    expect(store.openAttemptNow()?.events).toEqual([answerEvent(0)]);
  });

  it('design.md I6: the issue of an abnormal answer is there with the answer, or neither is', () => {
    const issue = makeIssue({ id: 'is1', taskId: live(0).id, attemptId: 'at1', grade: 'U' });
    const bad = { ...issue, id: 'is2', attemptId: 'nowhere' };
    const input = { attemptId: 'at1', n: 0, event: answerEvent(0), answer: answerOf(0) };
    expect(() => store.appendEvent({ ...input, issues: [issue, bad] })).toThrow();
    expect(store.openAttemptNow()?.events).toEqual([]);
    expect(store.task(live(0).id)?.issues).toEqual([]);
    store.appendEvent({ ...input, issues: [issue] });
    expect(store.task(live(0).id)?.issues).toEqual([issue]);
    expect(taskOf(live(0).id).grade).toBe('U');
  });

  it('keeps of an identity check whether it fitted, and nothing of the reply', () => {
    const event = { type: 'verify', factorId: 'V2', outcome: 'pass', at: startedAt, offsetMs: 1 } as const;
    store.appendEvent({
      attemptId: 'at1',
      n: 0,
      event: { ...event, ...{ reply: '123X' } },
      answer: null,
      issues: [],
    });
    expect(db.prepare('SELECT * FROM verification').all()).toEqual([
      { attempt_id: 'at1', n: 0, factor_id: 'V2', outcome: 'pass', at: startedAt, offset_ms: 1 },
    ]);
    expect(db.prepare('SELECT body FROM attempt_event').pluck().get()).not.toContain('123X');
  });
});

describe('closing an attempt', () => {
  it('writes record, task, issues, outbox row and audit row together', () => {
    const attempt = makeAttempt({ id: 'at1', taskId: live(0).id });
    store.openAttempt(attempt);
    const issue = makeIssue({ id: 'is1', taskId: live(0).id, attemptId: 'at1' });
    const record = makeRecord(attempt, {
      disposition: 'D17',
      completed: false,
      successful: false,
      notes: 'x',
    });
    const task: Task = {
      ...live(0),
      state: 'redial',
      tries: 1,
      notBeforeAt: startedAt + 7_200_000,
      notBeforeReason: 'other_band',
    };
    store.closeAttempt({ record, task, issues: [issue], at: startedAt + 130_000 });

    expect(store.openAttemptNow()).toBeNull();
    expect(taskOf(live(0).id)).toEqual({ ...task, grade: 'I' });
    expect(store.task(live(0).id)?.records).toEqual([
      {
        attemptId: 'at1',
        taskId: live(0).id,
        mode: 'live',
        holderName: '测试客户',
        policyNo: 'P202600000001',
        startedAt,
        durationS: 120,
        disposition: 'D17',
        successful: false,
        issueCount: 1,
        syncState: 'waiting',
      },
    ]);
    expect(store.record('at1')).toEqual({ record, body: JSON.stringify(record), syncState: 'waiting' });
    const [message] = outboxAll();
    expect(message).toMatchObject({
      seq: 1,
      entityId: 'at1',
      entitySeq: 1,
      type: 'callback',
      schema: 1,
      mode: 'live',
    });
    expect(callbackRecordSchema.parse(JSON.parse(message?.body ?? ''))).toEqual(record);
    const actions = db.prepare('SELECT action FROM audit ORDER BY seq').pluck().all();
    expect(actions).toEqual(['policies.imported', 'policies.imported', 'attempt.opened', 'attempt.closed']);
  });

  it('leaves nothing of itself when one part fails', () => {
    const attempt = makeAttempt({ id: 'at1', taskId: live(0).id });
    store.openAttempt(attempt);
    const issue = makeIssue({ id: 'is1', taskId: 'nowhere', attemptId: 'at1' });
    const input = {
      record: makeRecord(attempt),
      task: { ...live(0), state: 'succeeded' as const },
      at: startedAt,
    };
    expect(() => store.closeAttempt({ ...input, issues: [issue] })).toThrow();
    expect(store.openAttemptNow()?.id).toBe('at1');
    expect(outboxAll()).toEqual([]);
    expect(taskOf(live(0).id).state).toBe('calling');
  });

  it('twice with the same record is once; with another record it is refused', () => {
    const attempt = makeAttempt({ id: 'at1', taskId: live(0).id });
    store.openAttempt(attempt);
    const input = {
      record: makeRecord(attempt),
      task: { ...live(0), state: 'succeeded' as const },
      issues: [],
      at: startedAt,
    };
    store.closeAttempt(input);
    store.closeAttempt(input);
    expect(outboxAll()).toHaveLength(1);
    const other = { ...input, record: makeRecord(attempt, { disposition: 'D02' }) };
    expect(codeOf(() => store.closeAttempt(other))).toBe('attempt_closed');
    expect(codeOf(() => append('at1', 0))).toBe('attempt_closed');
    expect(codeOf(() => store.saveNotes('at1', 'late'))).toBe('attempt_closed');
  });

  it('refuses a record or a task that belongs to another attempt or mode', () => {
    const attempt = makeAttempt({ id: 'at1', taskId: live(0).id });
    store.openAttempt(attempt);
    const record = makeRecord(attempt);
    const close = (change: Partial<Parameters<SyncStore['closeAttempt']>[0]>) =>
      codeOf(() => store.closeAttempt({ record, task: live(0), issues: [], at: startedAt, ...change }));
    expect(close({ task: live(1) })).toBe('bad_input');
    expect(close({ record: { ...record, mode: 'practice' } })).toBe('mode_mixed');
    expect(close({ record: { ...record, id: 'at2' } })).toBe('no_attempt');
  });

  it('practice records are marked as such in the outbox', () => {
    const attempt = makeAttempt({ id: 'at1', taskId: practice().id, mode: 'practice' });
    store.openAttempt(attempt);
    store.closeAttempt({
      record: makeRecord(attempt),
      task: { ...practice(), state: 'succeeded' },
      issues: [],
      at: startedAt,
    });
    expect(outboxAll().map((message) => message.mode)).toEqual(['practice']);
    expect(store.outboxItems('waiting', 0, 10).rows[0]).toMatchObject({ practice: true });
    expect(store.records({ mode: 'live', search: '', offset: 0, limit: 10 }).total).toBe(0);
    expect(store.records({ mode: 'practice', search: '', offset: 0, limit: 10 }).total).toBe(1);
  });
});

describe('records', () => {
  it('are listed newest first, in pages, and found by name and number of the policy', () => {
    for (const [index, task] of [live(0), live(1)].entries()) {
      const attempt = makeAttempt({ id: `at${index}`, taskId: task.id, startedAt: startedAt + index });
      store.openAttempt(attempt);
      store.closeAttempt({
        record: makeRecord(attempt),
        task: { ...task, state: 'succeeded' },
        issues: [],
        at: startedAt,
      });
    }
    const page = (search: string, offset = 0) => {
      const { total, rows } = store.records({ mode: 'live', search, offset, limit: 1 });
      return [total, ...rows.map((row) => row.attemptId)];
    };
    expect(page('')).toEqual([2, 'at1']);
    expect(page('', 1)).toEqual([2, 'at0']);
    const policyNo = store.task(live(0).id)?.policy.policyNo ?? '';
    expect(page(policyNo)).toEqual([1, 'at0']);
    expect(page('赵')).toEqual([0]);
  });
});

describe('going on with a hung-up callback', () => {
  const call = (
    id: string,
    index: number,
    change: Parameters<typeof makeRecord>[1],
    events = [answerEvent(0)],
  ) => {
    const attempt = makeAttempt({ id, taskId: live(0).id, startedAt: startedAt + index, events });
    store.openAttempt(attempt);
    store.closeAttempt({
      record: makeRecord(attempt, change),
      task: { ...live(0), state: 'redial' },
      issues: [],
      at: startedAt,
    });
  };
  const hungUp = { disposition: 'D11', completed: false, successful: false };

  it('domain.md 3.3 D11: gives the events of the call that was cut off', () => {
    call('at1', 1, hungUp);
    expect(store.resumableEvents(live(0).id)).toEqual([answerEvent(0)]);
    expect(store.resumableEvents(live(1).id)).toEqual([]);
  });

  it('domain.md 3.3 D11: a try that reached nobody in between does not lose them', () => {
    call('at1', 1, hungUp);
    call('at2', 2, { ...hungUp, disposition: 'D30', identityPassed: false }, []);
    expect(store.resumableEvents(live(0).id)).toEqual([answerEvent(0)]);
  });

  it('gives nothing of a call that ended before the identity gate, and nothing once a callback is complete', () => {
    call('at1', 1, { ...hungUp, disposition: 'D15', identityPassed: false });
    expect(store.resumableEvents(live(0).id)).toEqual([]);
    call('at2', 2, hungUp);
    call('at3', 3, {});
    expect(store.resumableEvents(live(0).id)).toEqual([]);
  });
});
