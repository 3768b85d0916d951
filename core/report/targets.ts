import { z } from 'zod';
import { callbackKinds } from '../callback/callback-kind.ts';

/** What the reports count and against what, as data (resources/reports/targets.yaml; domain.md 3.7). */

const dispositions = z.array(z.string().regex(/^D\d{2}$/));
const kinds = z.array(z.enum(callbackKinds)).min(1);
const percent = z.number().min(0).max(100);
const headings = z.array(z.string().min(1)).min(1);
const question = z.string().regex(/^[A-Z]\d{1,2}$/);

export const reportTargetsSchema = z.strictObject({
  id: z.string().min(1),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  excluded: dispositions,
  coverage: z.strictObject({
    kinds,
    months: z.number().int().min(1).max(36),
    noTry: dispositions,
    completed: dispositions.min(1),
    endingDays: z.number().int().nonnegative(),
    targets: z.strictObject({ tried: percent, completed: percent, inTime: percent, successful: percent }),
  }),
  funnel: z.strictObject({ kinds }),
  records: z.strictObject({ limitMinutes: z.number().positive(), target: percent }),
  satisfaction: z
    .strictObject({
      kind: z.enum(callbackKinds),
      attitude: question,
      skill: question,
      outcome: question,
      best: z.number().int().positive(),
      low: z.number().int().positive(),
      target: percent,
      sms: z.strictObject({
        /** Kind of follow-up that sends the survey. */
        followUp: z.string().min(1),
        /** Headings of the gateway's file, by what stands below them. */
        columns: z.strictObject({
          policyNo: headings,
          at: headings,
          reply: headings,
          attitude: headings,
          skill: headings,
          outcome: headings,
        }),
      }),
    })
    .refine(({ attitude, skill, outcome }) => new Set([attitude, skill, outcome]).size === 3, {
      message: 'the three scores need three questions',
    })
    .refine(({ low, best }) => low < best, { message: 'low must be below best' }),
});
export type ReportTargets = z.infer<typeof reportTargetsSchema>;
