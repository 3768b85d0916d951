import type { Migration } from '../migrate.ts';

/**
 * First released schema. SQL lives in string modules so that the bundle, plain Node and the tests read the very
 * same text. Released migrations never change; the next one is 0020.
 */
export const foundation: Migration = {
  version: 10,
  name: 'foundation',
  sql: `
CREATE TABLE device (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id TEXT NOT NULL,
  epoch INTEGER NOT NULL CHECK (epoch >= 1),
  incarnation TEXT,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE setting (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE import_batch (
  id TEXT NOT NULL PRIMARY KEY,
  mode TEXT NOT NULL CHECK (mode IN ('live', 'practice')),
  at INTEGER NOT NULL,
  source TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  inserted INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  unchanged INTEGER NOT NULL
) STRICT;

-- The body is the one truth of a policy; what queries need of it are virtual columns.
CREATE TABLE policy (
  id TEXT NOT NULL PRIMARY KEY,
  mode TEXT NOT NULL CHECK (mode IN ('live', 'practice')),
  policy_no TEXT NOT NULL,
  body TEXT NOT NULL CHECK (json_valid(body)),
  import_id TEXT NOT NULL REFERENCES import_batch (id),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  holder_name TEXT GENERATED ALWAYS AS (body ->> '$.holderName') VIRTUAL,
  holder_mobile TEXT GENERATED ALWAYS AS (body ->> '$.holderMobile') VIRTUAL,
  design TEXT GENERATED ALWAYS AS (body ->> '$.design') VIRTUAL,
  channel TEXT GENERATED ALWAYS AS (body ->> '$.channel') VIRTUAL,
  branch TEXT GENERATED ALWAYS AS (body ->> '$.branch') VIRTUAL,
  UNIQUE (mode, policy_no)
) STRICT;
CREATE INDEX policy_import ON policy (import_id);

-- n is an explicit key because VACUUM may renumber a hidden rowid, and the search index refers to it.
CREATE TABLE task (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  policy_id TEXT NOT NULL UNIQUE REFERENCES policy (id),
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
  CHECK (state <> 'appointment' OR appointment_at IS NOT NULL)
) STRICT;
-- One index per group of the work list's order (core/callback/order.ts), each with all that its filters read.
CREATE INDEX task_ready ON task (mode, deadline_at, grade_rank, created_at, id, not_before_at)
  WHERE state IN ('to_dial', 'calling', 'redial');
CREATE INDEX task_waiting ON task (mode, not_before_at, id, deadline_at, grade_rank)
  WHERE state IN ('to_dial', 'calling', 'redial') AND not_before_at IS NOT NULL;
CREATE INDEX task_appointment ON task (mode, appointment_at, id, appointment_agent_id, deadline_at, grade_rank)
  WHERE state = 'appointment';
CREATE INDEX task_not_open ON task (mode, updated_at DESC, id, state, grade_rank)
  WHERE state NOT IN ('to_dial', 'calling', 'redial', 'appointment');

-- Counts of the work list, kept by the triggers below so that a count never walks 100,000 rows.
CREATE TABLE task_tally (
  mode TEXT NOT NULL,
  state TEXT NOT NULL,
  grade_rank INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (mode, state, grade_rank)
) STRICT, WITHOUT ROWID;
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

-- Filled with tokens that search-text.ts makes: characters of names, groups of three of numbers.
CREATE VIRTUAL TABLE task_fts USING fts5 (
  name, policy_no, phone, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0'
);

CREATE TABLE attempt (
  id TEXT NOT NULL PRIMARY KEY,
  task_id TEXT NOT NULL REFERENCES task (id),
  mode TEXT NOT NULL CHECK (mode IN ('live', 'practice')),
  agent_id TEXT NOT NULL,
  pack_id TEXT NOT NULL,
  pack_version TEXT NOT NULL,
  pack_hash TEXT NOT NULL,
  script_id TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  answered_at INTEGER,
  call_ended_at INTEGER,
  notes TEXT NOT NULL,
  closed_at INTEGER,
  disposition TEXT,
  record TEXT CHECK (json_valid(record)),
  outbox_n INTEGER REFERENCES outbox (n),
  completed INTEGER GENERATED ALWAYS AS (record ->> '$.completed') VIRTUAL,
  successful INTEGER GENERATED ALWAYS AS (record ->> '$.successful') VIRTUAL,
  identity_passed INTEGER GENERATED ALWAYS AS (record ->> '$.identityPassed') VIRTUAL,
  ended_at INTEGER GENERATED ALWAYS AS (record ->> '$.endedAt') VIRTUAL,
  CHECK ((closed_at IS NULL) = (record IS NULL) AND (closed_at IS NULL) = (outbox_n IS NULL)
    AND (closed_at IS NULL) = (disposition IS NULL))
) STRICT;
-- A seat has at most one attempt without a disposition.
CREATE UNIQUE INDEX attempt_one_open ON attempt ((closed_at IS NULL)) WHERE closed_at IS NULL;
CREATE INDEX attempt_by_task ON attempt (task_id, started_at DESC);
CREATE INDEX attempt_closed ON attempt (mode, started_at DESC, id DESC) WHERE closed_at IS NOT NULL;
CREATE INDEX attempt_outbox ON attempt (outbox_n) WHERE outbox_n IS NOT NULL;

-- The stored truth of a running script: replayed, it gives the same state again.
CREATE TABLE attempt_event (
  attempt_id TEXT NOT NULL REFERENCES attempt (id),
  n INTEGER NOT NULL CHECK (n >= 0),
  body TEXT NOT NULL CHECK (json_valid(body)),
  PRIMARY KEY (attempt_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE answer (
  attempt_id TEXT NOT NULL,
  n INTEGER NOT NULL,
  question_id TEXT NOT NULL,
  asking INTEGER NOT NULL,
  text_hash TEXT NOT NULL,
  value TEXT NOT NULL,
  label TEXT NOT NULL,
  words TEXT NOT NULL,
  abnormal INTEGER NOT NULL CHECK (abnormal IN (0, 1)),
  at INTEGER NOT NULL,
  offset_ms INTEGER,
  PRIMARY KEY (attempt_id, n),
  FOREIGN KEY (attempt_id, n) REFERENCES attempt_event (attempt_id, n)
) STRICT, WITHOUT ROWID;

-- Whether a reply fitted, never the reply itself.
CREATE TABLE verification (
  attempt_id TEXT NOT NULL,
  n INTEGER NOT NULL,
  factor_id TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('pass', 'fail', 'forgot')),
  at INTEGER NOT NULL,
  offset_ms INTEGER,
  PRIMARY KEY (attempt_id, n),
  FOREIGN KEY (attempt_id, n) REFERENCES attempt_event (attempt_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE issue (
  id TEXT NOT NULL PRIMARY KEY,
  task_id TEXT NOT NULL REFERENCES task (id),
  attempt_id TEXT NOT NULL REFERENCES attempt (id),
  code TEXT NOT NULL,
  grade TEXT NOT NULL CHECK (grade IN ('U', 'I', 'N')),
  question_id TEXT,
  owner TEXT NOT NULL,
  first_due_at INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  note TEXT NOT NULL,
  closed_at INTEGER
) STRICT;
CREATE INDEX issue_by_task ON issue (task_id, opened_at);
CREATE INDEX issue_by_attempt ON issue (attempt_id);

-- What waits for head office. n never changes; epoch and seq are given anew when the device gets a new epoch.
CREATE TABLE outbox (
  n INTEGER PRIMARY KEY,
  lane INTEGER NOT NULL REFERENCES lane (lane),
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  entity_id TEXT NOT NULL,
  entity_seq INTEGER NOT NULL CHECK (entity_seq >= 1),
  type TEXT NOT NULL,
  schema INTEGER NOT NULL,
  wall INTEGER NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('live', 'practice')),
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  body TEXT NOT NULL,
  UNIQUE (lane, epoch, seq),
  UNIQUE (entity_id, entity_seq)
) STRICT;
CREATE TRIGGER outbox_keeps_everything BEFORE DELETE ON outbox BEGIN
  SELECT RAISE(ABORT, 'outbox rows are not deleted');
END;

-- Watermarks instead of a state per row: an answer of head office writes one row.
CREATE TABLE lane (
  lane INTEGER PRIMARY KEY,
  next_seq INTEGER NOT NULL CHECK (next_seq >= 1),
  acked INTEGER NOT NULL CHECK (acked >= 0 AND acked < next_seq),
  head_hash TEXT NOT NULL
) STRICT;

-- Refused messages: shown until a person mends them, never removed.
CREATE TABLE attention (
  n INTEGER PRIMARY KEY REFERENCES outbox (n),
  code TEXT NOT NULL,
  detail TEXT NOT NULL,
  at INTEGER NOT NULL,
  requeued_as INTEGER REFERENCES outbox (n)
) STRICT;
CREATE INDEX attention_open ON attention (n) WHERE requeued_as IS NULL;

-- Hash chain: every row's hash covers the row before it.
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  agent_id TEXT NOT NULL,
  action TEXT NOT NULL,
  ref TEXT NOT NULL,
  detail TEXT NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;
CREATE TRIGGER audit_is_append_only_update BEFORE UPDATE ON audit BEGIN
  SELECT RAISE(ABORT, 'audit rows are not changed');
END;
CREATE TRIGGER audit_is_append_only_delete BEFORE DELETE ON audit BEGIN
  SELECT RAISE(ABORT, 'audit rows are not deleted');
END;
`,
};
