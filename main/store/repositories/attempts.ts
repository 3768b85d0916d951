import type Database from 'better-sqlite3';
import { diallableStates } from '../../../core/callback/task.ts';
import type { TaskState, WorkMode } from '../../../core/callback/task.ts';
import type { OpenAttempt, Store } from '../../../core/ports.ts';
import { recordBody, recordMessage } from '../../../core/outbox/record-message.ts';
import type { ScriptEvent } from '../../../core/script/events.ts';
import { scriptEventSchema } from '../../../core/script/events.ts';
import { StoreError } from '../errors.ts';
import { indexedNotes } from '../search-text.ts';
import type { Audit } from './audit.ts';
import type { FollowUps } from './follow-ups.ts';
import type { IssueDesk } from './issue-desk.ts';
import type { Issues } from './issues.ts';
import type { Outbox } from './outbox.ts';
import type { Promises } from './promises.ts';
import type { Rechecks } from './rechecks.ts';

type AttemptRecord = {
  id: string;
  task_id: string;
  agent_id: string;
  mode: WorkMode;
  pack_id: string;
  pack_version: string;
  pack_hash: string;
  script_id: string;
  started_at: number;
  answered_at: number | null;
  call_ended_at: number | null;
  notes: string;
  closed_at: number | null;
  record: string | null;
};
type AppendEvent = Parameters<Store['appendEvent']>[0];
type CloseAttempt = Parameters<Store['closeAttempt']>[0];

/** One spelling per event, so that the same event twice is seen to be the same. */
const eventText = (event: ScriptEvent): string => JSON.stringify(scriptEventSchema.parse(event));

