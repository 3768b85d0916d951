import type { Migration } from '../migrate.ts';

/** What has to be done for a task beside dialling (core/callback/follow-up-schema.ts). */
export const followUps: Migration = {
  version: 40,
  name: 'follow-ups',
  sql: `
CREATE TABLE follow_up (
  id TEXT NOT NULL PRIMARY KEY,
  task_id TEXT NOT NULL REFERENCES task (id),
  mode TEXT NOT NULL CHECK (mode IN ('live', 'practice')),
  kind TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'done', 'failed', 'superseded')),
  origin TEXT NOT NULL CHECK (origin IN ('disposition', 'used_up', 'escalation', 'outcome', 'person')),
  opened_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  outcome TEXT,
  note TEXT NOT NULL,
  receipt TEXT NOT NULL,
  closed_at INTEGER,
  closed_by TEXT,
  CHECK ((state = 'open') = (closed_at IS NULL))
) STRICT;
-- Tasks that are not done, by their deadline: what has to be escalated.
CREATE INDEX task_deadline ON task (mode, deadline_at, id) WHERE state NOT IN ('succeeded', 'failed', 'closed');
CREATE INDEX follow_up_by_task ON follow_up (task_id, opened_at);
CREATE INDEX follow_up_open ON follow_up (mode, due_at, id) WHERE state = 'open';
CREATE INDEX follow_up_closed ON follow_up (mode, closed_at DESC, id) WHERE state <> 'open';
`,
};
