import { z } from 'zod';
import { findingDimensions } from '../../issue/findings.ts';
import { channel } from '../envelope.ts';

const count = z.number().int().nonnegative();

const findingRowSchema = z.object({
  /** Empty where the policy or the issue does not say. */
  key: z.string(),
  /** What the key stands for, where it is a code: the type's name, the question's topic. */
  name: z.string(),
  total: count,
  urgent: count,
  misSelling: count,
  open: count,
  policies: count,
  pattern: z.boolean(),
});
export type FindingRow = z.infer<typeof findingRowSchema>;

/** Days that a report may look back. */
export const findingSpans = [7, 30, 90, 365] as const;

export const findingChannels = {
  'finding.report': channel(
    ['console'],
    z.object({ by: z.enum(findingDimensions), days: z.literal(findingSpans) }),
    z.object({
      rows: z.array(findingRowSchema),
      /** Findings and policies of the whole span. */
      total: count,
      policies: count,
      rule: z.object({ policies: count, days: count }),
    }),
  ),
} as const;
