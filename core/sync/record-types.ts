import type { z } from 'zod';
import { callbackRecordSchema, type CallbackRecord } from '../callback/record.ts';

/** Message type of a callback record: its entity is the record's id. */
export const callbackType = 'callback';

/**
 * What may be in a message: type -> schema number -> shape of the body. A released entry stays: consoles that
 * were offline send what they wrote months ago, unchanged (sync.md section 3, "schema upgrade").
 */
export const recordTypes: Readonly<Record<string, Readonly<Record<number, z.ZodType<CallbackRecord>>>>> = {
  [callbackType]: { 1: callbackRecordSchema },
};
