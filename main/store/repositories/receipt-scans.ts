import type Database from 'better-sqlite3';
import { receiptScanSchema, scansPerFollowUp } from '../../../core/callback/receipt-scan.ts';
import type { ReceiptScan, ScanStore } from '../../../core/callback/receipt-scan.ts';
import { StoreError } from '../errors.ts';
import type { Audit } from './audit.ts';

type Row = {
  id: string;
  follow_up_id: string;
  kind: string;
  bytes: number;
  sha256: string;
  sealed_key: string;
  added_at: number;
  added_by: string;
};

const toScan = (row: Row): ReceiptScan =>
  receiptScanSchema.parse({
    id: row.id,
    followUpId: row.follow_up_id,
    kind: row.kind,
    bytes: row.bytes,
    sha256: row.sha256,
    addedAt: row.added_at,
    addedBy: row.added_by,
  });

/** Where the scans of signed receipts are, and the sealed keys they open with. */
export const createReceiptScans = (db: Database.Database, audit: Audit) => {
  const followUp = db.prepare<[string], { kind: string; outcome: string | null }>(
    'SELECT kind, outcome FROM follow_up WHERE id = ?',
  );
  const insert = db.prepare(
    `INSERT INTO receipt_scan (id, follow_up_id, kind, bytes, sha256, sealed_key, added_at, added_by)
     VALUES (@id, @followUpId, @kind, @bytes, @sha256, @sealedKey, @addedAt, @addedBy)`,
  );
  const count = db.prepare<[string], { n: number }>(
    'SELECT count(*) AS n FROM receipt_scan WHERE follow_up_id = ?',
  );
  const ofFollowUp = db.prepare<[string], Row>(
    'SELECT * FROM receipt_scan WHERE follow_up_id = ? ORDER BY n',
  );
  const byId = db.prepare<[string], Row>('SELECT * FROM receipt_scan WHERE id = ?');

  const add = db.transaction(({ scan, sealedKey }: Parameters<ScanStore['addScan']>[0]): void => {
    if (followUp.get(scan.followUpId) === undefined) throw new StoreError('not_found');
    if ((count.get(scan.followUpId)?.n ?? 0) >= scansPerFollowUp) throw new StoreError('scans_full');
    insert.run({ ...scan, sealedKey });
    audit.append({
      at: scan.addedAt,
      agentId: scan.addedBy,
      action: 'receipt.scanned',
      ref: scan.followUpId,
      detail: `${scan.id} ${scan.kind} ${scan.sha256}`,
    });
  });

  return {
    followUpEnd: (id: string): { kind: string; outcome: string | null } | null => followUp.get(id) ?? null,
    addScan: (input: Parameters<ScanStore['addScan']>[0]): void => add.immediate(input),
    scansOf: (followUpIds: readonly string[]): ReceiptScan[] =>
      followUpIds.flatMap((id) => ofFollowUp.all(id).map(toScan)),
    scan: (id: string): { scan: ReceiptScan; sealedKey: string } | null => {
      const row = byId.get(id);
      return row === undefined ? null : { scan: toScan(row), sealedKey: row.sealed_key };
    },
    noteScanSaved: ({ id, at, agentId }: Parameters<ScanStore['noteScanSaved']>[0]): void => {
      audit.append({ at, agentId, action: 'receipt.scan_saved', ref: id, detail: '' });
    },
  };
};
