import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import { genesisHash } from '../../../core/outbox/chain.ts';

export type AuditEntry = { at: number; agentId: string; action: string; ref: string; detail: string };

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** Hash of an audit row over the row before it. */
export const auditHash = (prev: string, seq: number, entry: AuditEntry): string =>
  sha256(`${prev}\n${JSON.stringify([seq, entry.at, entry.agentId, entry.action, entry.ref, entry.detail])}`);

/** Who did what, as a hash chain. Called inside the transaction of the deed itself. */
export const createAudit = (db: Database.Database) => {
  const last = db.prepare<[], { seq: number; hash: string }>(
    'SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1',
  );
  const insert = db.prepare<[number, number, string, string, string, string, string]>(
    'INSERT INTO audit (seq, at, agent_id, action, ref, detail, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  return {
    append: (entry: AuditEntry): void => {
      const before = last.get() ?? { seq: 0, hash: genesisHash };
      const seq = before.seq + 1;
      const { at, agentId, action, ref, detail } = entry;
      insert.run(seq, at, agentId, action, ref, detail, auditHash(before.hash, seq, entry));
    },
  };
};
export type Audit = ReturnType<typeof createAudit>;
