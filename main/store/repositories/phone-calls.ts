import type Database from 'better-sqlite3';
import { callLogEntrySchema, type CallLogEntry } from '../../../core/call/call-log.ts';

type CallRecord = {
  id: string;
  mode: string;
  agent_id: string;
  kind: string;
  direction: string;
  attempt_id: string | null;
  started_at: number;
  answered_at: number | null;
  ended_at: number;
  ending: string;
  sip_status: number | null;
  number_masked: string;
  quality: string | null;
};

const toEntry = (row: CallRecord): CallLogEntry =>
  callLogEntrySchema.parse({
    id: row.id,
    mode: row.mode,
    agentId: row.agent_id,
    kind: row.kind,
    direction: row.direction,
    attemptId: row.attempt_id,
    startedAt: row.started_at,
    answeredAt: row.answered_at,
    endedAt: row.ended_at,
    ending: row.ending,
    sipStatus: row.sip_status,
    numberMasked: row.number_masked,
    quality: row.quality === null ? null : (JSON.parse(row.quality) as unknown),
  });

/** Calls that are over. */
export const createPhoneCalls = (db: Database.Database) => {
  const insert = db.prepare(
    `INSERT INTO phone_call (id, mode, agent_id, kind, direction, attempt_id, started_at, answered_at, ended_at, ending,
       sip_status, number_masked, quality)
     VALUES (@id, @mode, @agentId, @kind, @direction, @attemptId, @startedAt, @answeredAt, @endedAt, @ending,
       @sipStatus, @numberMasked, @quality)
     ON CONFLICT (id) DO NOTHING`,
  );
  const ofAttempt = db.prepare<[string], CallRecord>(
    'SELECT * FROM phone_call WHERE attempt_id = ? ORDER BY started_at, id',
  );
  return {
    /** The same call twice is one call. */
    logCall: (entry: CallLogEntry): void => {
      insert.run({ ...entry, quality: entry.quality === null ? null : JSON.stringify(entry.quality) });
    },
    callsOfAttempt: (attemptId: string): CallLogEntry[] => ofAttempt.all(attemptId).map(toEntry),
  };
};
