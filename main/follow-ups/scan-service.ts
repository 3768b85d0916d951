import { createHash } from 'node:crypto';
import { largestScan, scanExtension, scanKindOf } from '../../core/callback/receipt-scan.ts';
import type { ReceiptScan } from '../../core/callback/receipt-scan.ts';
import type { FollowUpKind } from '../../core/callback/follow-up-schema.ts';
import type { Clock, NewId, Store, Vault } from '../../core/ports.ts';
import { readGiven } from '../import/read-given.ts';
import { AppError } from '../ipc/app-error.ts';
import type { Log } from '../log/log.ts';
import { StoreError } from '../store/errors.ts';
import type { ScanFiles } from './scan-files.ts';

export type ScanService = {
  /**
   * Files a scan with a follow-up that ends in a signed receipt. Throws AppError `scan_unprotected` where the
   * operating system seals nothing, `scan_kind`, `scan_too_large`, `scans_full`, `file_unreadable`.
   */
  add(followUpId: string, path: string): Promise<ReceiptScan>;
  /** The file as it was given, checked against its hash. Throws AppError `not_found`, `scan_unreadable`. */
  open(id: string): Promise<{ bytes: Buffer; name: string; extension: string }>;
  /** A copy of it has left the store. */
  noteSaved(id: string): Promise<void>;
};

export type ScanServiceDeps = {
  store: Pick<Store, 'followUpEnd' | 'addScan' | 'scan' | 'noteScanSaved'>;
  files: ScanFiles;
  vault: Vault;
  clock: Clock;
  newId: NewId;
  log: Log;
  agentId: () => string;
  kinds: () => readonly FollowUpKind[];
};

/** Whether a follow-up ended with a signed receipt or, while it is open, may end so. */
export const takesScans = (
  followUp: { kind: string; outcome: string | null },
  kinds: readonly FollowUpKind[],
): boolean =>
  (kinds.find(({ code }) => code === followUp.kind)?.outcomes ?? []).some(
    ({ code, needs }) =>
      needs.includes('receipt') && (followUp.outcome === null || followUp.outcome === code),
  );

/** Scans of signed receipts: read, judged by their first bytes, sealed, filed. The original file stays where it is. */
export const createScanService = (deps: ScanServiceDeps): ScanService => {
  const { store, files, vault, clock, log } = deps;

  return {
    add: async (followUpId, path) => {
      if (vault.protection() !== 'os') throw new AppError('scan_unprotected');
      const followUp = await store.followUpEnd(followUpId);
      if (followUp === null) throw new AppError('not_found', 'id');
      if (!takesScans(followUp, deps.kinds())) throw new AppError('scan_not_wanted');
      const bytes = await readGiven(
        path,
        largestScan,
        () => new AppError('scan_too_large', null, { megabytes: largestScan / 1024 / 1024 }),
      );
      const kind = scanKindOf(bytes);
      if (kind === null) throw new AppError('scan_kind');
      const scan: ReceiptScan = {
        id: deps.newId(),
        followUpId,
        kind,
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        addedAt: clock.now(),
        addedBy: deps.agentId(),
      };
      // The file first: a row without its file would promise what is not there.
      const key = await files.write(scan.id, bytes);
      try {
        await store.addScan({ scan, sealedKey: vault.seal(key.toString('base64')) });
      } catch (error) {
        await files.remove(scan.id);
        if (error instanceof StoreError && error.code === 'scans_full') throw new AppError('scans_full');
        throw error;
      }
      return scan;
    },
    open: async (id) => {
      const kept = await store.scan(id);
      if (kept === null) throw new AppError('not_found', 'scanId');
      const { scan, sealedKey } = kept;
      try {
        const bytes = await files.read(id, Buffer.from(vault.open(sealedKey), 'base64'));
        if (createHash('sha256').update(bytes).digest('hex') !== scan.sha256)
          throw new Error('another content than was filed');
        const extension = scanExtension[scan.kind];
        return { bytes, name: `receipt-${scan.sha256.slice(0, 8)}.${extension}`, extension };
      } catch (error) {
        log.warn('follow_ups.scan_unreadable', { reason: error instanceof Error ? error.name : 'unknown' });
        throw new AppError('scan_unreadable');
      }
    },
    noteSaved: (id) => store.noteScanSaved({ id, at: clock.now(), agentId: deps.agentId() }),
  };
};
