import type { Migration } from '../migrate.ts';

/**
 * Promises to customers (core/callback/promise.ts), and which agent has read which script pack. Tags of the notes
 * stand in the attempt's record; the column holds them for searching.
 */
export const promises: Migration = {
  version: 70,
  name: 'promises',
  sql: `
CREATE TABLE promise (
  id TEXT NOT NULL PRIMARY KEY,
  task_id TEXT NOT NULL REFERENCES task (id),
  attempt_id TEXT NOT NULL REFERENCES attempt (id),
  mode TEXT NOT NULL CHECK (mode IN ('live', 'practice')),
  question TEXT NOT NULL,
  what TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  way TEXT NOT NULL,
  owner TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'kept', 'late', 'broken')),
  reply TEXT NOT NULL,
  replied_at INTEGER,
  replied_by TEXT,
  note TEXT NOT NULL,
  closed_at INTEGER,
  closed_by TEXT,
  CHECK ((state = 'open') = (closed_at IS NULL)),
  CHECK ((reply = '') = (replied_at IS NULL))
) STRICT;
CREATE INDEX promise_open ON promise (mode, due_at, id) WHERE state = 'open';
-- For the figures of the report.
CREATE INDEX promise_state ON promise (mode, state);
CREATE INDEX promise_closed ON promise (mode, closed_at DESC, id) WHERE state <> 'open';

CREATE TABLE pack_receipt (
  n INTEGER PRIMARY KEY,
  agent_id TEXT NOT NULL,
  pack_hash TEXT NOT NULL,
  pack_id TEXT NOT NULL,
  pack_version TEXT NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (agent_id, pack_hash)
) STRICT;
CREATE INDEX pack_receipt_by_agent ON pack_receipt (agent_id, n);

-- JSON array of codes, as in the record.
ALTER TABLE attempt ADD COLUMN note_tags TEXT NOT NULL DEFAULT '[]';
`,
};
