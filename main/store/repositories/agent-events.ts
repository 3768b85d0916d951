import type Database from 'better-sqlite3';
import type { AgentLogRow } from '../../../core/agent/agent-log.ts';

const columns = 'id, at, agent_id AS agentId, state, reason, made_by AS "by", call_id AS callId';

/** The history of the seat. Rows are added and read, never changed. */
export const createAgentEvents = (db: Database.Database) => {
  const insert = db.prepare<[string, number, string, string, string | null, string, string | null]>(
    `INSERT INTO agent_event (id, at, agent_id, state, reason, made_by, call_id) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO NOTHING`,
  );
  const last = db.prepare<[], AgentLogRow>(`SELECT ${columns} FROM agent_event ORDER BY n DESC LIMIT 1`);
  const between = db.prepare<[number, number], AgentLogRow>(
    `SELECT ${columns} FROM agent_event WHERE at >= ? AND at < ? ORDER BY at, n`,
  );
  return {
    appendAgentEvent: ({ id, at, agentId, state, reason, by, callId }: AgentLogRow): void => {
      insert.run(id, at, agentId, state, reason, by, callId);
    },
    lastAgentEvent: (): AgentLogRow | null => last.get() ?? null,
    agentEvents: ({ from, to }: { from: number; to: number }): AgentLogRow[] => between.all(from, to),
  };
};
