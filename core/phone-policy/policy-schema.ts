import { z } from 'zod';
import { callEndings } from '../call/types.ts';

/** States a person can be in; `wrap_up` is entered by the end of a call only. */
export const agentStateIds = ['ready', 'busy', 'break', 'wrap_up', 'offline'] as const;
export type AgentStateId = (typeof agentStateIds)[number];

const id = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'lower-case letters, digits and _, at most 40');

/** Reasons that the program itself gives; a policy may not use these names. */
const systemReasons = ['restart', 'quit', 'extended', 'over_time', 'crash', 'locked', 'signed_in'] as const;

const reasonId = id.refine(
  (name) => !(systemReasons as readonly string[]).includes(name),
  'this name is used by the program itself',
);

const localText = z.strictObject({ 'zh-CN': z.string().min(1).max(80), en: z.string().min(1).max(120) });
export type LocalText = z.infer<typeof localText>;

const span = z
  .string()
  .regex(/^[1-6]\d\d-[1-6]\d\d$/, 'two SIP statuses joined by a hyphen')
  .refine((text) => Number(text.slice(0, 3)) <= Number(text.slice(4)), 'the first status is the lower one');

const conditions = {
  endings: z.array(z.enum(callEndings)).min(1).optional(),
  statuses: z
    .array(z.union([z.number().int().min(100).max(699), span]))
    .min(1)
    .optional(),
  causes: z.array(z.number().int().min(1).max(127)).min(1).optional(),
};

const endingRuleSchema = z
  .strictObject({
    ...conditions,
    suggest: z
      .string()
      .regex(/^D\d{2}$/, 'a disposition code such as D30')
      .nullable(),
    countsTry: z.boolean(),
    reason: localText.optional(),
  })
  .refine((rule) => rule.endings ?? rule.statuses ?? rule.causes, 'needs endings, statuses or causes')
  .refine((rule) => (rule.suggest === null) === (rule.reason !== undefined), {
    path: ['suggest'],
    message: 'needs either a code or, with null, a reason',
  });
export type EndingRule = z.infer<typeof endingRuleSchema>;

const minutes = z
  .number()
  .int()
  .min(1)
  .max(24 * 60)
  .nullable();

const stateSchema = z.strictObject({
  name: localText,
  rings: z.boolean(),
  work: z.boolean(),
  remindAfterMin: minutes,
  reasons: z
    .array(
      z.strictObject({
        id: reasonId,
        name: localText,
        work: z.boolean().optional(),
        remindAfterMin: minutes.optional(),
      }),
    )
    .max(9, 'at most nine reasons, one for each digit key'),
});
export type StateRule = z.infer<typeof stateSchema>;

/** Headers that reach the program (core/call/types.ts `callPartySchema`) and may ask for an automatic answer. */
export const autoAnswerHeaders = ['call-info', 'alert-info', 'answer-mode'] as const;

const pattern = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[A-Za-z0-9.*_+@:[\]-]+$/, 'letters, digits, . _ + - and * for any text');

const autoAnswerSchema = z
  .strictObject({
    enabled: z.boolean(),
    headers: z.array(
      z.strictObject({ header: z.enum(autoAnswerHeaders), word: z.string().min(2).max(40).toLowerCase() }),
    ),
    trusted: z.array(z.strictObject({ user: pattern, domain: pattern })),
    delaySeconds: z.number().int().min(0).max(60),
    maxDelaySeconds: z.number().int().min(0).max(60),
    beep: z.boolean(),
  })
  .refine((rule) => rule.delaySeconds <= rule.maxDelaySeconds, {
    path: ['maxDelaySeconds'],
    message: 'must not be less than delaySeconds',
  })
  .refine((rule) => !rule.enabled || (rule.headers.length > 0 && rule.trusted.length > 0), {
    path: ['enabled'],
    message: 'needs at least one header and one trusted caller',
  });

/** Same shape as the quality rules of core/call/quality.ts. MOS 1 to 4.5, loss 0 to 1, times in ms and s. */
const qualitySchema = z.strictObject({
  bands: z
    .strictObject({ good: z.number(), fair: z.number(), poor: z.number() })
    .refine(({ good, fair, poor }) => good > fair && fair > poor && poor > 1 && good < 4.5, {
      message: 'must fall from good to poor, between 1 and 4.5',
    }),
  limits: z.strictObject({
    lossFraction: z.number().min(0).max(1),
    jitterMs: z.number().min(0),
    roundTripMs: z.number().min(0),
    silentS: z.number().int().min(1),
  }),
});

/** Digits and dots, compared number by number. */
const version = z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/, 'three numbers such as 1.0.0');

/** resources/phone/policy.yaml, and phone-policy.yaml of the profile. */
export const phonePolicySchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens'),
  version,
  endings: z.array(endingRuleSchema).min(1),
  agentStates: z.strictObject({
    ready: stateSchema,
    busy: stateSchema,
    break: stateSchema,
    wrap_up: stateSchema,
    offline: stateSchema,
  }),
  onCall: z.strictObject({ rings: z.boolean() }),
  wrapUp: z.strictObject({
    seconds: z.number().int().min(5).max(3600),
    extensionSeconds: z.number().int().min(5).max(3600),
    extensions: z.number().int().min(0).max(20),
    goesTo: z.enum(['previous', 'ready']),
  }),
  autoAnswer: autoAnswerSchema,
  roles: z.array(z.strictObject({ id, name: localText })).min(1),
  freeDialling: z.strictObject({ roles: z.array(id) }),
  quality: qualitySchema,
});
export type PhonePolicy = z.infer<typeof phonePolicySchema>;
