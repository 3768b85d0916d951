import { z } from 'zod';
import { workModes } from '../callback/task.ts';
import { qualitySummarySchema } from './quality.ts';
import { callEndings } from './types.ts';

export const callKinds = ['callback', 'incoming', 'consult', 'free'] as const;
export type CallKind = (typeof callKinds)[number];

/** One telephone call that is over, whatever it was for. The number is kept masked (design.md I10). */
export const callLogEntrySchema = z.object({
  /** Id of the call. */
  id: z.string(),
  mode: z.enum(workModes),
  agentId: z.string(),
  kind: z.enum(callKinds),
  direction: z.enum(['outgoing', 'incoming']),
  /** The callback attempt it belongs to. */
  attemptId: z.string().nullable(),
  /** UTC ms. */
  startedAt: z.number().int(),
  answeredAt: z.number().int().nullable(),
  endedAt: z.number().int(),
  ending: z.enum(callEndings),
  sipStatus: z.number().int().nullable(),
  numberMasked: z.string(),
  quality: qualitySummarySchema.nullable(),
});
export type CallLogEntry = z.infer<typeof callLogEntrySchema>;
