import { z } from 'zod';
import { channel } from '../envelope.ts';

export const listFormats = ['csv', 'xlsx', 'json'] as const;
export type ListFormat = (typeof listFormats)[number];

/** Printed and exported documents. Each asks where to save; `path` is null when the person cancels. */
export const documentChannels = {
  /** The evidence sheet of the policy that this callback was about, as PDF. */
  'record.evidence': channel(
    ['console'],
    z.object({ attemptId: z.string() }),
    z.object({ path: z.string().nullable(), masked: z.boolean() }),
  ),
  /** All closed callbacks that a search finds. */
  'records.export': channel(
    ['console'],
    z.object({ format: z.enum(listFormats), search: z.string().max(100) }),
    z.object({ path: z.string().nullable(), count: z.number().int(), masked: z.boolean() }),
  ),
} as const;
