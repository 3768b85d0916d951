import type { Migration } from '../migrate.ts';

/** All policies of one holder, and the notes of closed callbacks as searchable text. */
export const customerHistory: Migration = {
  version: 60,
  name: 'customer-history',
  sql: `
CREATE INDEX policy_by_holder ON policy (mode, holder_name);

-- Keyed by the attempt's place in the outbox, which never changes; filled with tokens that search-text.ts makes.
CREATE VIRTUAL TABLE note_fts USING fts5 (
  notes, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0'
);
-- Notes from before: one token a character, as search-text.ts does it but for full-width letters.
INSERT INTO note_fts (rowid, notes)
  SELECT outbox_n, (
    WITH RECURSIVE place (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM place WHERE i < length(attempt.notes))
    SELECT group_concat(substr(lower(attempt.notes), i, 1), ' ') FROM place
  ) FROM attempt WHERE outbox_n IS NOT NULL AND notes <> '';
`,
};
