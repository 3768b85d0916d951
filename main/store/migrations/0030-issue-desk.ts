import type { Migration } from '../migrate.ts';

/** The life of an issue after it was opened: who handles it, what was done, which reminders were given. */
export const issueDesk: Migration = {
  version: 30,
  name: 'issue-desk',
  sql: `
ALTER TABLE issue ADD COLUMN status TEXT NOT NULL DEFAULT 'open'
  CHECK (status IN ('open', 'handling', 'recheck', 'closed'));
ALTER TABLE issue ADD COLUMN handler TEXT CHECK (json_valid(handler));
ALTER TABLE issue ADD COLUMN first_handled_at INTEGER;

CREATE TABLE issue_event (
  issue_id TEXT NOT NULL REFERENCES issue (id),
  n INTEGER NOT NULL CHECK (n >= 0),
  body TEXT NOT NULL CHECK (json_valid(body)),
  PRIMARY KEY (issue_id, n)
) STRICT, WITHOUT ROWID;

CREATE INDEX issue_open ON issue (opened_at, id) WHERE closed_at IS NULL;
CREATE INDEX issue_closed ON issue (closed_at DESC, id) WHERE closed_at IS NOT NULL;
`,
};
