import { z } from 'zod';

/**
 * Scans of the signed receipt that a visit or a letter brings (domain.md 2 F7: a callback that failed by telephone
 * may be made by letter or visit, but only with the policyholder's signature).
 */

export const scanKinds = ['pdf', 'jpeg', 'png'] as const;
export type ScanKind = (typeof scanKinds)[number];

/** Ten pages of a scanner at 300 dpi. Bytes. */
export const largestScan = 20 * 1024 * 1024;
/** Front, back and a few corrections; more is another document. */
export const scansPerFollowUp = 10;

const signatures: Readonly<Record<ScanKind, readonly number[]>> = {
  // "%PDF-" (ISO 32000-1, 7.5.2).
  pdf: [0x25, 0x50, 0x44, 0x46, 0x2d],
  // SOI and the first byte of the next marker (ITU-T T.81, B.1.1.3).
  jpeg: [0xff, 0xd8, 0xff],
  // PNG, 5.2.
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
};

/** What a file is by its first bytes, whatever its name says; null when it is none of the kinds that are kept. */
export const scanKindOf = (bytes: Uint8Array): ScanKind | null =>
  scanKinds.find((kind) => signatures[kind].every((byte, index) => bytes[index] === byte)) ?? null;

/** How such a file's name ends. */
export const scanExtension: Readonly<Record<ScanKind, string>> = { pdf: 'pdf', jpeg: 'jpg', png: 'png' };

/** What is known of a scan without opening it. The name the file came with is not kept: it may hold personal data. */
export const receiptScanSchema = z.object({
  id: z.string(),
  followUpId: z.string(),
  kind: z.enum(scanKinds),
  /** Of the file as it was given. */
  bytes: z.number().int().positive(),
  /** SHA-256 of the file as it was given, hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  addedAt: z.number().int(),
  addedBy: z.string(),
});
export type ReceiptScan = z.infer<typeof receiptScanSchema>;

/** What the store keeps of scans; the files themselves lie beside it, each sealed with a key of its own. */
export type ScanStore = {
  /**
   * Written with its audit row.
   * Throws `not_found` for a follow-up that is not there and `scans_full` when it has `scansPerFollowUp`.
   */
  addScan(input: { scan: ReceiptScan; sealedKey: string }): Promise<void>;
  /** Of which kind a follow-up is and how it ended (null while open); null when there is none of that id. */
  followUpEnd(id: string): Promise<{ kind: string; outcome: string | null } | null>;
  /** Of each follow-up in the order in which they were added. */
  scansOf(followUpIds: readonly string[]): Promise<ReceiptScan[]>;
  scan(id: string): Promise<{ scan: ReceiptScan; sealedKey: string } | null>;
  /** A copy left the store. */
  noteScanSaved(input: { id: string; at: number; agentId: string }): Promise<void>;
};
