import { z } from 'zod';
import { packChangesSchema } from '../../script/pack-changes.ts';
import { channel } from '../envelope.ts';

export const receiptStateSchema = z.object({
  /** True while a live callback is refused for want of the receipt. */
  needed: z.boolean(),
  packId: z.string(),
  version: z.string(),
  hash: z.string(),
  /** Version the agent read last; null for the first one. */
  before: z.string().nullable(),
  /** Null for the first pack: there is nothing to compare with, `scripts` tells what it holds. */
  changes: packChangesSchema.nullable(),
  scripts: z.array(z.object({ id: z.string(), name: z.string(), questions: z.number().int() })),
});
export type ReceiptState = z.infer<typeof receiptStateSchema>;

/** The agent reads what is new before the first live callback with it (domain.md rows 23 and 97). */
export const receiptChannels = {
  'receipt.state': channel(['console'], z.object({}), receiptStateSchema),
  /** `hash` is that of the pack that was on screen: another one has come meanwhile is refused. */
  'receipt.confirm': channel(['console'], z.object({ hash: z.string() }), receiptStateSchema),
} as const;
