import type { Migration } from '../migrate.ts';

/** Scans of signed receipts (domain.md 2 F7). What was once filed is neither changed nor taken away. */
export const receiptScans: Migration = {
  version: 110,
  name: 'receipt-scans',
  sql: `
CREATE TABLE receipt_scan (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  follow_up_id TEXT NOT NULL REFERENCES follow_up (id),
  kind TEXT NOT NULL CHECK (kind IN ('pdf', 'jpeg', 'png')),
  bytes INTEGER NOT NULL CHECK (bytes > 0),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  -- The file's own key, sealed by the operating system for this user.
  sealed_key TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  added_by TEXT NOT NULL
) STRICT;
CREATE INDEX receipt_scan_of_follow_up ON receipt_scan (follow_up_id, n);

CREATE TRIGGER receipt_scan_never_changes BEFORE UPDATE ON receipt_scan BEGIN
  SELECT RAISE (ABORT, 'a filed scan is never changed');
END;
CREATE TRIGGER receipt_scan_stays BEFORE DELETE ON receipt_scan BEGIN
  SELECT RAISE (ABORT, 'a filed scan is never taken away');
END;
`,
};
