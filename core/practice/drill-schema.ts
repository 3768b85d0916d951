import { z } from 'zod';
import { answerSets } from '../script/view.ts';
import { localText, passRuleSchema } from './pass-schema.ts';

/** Who may be heard on the practice line. `man` and `woman` are the holder, by the policy's gender. */
export const voiceActors = ['man', 'woman', 'son'] as const;
export type VoiceActor = (typeof voiceActors)[number];

const speakingStyles = ['calm', 'hurried', 'slow', 'angry'] as const;

/** Policy facts that a customer can say; see spoken-values.ts. */
export const spokenValueNames = ['birth_date', 'id4', 'mobile', 'product', 'premium'] as const;
export type SpokenValueName = (typeof spokenValueNames)[number];

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens');

const lineSchema = z.strictObject({
  zh: z.string().min(1),
  en: z.string().min(1),
  by: z.enum(['holder', 'son']).default('holder'),
  style: z.enum(speakingStyles).default('calm'),
});
export type SpokenLine = z.infer<typeof lineSchema>;

const paceSchema = z.strictObject({
  thinkMs: z.number().int().min(0),
  perCharMs: z.number().int().min(0),
  maxMs: z.number().int().min(0).max(60_000),
});

const whenSchema = z
  .strictObject({
    kind: z.enum(['statement', 'question', 'verify', 'abnormal', 'not_self', 'ending']).optional(),
    questions: z
      .array(z.string().regex(/^[A-Z]\d{1,2}$/))
      .min(1)
      .optional(),
    set: z.enum(answerSets).optional(),
    input: z.enum(['date', 'id4', 'mobile', 'product', 'amount']).optional(),
    time: z.number().int().min(1).optional(),
  })
  .refine((when) => Object.keys(when).length > 0, 'a rule needs at least one condition');
export type ReplyCondition = z.infer<typeof whenSchema>;

const replySchema = z
  .strictObject({
    when: whenSchema,
    /** Line ids, or `$name` of a policy value. */
    say: z.array(z.string()).min(1).optional(),
    silent: z.literal(true).optional(),
    hangUp: z.literal(true).optional(),
    delayMs: z.number().int().min(0).max(60_000).optional(),
  })
  .refine(
    (reply) => (reply.say === undefined) !== (reply.silent === undefined),
    'needs either say or silent',
  );

const drillSchema = z
  .strictObject({
    id: z.string().regex(/^[A-Za-z0-9_]+$/),
    title: localText,
    teaches: localText,
    call: z.strictObject({
      onInvite: z.enum(['answer', 'busy', 'no_answer', 'reject']),
      ringMs: z.number().int().min(0).max(120_000),
    }),
    pace: paceSchema.optional(),
    greeting: z.array(z.string()).min(1).optional(),
    replies: z.array(replySchema).default([]),
    /** When the drill is passed; the review after the call goes through them. */
    pass: z.array(passRuleSchema).default([]),
  })
  .refine(
    (drill) => drill.call.onInvite !== 'answer' || drill.greeting !== undefined,
    'who answers must say something: greeting',
  );
export type DrillRules = z.infer<typeof drillSchema>;

/** resources/practice/drills.yaml */
export const drillFileSchema = z.strictObject({
  version: z.literal(1),
  pace: paceSchema,
  missing_value: id,
  lines: z.record(id, lineSchema),
  base: z.array(replySchema).min(1),
  /** What is good in any callback, whatever the drill; told in the review, not needed to pass. */
  always: z.array(passRuleSchema).default([]),
  drills: z.array(drillSchema).min(1),
});
export type DrillFile = z.infer<typeof drillFileSchema>;

/** resources/practice/voices/voices.yaml, written by scripts/make-voices.ts. */
export const voiceManifestSchema = z.strictObject({
  licence: z.string(),
  generator: z.string(),
  voices: z.array(
    z.strictObject({
      /** File name in the same folder. */
      file: z.string().regex(/^[a-z0-9-]+\.ogg$/),
      zh: z.string(),
      en: z.string(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});
export type VoiceManifest = z.infer<typeof voiceManifestSchema>;
