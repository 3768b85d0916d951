import type { Migration } from '../migrate.ts';

/**
 * Scores of callbacks. The form is kept once for each version that was scored with: an old score is read with its own
 * (domain.md row 72). Neither a form nor a score ever changes.
 */
export const quality: Migration = {
  version: 100,
  name: 'quality',
  sql: `
CREATE TABLE quality_form (
  hash TEXT NOT NULL PRIMARY KEY,
  id TEXT NOT NULL,
  version TEXT NOT NULL,
  body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;

CREATE TABLE quality_review (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  attempt_id TEXT NOT NULL REFERENCES attempt (id),
  mode TEXT NOT NULL CHECK (mode IN ('live', 'practice')),
  form_hash TEXT NOT NULL REFERENCES quality_form (hash),
  agent_number TEXT NOT NULL,
  scorer_number TEXT NOT NULL,
  scored_at INTEGER NOT NULL,
  total REAL NOT NULL CHECK (total >= 0 AND total <= 100),
  passed INTEGER NOT NULL CHECK (passed IN (0, 1)),
  -- The issue for a second callback that a failed one opened, or found open.
  issue_id TEXT REFERENCES issue (id),
  body TEXT NOT NULL CHECK (json_valid(body)),
  CHECK (passed = 0 OR issue_id IS NULL),
  CHECK (agent_number <> scorer_number)
) STRICT;
CREATE INDEX quality_review_of_attempt ON quality_review (attempt_id, n);

CREATE TRIGGER quality_review_never_changes BEFORE UPDATE ON quality_review BEGIN
  SELECT RAISE (ABORT, 'a score is never changed');
END;
CREATE TRIGGER quality_review_stays BEFORE DELETE ON quality_review BEGIN
  SELECT RAISE (ABORT, 'a score is never taken away');
END;
CREATE TRIGGER quality_form_never_changes BEFORE UPDATE ON quality_form BEGIN
  SELECT RAISE (ABORT, 'a form that was scored with is never changed');
END;
CREATE TRIGGER quality_form_stays BEFORE DELETE ON quality_form BEGIN
  SELECT RAISE (ABORT, 'a form that was scored with is never taken away');
END;
`,
};
