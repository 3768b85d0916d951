import { z } from 'zod';

/** Rules of complaints and correction requests as data (resources/issues/desk.yaml; domain.md rows 83, 84). */

const bilingual = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const code = z.string().regex(/^[a-z][a-z0-9_]{0,30}$/);
const named = { code, name: bilingual };

const listOf = <T extends z.ZodType<{ code: string }>>(entry: T) =>
  z
    .array(entry)
    .min(1)
    .refine((all) => new Set(all.map((one) => one.code)).size === all.length, {
      message: 'a code is there twice',
    });
const choices = listOf(z.strictObject(named));

/** A length of time: real hours, calendar days or working days; days end at midnight of the last one. */
export const spanSchema = z.union([
  z.strictObject({ hours: z.number().positive() }),
  z.strictObject({ days: z.number().int().positive() }),
  z.strictObject({ workingDays: z.number().int().positive() }),
]);
export type Span = z.infer<typeof spanSchema>;

export const maskKinds = ['phone', 'text', 'hidden'] as const;
export type MaskKind = (typeof maskKinds)[number];

/** Fields of a policy whose present value a correction may name. */
export const oldValueFields = ['holderName', 'holderMobile', 'holderBirthDate'] as const;

export const deskRulesSchema = z.strictObject({
  id: z.string().min(1),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  complaint: z.strictObject({
    owner: z.string().min(1),
    clocks: z.strictObject({ feedback: spanSchema, close: spanSchema }),
    /** Shares of each clock at which somebody is told, rising. */
    reminders: z
      .array(z.strictObject({ percent: z.number().positive(), to: z.string().min(1) }))
      .refine((all) => all.every(({ percent }, at) => percent > (all[at - 1]?.percent ?? 0)), {
        message: 'the percentages must rise',
      }),
    steps: listOf(z.strictObject({ ...named, needs: z.enum(['happened', 'promise']).optional() })),
    channels: choices,
    about: choices,
    wishes: choices,
    ways: choices,
    opinions: choices,
  }),
  correction: z.strictObject({
    department: bilingual,
    tell: bilingual,
    fields: listOf(
      z.strictObject({
        ...named,
        old: z.enum(oldValueFields).optional(),
        mask: z.enum(maskKinds),
        counter: z.boolean().optional(),
      }),
    ),
    sources: choices,
  }),
});
export type DeskRules = z.infer<typeof deskRulesSchema>;
export type ComplaintRules = DeskRules['complaint'];
export type CorrectionRules = DeskRules['correction'];
