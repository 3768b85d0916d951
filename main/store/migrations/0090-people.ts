import type { Migration } from '../migrate.ts';

/** Who signs in at this seat. Nobody is ever deleted: callbacks and audit rows name them. */
export const people: Migration = {
  version: 90,
  name: 'people',
  sql: `
CREATE TABLE person (
  id TEXT NOT NULL PRIMARY KEY,
  -- As typed; 工号 differ by more than letter case nowhere.
  number TEXT NOT NULL UNIQUE COLLATE NOCASE,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  must_change_pin INTEGER NOT NULL CHECK (must_change_pin IN (0, 1)),
  -- scrypt (RFC 7914) with its parameters, so that a later release can make it slower.
  pin TEXT NOT NULL CHECK (json_valid(pin)),
  failures INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
  paused_until INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
) STRICT;
`,
};
