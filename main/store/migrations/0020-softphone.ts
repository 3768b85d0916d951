import type { Migration } from '../migrate.ts';
import { agentEventTable } from './0020-agent-states.ts';

/** Every telephone call with how it ended and how it sounded, and what its agent was. */
export const softphone: Migration = {
  version: 20,
  name: 'softphone',
  sql: `
CREATE TABLE phone_call (
  id TEXT NOT NULL PRIMARY KEY,
  mode TEXT NOT NULL CHECK (mode IN ('live', 'practice')),
  agent_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('callback', 'incoming', 'consult', 'free')),
  direction TEXT NOT NULL CHECK (direction IN ('outgoing', 'incoming')),
  attempt_id TEXT REFERENCES attempt (id),
  started_at INTEGER NOT NULL,
  answered_at INTEGER,
  ended_at INTEGER NOT NULL,
  ending TEXT NOT NULL,
  sip_status INTEGER,
  number_masked TEXT NOT NULL,
  quality TEXT CHECK (json_valid(quality))
) STRICT;

CREATE INDEX phone_call_of_attempt ON phone_call (attempt_id, started_at, id) WHERE attempt_id IS NOT NULL;
${agentEventTable}`,
};
