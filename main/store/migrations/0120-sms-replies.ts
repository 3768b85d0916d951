import type { Migration } from '../migrate.ts';

/** Replies to the survey by SMS (domain.md row 59). One counts for each SMS, the first. */
export const smsReplies: Migration = {
  version: 120,
  name: 'sms-replies',
  sql: `
CREATE TABLE sms_reply (
  n INTEGER PRIMARY KEY,
  follow_up_id TEXT NOT NULL UNIQUE REFERENCES follow_up (id),
  -- The call that is rated.
  attempt_id TEXT REFERENCES attempt (id),
  replied_at INTEGER NOT NULL,
  attitude INTEGER NOT NULL CHECK (attitude >= 1),
  skill INTEGER NOT NULL CHECK (skill >= 1),
  outcome INTEGER NOT NULL CHECK (outcome >= 1),
  -- The issue that a low score opened.
  issue_id TEXT REFERENCES issue (id)
) STRICT;
CREATE INDEX sms_reply_at ON sms_reply (replied_at);

CREATE TRIGGER sms_reply_never_changes BEFORE UPDATE ON sms_reply BEGIN
  SELECT RAISE (ABORT, 'a reply is never changed');
END;
CREATE TRIGGER sms_reply_stays BEFORE DELETE ON sms_reply BEGIN
  SELECT RAISE (ABORT, 'a reply is never taken away');
END;
`,
};
