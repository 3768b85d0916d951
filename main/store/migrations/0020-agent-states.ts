/** The history of the seat: what its agent was, from when on, and why. Part of 0020-softphone.ts. */
export const agentEventTable = `
-- Append-only. Rows follow each other by n: clocks can be set back. A row lasts until the next one.
CREATE TABLE agent_event (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL,
  agent_id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('ready', 'busy', 'break', 'offline', 'wrap_up', 'on_call', 'unknown')),
  reason TEXT,
  made_by TEXT NOT NULL CHECK (made_by IN ('person', 'system')),
  call_id TEXT
) STRICT;
CREATE INDEX agent_event_at ON agent_event (at);
CREATE TRIGGER agent_event_is_append_only_update BEFORE UPDATE ON agent_event BEGIN
  SELECT RAISE(ABORT, 'agent events are not changed');
END;
CREATE TRIGGER agent_event_is_append_only_delete BEFORE DELETE ON agent_event BEGIN
  SELECT RAISE(ABORT, 'agent events are not deleted');
END;
`;