/** Attempts, their events and their end. Each function is one transaction. */
export const createAttempts = (
  db: Database.Database,
  parts: {
    issues: Issues;
    outbox: Outbox;
    audit: Audit;
    followUps: FollowUps;
    promises: Promises;
    desk: IssueDesk;
    rechecks: Rechecks;
  },
) => {
  const { issues, outbox, audit, followUps, promises, desk, rechecks } = parts;
  const taskOf = db.prepare<[string], { state: TaskState; mode: WorkMode }>(
    'SELECT state, mode FROM task WHERE id = ?',
  );
  const lock = db.prepare<[number, string]>(`UPDATE task SET state = 'calling', updated_at = ? WHERE id = ?`);
  const openRow = db.prepare<[], AttemptRecord>('SELECT * FROM attempt WHERE closed_at IS NULL');
  const find = db.prepare<[string], AttemptRecord>('SELECT * FROM attempt WHERE id = ?');
  const insert = db.prepare(
    `INSERT INTO attempt (id, task_id, mode, agent_id, pack_id, pack_version, pack_hash, script_id, started_at,
       answered_at, call_ended_at, notes)
     VALUES (@id, @taskId, @mode, @agentId, @packId, @packVersion, @packHash, @scriptId, @startedAt,
       @answeredAt, @callEndedAt, @notes)`,
  );
  const eventAt = db.prepare<[string, number], { body: string }>(
    'SELECT body FROM attempt_event WHERE attempt_id = ? AND n = ?',
  );
  const nextEvent = db.prepare<[string], { n: number }>(
    'SELECT coalesce(max(n) + 1, 0) AS n FROM attempt_event WHERE attempt_id = ?',
  );
  const eventsOf = db.prepare<[string], { body: string }>(
    'SELECT body FROM attempt_event WHERE attempt_id = ? ORDER BY n',
  );
  const insertEvent = db.prepare<[string, number, string]>(
    'INSERT INTO attempt_event (attempt_id, n, body) VALUES (?, ?, ?)',
  );
  const insertAnswer = db.prepare(
    `INSERT INTO answer (attempt_id, n, question_id, asking, text_hash, value, label, words, abnormal, at, offset_ms)
     VALUES (@attemptId, @n, @questionId, @asking, @textHash, @value, @label, @words, @abnormal, @at, @offsetMs)`,
  );
  const insertVerification = db.prepare(
    `INSERT INTO verification (attempt_id, n, factor_id, outcome, at, offset_ms)
     VALUES (@attemptId, @n, @factorId, @outcome, @at, @offsetMs)`,
  );
  const setAnswered = db.prepare<[number, string]>(
    'UPDATE attempt SET answered_at = coalesce(answered_at, ?) WHERE id = ?',
  );
  const setEnded = db.prepare<[number, string]>('UPDATE attempt SET call_ended_at = ? WHERE id = ?');
  const setNotes = db.prepare<[string, string]>('UPDATE attempt SET notes = ? WHERE id = ?');
  const close = db.prepare(
    `UPDATE attempt SET closed_at = @at, disposition = @disposition, record = @body, outbox_n = @outboxN, notes = @notes,
       answered_at = @answeredAt, note_tags = @noteTags WHERE id = @id`,
  );
  const indexNotes = db.prepare<[number, string]>('INSERT INTO note_fts (rowid, notes) VALUES (?, ?)');
  const updateTask = db.prepare(
    `UPDATE task SET state = @state, deadline_at = @deadlineAt, not_before_at = @notBeforeAt,
       not_before_reason = @notBeforeReason, appointment_at = @appointmentAt, appointment_agent_id = @appointmentAgentId,
       tries = @tries, last_disposition = @lastDisposition, updated_at = @updatedAt WHERE id = @id`,
  );
  // What was asked behind a passed identity gate is worth going on from; an attempt that ended before it is not.
  const resumable = db.prepare<[string], { id: string }>(
    `SELECT id FROM attempt WHERE task_id = ? AND closed_at IS NOT NULL AND (completed OR identity_passed)
       ORDER BY started_at DESC, id DESC LIMIT 1`,
  );
  const isCompleted = db.prepare<[string], { completed: number }>(
    'SELECT completed FROM attempt WHERE id = ?',
  );

  const events = (attemptId: string): ScriptEvent[] =>
    eventsOf.all(attemptId).map(({ body }) => scriptEventSchema.parse(JSON.parse(body)));

  /** The attempt if it may still change. */
  const openOne = (id: string): AttemptRecord => {
    const row = find.get(id);
    if (row === undefined) throw new StoreError('no_attempt');
    if (row.closed_at !== null) throw new StoreError('attempt_closed');
    return row;
  };

  const putEvent = (attemptId: string, n: number, event: ScriptEvent): void => {
    insertEvent.run(attemptId, n, eventText(event));
    if (event.type === 'verify') insertVerification.run({ ...event, attemptId, n });
  };

  const openAttempt = db.transaction((attempt: OpenAttempt): void => {
    const task = taskOf.get(attempt.taskId);
    if (task === undefined) throw new StoreError('not_found');
    if (openRow.get() !== undefined) throw new StoreError('attempt_open');
    if (task.mode !== attempt.mode) throw new StoreError('mode_mixed');
    if (!diallableStates.includes(task.state)) throw new StoreError('task_not_diallable');
    const { events: earlier, ...columns } = attempt;
    insert.run(columns);
    for (const [n, event] of earlier.entries()) putEvent(attempt.id, n, event);
    lock.run(attempt.startedAt, attempt.taskId);
    const { agentId, startedAt: at } = attempt;
    audit.append({ at, agentId, action: 'attempt.opened', ref: attempt.id, detail: attempt.taskId });
  });

  const appendEvent = db.transaction((input: AppendEvent): void => {
    const attempt = openOne(input.attemptId);
    const known = eventAt.get(attempt.id, input.n);
    if (known !== undefined) {
      if (known.body !== eventText(input.event)) throw new StoreError('event_conflict', String(input.n));
      return;
    }
    const expected = nextEvent.get(attempt.id)?.n ?? 0;
    if (input.n !== expected) throw new StoreError('event_gap', `${input.n} instead of ${expected}`);
    putEvent(attempt.id, input.n, input.event);
    if (input.answer !== null) {
      insertAnswer.run({
        ...input.answer,
        abnormal: input.answer.abnormal ? 1 : 0,
        attemptId: attempt.id,
        n: input.n,
      });
    }
    if (input.issues.length > 0) issues.add(attempt.task_id, input.issues);
    if (input.promise) promises.save(input.promise);
  });

  const closeAttempt = db.transaction((input: CloseAttempt): void => {
    const { record, task, issues: opened, at } = input;
    const attempt = find.get(record.id);
    if (attempt === undefined) throw new StoreError('no_attempt');
    const body = recordBody(record);
    if (attempt.closed_at !== null) {
      // Closed already with the same record: the answer to the first request got lost.
      if (attempt.record === body) return;
      throw new StoreError('attempt_closed');
    }
    if (task.id !== attempt.task_id || record.taskId !== attempt.task_id)
      throw new StoreError('bad_input', 'another task');
    if (record.mode !== attempt.mode || task.mode !== attempt.mode) throw new StoreError('mode_mixed');
    const outboxN = outbox.append({
      ...recordMessage,
      entityId: record.id,
      wall: at,
      mode: record.mode,
      body,
    });
    const { disposition, notes, answeredAt } = record;
    const noteTags = JSON.stringify(record.noteTags ?? []);
    close.run({ id: record.id, at, disposition, body, outboxN, notes, answeredAt, noteTags });
    // A tag of the notes is found like a word in them (domain.md row 53).
    const searched = [notes, ...(input.noteTagNames ?? [])].filter((part) => part !== '').join('\n');
    if (searched !== '') indexNotes.run(outboxN, indexedNotes(searched));
    updateTask.run(task);
    issues.add(task.id, opened);
    followUps.save(task.mode, input.followUps ?? []);
    audit.append({
      at,
      agentId: record.agentId,
      action: 'attempt.closed',
      ref: record.id,
      detail: disposition,
    });
    const steps = input.rechecked ?? [];
    if (steps.length > 0) {
      desk.writeBack(steps);
      issues.add(task.id, []);
      rechecks.closeIfSettled(task.id, at);
    }
    rechecks.settleTask(task.id, { at, agentId: record.agentId });
  });

  return {
    openAttempt: (attempt: OpenAttempt) => openAttempt.immediate(attempt),
    appendEvent: (input: AppendEvent) => appendEvent.immediate(input),
    closeAttempt: (input: CloseAttempt) => closeAttempt.immediate(input),

    openAttemptNow: (): OpenAttempt | null => {
      const row = openRow.get();
      if (row === undefined) return null;
      return {
        id: row.id,
        taskId: row.task_id,
        agentId: row.agent_id,
        mode: row.mode,
        packId: row.pack_id,
        packVersion: row.pack_version,
        packHash: row.pack_hash,
        scriptId: row.script_id,
        startedAt: row.started_at,
        answeredAt: row.answered_at,
        callEndedAt: row.call_ended_at,
        notes: row.notes,
        events: events(row.id),
      };
    },

    resumableEvents: (taskId: string): ScriptEvent[] => {
      const last = resumable.get(taskId);
      return last === undefined || isCompleted.get(last.id)?.completed === 1 ? [] : events(last.id);
    },

    markAnswered: (attemptId: string, at: number): void => {
      setAnswered.run(at, openOne(attemptId).id);
    },
    markCallEnded: (attemptId: string, at: number): void => {
      setEnded.run(at, openOne(attemptId).id);
    },
    saveNotes: (attemptId: string, notes: string): void => {
      setNotes.run(notes, openOne(attemptId).id);
    },
  };
};
