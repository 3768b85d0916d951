import type Database from 'better-sqlite3';
import type { Store } from '../../../core/ports.ts';
import type { Audit } from './audit.ts';

/** Which agent has confirmed to have read which script pack; never changed and never deleted. */
export const createPackReceipts = (db: Database.Database, audit: Audit) => {
  const insert = db.prepare(
    `INSERT INTO pack_receipt (agent_id, pack_hash, pack_id, pack_version, at)
     VALUES (@agentId, @packHash, @packId, @packVersion, @at) ON CONFLICT (agent_id, pack_hash) DO NOTHING`,
  );
  const known = db.prepare<[string, string], { at: number }>(
    'SELECT at FROM pack_receipt WHERE agent_id = ? AND pack_hash = ?',
  );
  const last = db.prepare<[string], { pack_hash: string; pack_version: string; at: number }>(
    'SELECT pack_hash, pack_version, at FROM pack_receipt WHERE agent_id = ? ORDER BY n DESC LIMIT 1',
  );
  const add = db.transaction((receipt: Parameters<Store['addPackReceipt']>[0]): void => {
    if (insert.run(receipt).changes === 0) return;
    const { at, agentId, packHash, packId, packVersion } = receipt;
    audit.append({ at, agentId, action: 'pack.read', ref: packHash, detail: `${packId} ${packVersion}` });
  });
  return {
    addPackReceipt: (receipt: Parameters<Store['addPackReceipt']>[0]) => add.immediate(receipt),
    packReceipt: (agentId: string, packHash: string): number | null =>
      known.get(agentId, packHash)?.at ?? null,
    lastPackReceipt: (agentId: string) => {
      const row = last.get(agentId);
      return row === undefined
        ? null
        : { packHash: row.pack_hash, packVersion: row.pack_version, at: row.at };
    },
  };
};
