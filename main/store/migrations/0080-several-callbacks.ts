import type { Migration } from '../migrate.ts';

/**
 * A policy may have several callbacks: a second callback arises beside the one that found the issue, and a later one
 * of another kind no longer takes the place of the earlier. The table is built anew without UNIQUE (policy_id); what a
 * callback is about moves from the policy to the task. Complaints and correction requests come with it.
 */
export const severalCallbacks: Migration = {
  version: 80,
  name: 'several-callbacks',
  sql: `
CREATE TABLE task_rebuilt (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  policy_id TEXT NOT NULL REFERENCES policy (id),
  mode TEXT NOT NULL CHECK (mode IN ('live', 'practice')),
  type TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('to_dial', 'calling', 'appointment', 'redial', 'to_verify', 'other_way',
    'issue', 'succeeded', 'exhausted', 'failed', 'closed')),
  deadline_at INTEGER NOT NULL,
  not_before_at INTEGER,
  not_before_reason TEXT,
  appointment_at INTEGER,
  appointment_agent_id TEXT,
  tries INTEGER NOT NULL CHECK (tries >= 0),
  grade TEXT CHECK (grade IN ('U', 'I', 'N')),
  last_disposition TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  grade_rank INTEGER NOT NULL GENERATED ALWAYS AS (CASE grade WHEN 'U' THEN 0 WHEN 'I' THEN 1 WHEN 'N' THEN 2 ELSE 3 END) VIRTUAL,
  -- What the callback is about (core/callback/callback-kind.ts); null for a new policy.
  subject TEXT CHECK (json_valid(subject)),
  -- list: an imported line asked for it; issue: it arose here from an issue that waits for its second callback.
  origin TEXT NOT NULL DEFAULT 'list' CHECK (origin IN ('list', 'issue')),
  CHECK (state <> 'appointment' OR appointment_at IS NOT NULL)
) STRICT;
INSERT INTO task_rebuilt (n, id, policy_id, mode, type, state, deadline_at, not_before_at, not_before_reason,
    appointment_at, appointment_agent_id, tries, grade, last_disposition, created_at, updated_at, subject)
  SELECT task.n, task.id, task.policy_id, task.mode, task.type, task.state, task.deadline_at, task.not_before_at,
    task.not_before_reason, task.appointment_at, task.appointment_agent_id, task.tries, task.grade,
    task.last_disposition, task.created_at, task.updated_at, policy.body -> '$.callback'
  FROM task JOIN policy ON policy.id = task.policy_id;
DROP TABLE task;
ALTER TABLE task_rebuilt RENAME TO task;

-- Of each kind at most one that is not finished; one whose call is over and waits for its issues counts as finished.
CREATE UNIQUE INDEX task_unfinished ON task (policy_id, type)
  WHERE state NOT IN ('issue', 'succeeded', 'failed', 'closed');
CREATE INDEX task_of_policy ON task (policy_id, created_at);
-- As in 0010 and 0040.
CREATE INDEX task_ready ON task (mode, deadline_at, grade_rank, created_at, id, not_before_at)
  WHERE state IN ('to_dial', 'calling', 'redial');
CREATE INDEX task_waiting ON task (mode, not_before_at, id, deadline_at, grade_rank)
  WHERE state IN ('to_dial', 'calling', 'redial') AND not_before_at IS NOT NULL;
CREATE INDEX task_appointment ON task (mode, appointment_at, id, appointment_agent_id, deadline_at, grade_rank)
  WHERE state = 'appointment';
CREATE INDEX task_not_open ON task (mode, updated_at DESC, id, state, grade_rank)
  WHERE state NOT IN ('to_dial', 'calling', 'redial', 'appointment');
CREATE INDEX task_deadline ON task (mode, deadline_at, id) WHERE state NOT IN ('succeeded', 'failed', 'closed');
CREATE TRIGGER task_tally_insert AFTER INSERT ON task BEGIN
  INSERT INTO task_tally VALUES (NEW.mode, NEW.state, NEW.grade_rank, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER task_tally_update AFTER UPDATE OF mode, state, grade ON task BEGIN
  UPDATE task_tally SET n = n - 1 WHERE mode = OLD.mode AND state = OLD.state AND grade_rank = OLD.grade_rank;
  INSERT INTO task_tally VALUES (NEW.mode, NEW.state, NEW.grade_rank, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER task_tally_delete AFTER DELETE ON task BEGIN
  UPDATE task_tally SET n = n - 1 WHERE mode = OLD.mode AND state = OLD.state AND grade_rank = OLD.grade_rank;
END;

-- Issues that a second callback checks, and what became of each.
CREATE TABLE recheck_issue (
  task_id TEXT NOT NULL REFERENCES task (id),
  issue_id TEXT NOT NULL REFERENCES issue (id),
  result TEXT CHECK (result IN ('accepted', 'reopened', 'withdrawn')),
  PRIMARY KEY (task_id, issue_id)
) STRICT, WITHOUT ROWID;
-- An issue waits for one second callback at a time.
CREATE UNIQUE INDEX recheck_running ON recheck_issue (issue_id) WHERE result IS NULL;

-- Who may not make a second callback (core/issue/recheck.ts, personKeys).
CREATE TABLE task_barred (
  task_id TEXT NOT NULL REFERENCES task (id),
  person TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('first_agent', 'handler', 'seller')),
  PRIMARY KEY (task_id, person)
) STRICT, WITHOUT ROWID;

-- What people have put down about a complaint; a complaint itself is an issue of that type.
CREATE TABLE complaint (
  issue_id TEXT NOT NULL PRIMARY KEY REFERENCES issue (id),
  body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;

CREATE TABLE correction (
  id TEXT NOT NULL PRIMARY KEY,
  policy_id TEXT NOT NULL REFERENCES policy (id),
  task_id TEXT NOT NULL REFERENCES task (id),
  issue_id TEXT REFERENCES issue (id),
  mode TEXT NOT NULL CHECK (mode IN ('live', 'practice')),
  status TEXT NOT NULL CHECK (status IN ('requested', 'sent', 'done', 'refused')),
  requested_at INTEGER NOT NULL,
  body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE INDEX correction_of_policy ON correction (policy_id, requested_at);
CREATE INDEX correction_running ON correction (mode, requested_at) WHERE status IN ('requested', 'sent');
CREATE INDEX correction_settled ON correction (mode, requested_at) WHERE status IN ('done', 'refused');

-- History of a complaint or a correction.
CREATE TABLE case_event (
  case_id TEXT NOT NULL,
  n INTEGER NOT NULL CHECK (n >= 0),
  body TEXT NOT NULL CHECK (json_valid(body)),
  PRIMARY KEY (case_id, n)
) STRICT, WITHOUT ROWID;
`,
};
