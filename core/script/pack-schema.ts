import { z } from 'zod';
import { callbackKinds, dueRuleSchema } from '../callback/callback-kind.ts';
import { followUpKindSchema } from '../callback/follow-up-schema.ts';
import { noteTagSchema, promiseRulesSchema } from '../callback/promise-rules.ts';
import { answerSets, stages } from './view.ts';
import {
  attemptRulesSchema,
  coolingOffRulesSchema,
  dispositionSchema,
  issueRulesSchema,
  issueTypeSchema,
} from '../callback/rules-schema.ts';

/**
 * Shape of a script pack, the versioned data file of questions, scripts and rules. docs/script-format.md
 * explains it in words and docs/script-pack.schema.json is generated from here. All objects are strict, so
 * that a misspelt key is refused instead of ignored.
 */

const bilingualSchema = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
export type Bilingual = z.infer<typeof bilingualSchema>;
export type ScriptLocale = 'zh-CN' | 'en';

/** Statutory items of art. 15 of 《人身保险业务基本服务规定》 (domain.md F3). */
export const statutoryItems = ['一', '二', '三', '四', '五', '六', '七'] as const;

/** Ways an answer may end the script at once (`ends`). */
export const endEffects = [
  'not_self',
  'unconfirmed',
  'inconvenient',
  'recording_refused',
  'refused',
  'call_again',
] as const;

/** How a reply to an identity factor is typed and compared; one field of the policy belongs to each. */
const factorInputs = ['date', 'id4', 'mobile', 'product', 'amount'] as const;
export type FactorInput = (typeof factorInputs)[number];

/** Factor questions (V1–V5) are typed in and compared; they have no answer set on screen. */
const questionSets = [...answerSets, 'TYPED'] as const;

const issueCode = z.string().regex(/^I\d{2}$/);
const answerValue = z.string().regex(/^[a-z0-9][a-z0-9_]*$/);
const when = z.string().min(1).describe('A condition over the facts of the policy, e.g. "waiting_days > 0".');

const optionSchema = z.strictObject({
  value: answerValue,
  label: bilingualSchema,
  abnormal: z.boolean().optional().describe('The answer opens an issue.'),
  refusal: z.boolean().optional().describe('The customer refuses to answer this question.'),
  unclear: z
    .literal(true)
    .optional()
    .describe('The customer does not know: neither confirms nor denies what was read out.'),
  issue: issueCode
    .optional()
    .describe('Issue this answer opens, before `issues` and `issue` of the question.'),
  asks: z
    .enum(['open', 'answered'])
    .optional()
    .describe('The answer is a question of the customer: it goes into the log, open or answered.'),
  wordsRequired: z.boolean().optional().describe("The customer's words must be typed with this answer."),
});
export type AnswerOption = z.infer<typeof optionSchema>;

const questionSchema = z.strictObject({
  text: z.string().min(1).describe('Read out exactly as written; {name} is replaced by a variable.'),
  name: bilingualSchema.describe(
    'Short name of the topic; the customer may hear the Chinese one in the summary.',
  ),
  set: z.enum(questionSets),
  item: z.enum(statutoryItems).optional(),
  issue: issueCode.optional().describe('Issue of every abnormal answer that names none of its own.'),
  issues: z.record(answerValue, issueCode).optional(),
  options: z
    .array(optionSchema)
    .min(1)
    .optional()
    .describe(
      'Own answers: all of them for OPT and where ownOptions is set, else added to those of the set.',
    ),
  ownOptions: z.literal(true).optional().describe('`options` take the place of the answers of the set.'),
  sensitive: z
    .boolean()
    .optional()
    .describe('The text holds a policy fact: never on screen before identity is passed.'),
  explain: z
    .string()
    .min(1)
    .optional()
    .describe('Points to explain after an abnormal answer; not read word for word.'),
  hint: z.string().min(1).optional().describe('For the agent only.'),
  confirms: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe(
      'Fields the answer confirms besides the policy facts in the text, for the comparison in the record.',
    ),
  keepTogether: z
    .strictObject({ reason: z.string().min(10) })
    .optional()
    .describe('Why a text that asks two things stays one question.'),
  ends: z.record(answerValue, z.enum(endEffects)).optional().describe('Answers that end the script.'),
  askTwice: z
    .array(answerValue)
    .min(1)
    .optional()
    .describe('Answers in `ends` that end it only when given twice.'),
  backToItem: z
    .array(answerValue)
    .min(1)
    .optional()
    .describe('Answers after which an earlier answer is put right.'),
  reopens: z
    .array(answerValue)
    .min(1)
    .optional()
    .describe('Answers after which the issue of a second callback is open again, one grade higher.'),
  followUps: z
    .record(answerValue, z.string())
    .optional()
    .describe('Answers that open a follow-up as the call is closed.'),
  stage: z.enum(stages).optional().describe('Step of the call, where it differs from that of the block.'),
  summary: z
    .record(answerValue, z.string().min(1))
    .optional()
    .describe('What the closing summary says after this answer.'),
  library: z
    .literal(true)
    .optional()
    .describe('Kept for a script that does not exist yet: no script may ask it.'),
});
export type Question = z.infer<typeof questionSchema>;

const stepSchema = z.strictObject({
  q: z.string(),
  when: when.optional(),
  optional: z.boolean().optional(),
  after: z
    .strictObject({ q: z.string(), answers: z.array(answerValue).min(1) })
    .optional()
    .describe('A branch: asked only when the earlier question q was given one of these answers.'),
  handover: z
    .boolean()
    .optional()
    .describe('true: only when a robot hands the call over; false: only when none does.'),
});

/** A block name, a question id, or a question with a condition. */
const stepEntrySchema = z.union([z.string().min(1), stepSchema]);
export type StepEntry = z.infer<typeof stepEntrySchema>;

const blockSchema = z.strictObject({
  name: bilingualSchema,
  stage: z.enum(stages),
  use: z
    .enum(['identity', 'earlier_abnormal'])
    .optional()
    .describe(
      'identity: the gate stands here. earlier_abnormal: the questions answered abnormally in the earlier callback are asked again. No steps of its own.',
    ),
  steps: z.array(stepEntrySchema).min(1).optional(),
});

const scriptSchema = z.strictObject({
  name: bilingualSchema,
  when,
  enabled: z.boolean().optional(),
  extends: z.string().optional(),
  overlay: z.boolean().optional().describe('Added to the chosen script instead of being chosen itself.'),
  replaces: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('Scripts that give way to this one where both conditions hold.'),
  identity: z
    .literal('none')
    .optional()
    .describe('Asks for no proof of identity and therefore tells nothing about the policy.'),
  waives: z
    .strictObject({ items: z.array(z.enum(statutoryItems)).min(1), basis: z.string().min(10) })
    .optional()
    .describe('Statutory items that need not be asked since the recorded sale has confirmed them.'),
  steps: z.array(stepEntrySchema).min(1).optional(),
  insertAfter: z.record(z.string(), z.array(stepEntrySchema).min(1)).optional(),
  force: z.record(z.string(), z.enum(['required', 'optional'])).optional(),
  mustCover: z
    .array(z.union([z.enum(statutoryItems), z.strictObject({ item: z.enum(statutoryItems), when })]))
    .optional(),
});
export type Script = z.infer<typeof scriptSchema>;

const factorSchema = z.strictObject({
  id: z.string().min(1),
  question: z.string(),
  strength: z.enum(['strong', 'medium', 'weak']),
  input: z.enum(factorInputs),
  weakWhenDialled: z.boolean().optional().describe('Weak only when the number dialled is the one asked for.'),
  tolerancePct: z.number().min(0).max(20).optional(),
});
export type IdentityFactor = z.infer<typeof factorSchema>;

const identityRuleSchema = z.strictObject({
  nameQuestion: z.string().describe('The question that confirms the name (Q02).'),
  factors: z.array(factorSchema).min(1),
  ask: z.array(z.string()).min(1).describe('Factor ids in the order in which they are asked.'),
  reserve: z.array(z.string()).describe('Asked when a factor of `ask` is forgotten or fails.'),
  minFactors: z.number().int().min(2),
  minStrong: z.number().int().nonnegative(),
  maxFails: z
    .number()
    .int()
    .positive()
    .describe('Wrong replies in one call after which identity has failed.'),
  maxTriesPerFactor: z.number().int().positive(),
  extraFactorsOnDoubt: z.number().int().nonnegative().describe('More factors after "voice does not fit".'),
  failIssue: issueCode,
  impostorIssue: issueCode.describe(
    'The person had replied to identity questions and turns out to be somebody else.',
  ),
  neverAsk: z.array(z.string().min(1)).min(1).describe('Words that no question may contain.'),
  genericProductWords: z
    .array(z.string().min(1))
    .describe('Words of product names that identify no product.'),
});
export type IdentityRule = z.infer<typeof identityRuleSchema>;

const variableSchema = z.strictObject({
  source: z.enum(['policy', 'session']),
  fact: z.boolean().describe('A policy fact: hidden until identity has passed.'),
});

const options = z.array(optionSchema).min(1);

export const packSchema = z.strictObject({
  pack: z.strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    lang: z.literal('zh-CN'),
    name: bilingualSchema.describe('Shown in place of the script name until identity has passed.'),
    textLocked: z.literal(true),
    approveBy: z.array(z.string().min(1)).min(1).describe('Roles that approved the wording; for the record.'),
    source: z.string().min(1).describe('Where wording and rules come from.'),
  }),
  variables: z.record(z.string(), variableSchema),
  answerSets: z.strictObject({ YN: options, NY: options, OPEN: options, ST: options, RATE: options }),
  questions: z.record(z.string().regex(/^[A-Z]\d{1,2}$/), questionSchema),
  issues: z.array(issueTypeSchema.strict()).min(1),
  dispositions: z.array(dispositionSchema.strict()).min(1),
  attempts: attemptRulesSchema.strict(),
  followUps: z
    .array(followUpKindSchema)
    .min(1)
    .describe('What is done for a task beside dialling: who, until when, how it may end, what follows.'),
  promises: promiseRulesSchema
    .optional()
    .describe('What may be promised to a customer. Without it a question can only be answered.'),
  noteTags: z.array(noteTagSchema).max(6).optional().describe('Tags of the notes, one key each.'),
  issueRules: issueRulesSchema.strict(),
  coolingOff: coolingOffRulesSchema.strict(),
  exports: z.strictObject({
    unmaskedFor: z
      .array(z.string().min(1))
      .describe('Roles whose printed and exported documents show names and policy numbers whole.'),
  }),
  identity: identityRuleSchema,
  flow: z.strictObject({
    fastestCharsPerMinute: z
      .number()
      .int()
      .positive()
      .describe('A card stays at least as long as its text takes at this speed.'),
    pace: z
      .strictObject({ from: z.number().int().positive(), to: z.number().int().positive() })
      .refine(({ from, to }) => from < to, { message: 'from must be below to' })
      .optional()
      .describe('The pace to aim at, characters a minute; shown on the meter.'),
    archiveMinutes: z
      .number()
      .int()
      .positive()
      .optional()
      .describe('A record closed later than this after the call counts as late.'),
    refusal: z.strictObject({ issue: issueCode, endsAfter: z.number().int().positive() }),
    successDespite: z
      .array(z.enum(['explained', 'corrected']))
      .describe('Issues of these outcomes do not stand in the way of 成功.'),
    outcomeNotes: z.strictObject({ explained: z.string().min(1), corrected: z.string().min(1) }),
    flags: z.strictObject({
      customer_question: issueCode,
      complaint: issueCode,
      voice_mismatch: issueCode,
      cancel_wish: issueCode,
    }),
    summary: z.strictObject({
      joiner: z.string().min(1),
      abnormal: z
        .string()
        .min(1)
        .describe('Said of topics with a standing issue; {主题} is replaced by their names.'),
      topicJoiner: z.string().min(1),
      promise: z
        .string()
        .min(1)
        .optional()
        .describe('Said of each promise; {时间}, {方式} and {事项} are replaced.'),
    }),
  }),
  wording: z.strictObject({
    leading: z.array(z.string().min(1)).min(1).describe('Words that lead the customer to an answer.'),
    joiners: z.array(z.string().min(1)).min(1).describe('Words that join two questions into one.'),
  }),
  blocks: z.record(z.string(), blockSchema),
  scripts: z.record(z.string(), scriptSchema),
  kinds: z
    .record(z.enum(callbackKinds), z.strictObject({ name: bilingualSchema, due: dueRuleSchema }))
    .describe(
      'Each kind of callback: the neutral name on screen until identity has passed, and its last day.',
    ),
  notSelf: z.strictObject({
    name: bilingualSchema,
    text: z.string().min(1),
    forbid: z.array(z.string().min(1)).min(1).describe('Words the sentence must not hold.'),
    end: z.array(z.string()).min(1).describe('The dispositions that may be chosen then, and no others.'),
  }),
  robotHandover: z.strictObject({
    name: bilingualSchema,
    reasons: z.array(z.string().min(1)).min(1).describe('Why a robot hands over to a person.'),
  }),
  sms: z.record(z.string(), z.string().min(1)),
  objections: z.array(
    z.strictObject({
      id: z.string().min(1),
      cause: z.string().min(1),
      trigger: z.string().min(1),
      feel: z.string().min(1).describe('感同身受'),
      others: z.string().min(1).nullable().describe('他人经验: approved, real, de-identified cases only.'),
      solve: z.string().min(1).describe('解决方案'),
      opens: issueCode.nullable(),
      ends: z.string().nullable().describe('Disposition the talk usually ends with.'),
    }),
  ),
  knowledge: z.array(z.string().min(1)),
  keywords: z.strictObject({
    U: z.array(z.string().min(1)),
    I: z.array(z.string().min(1)),
    agentForbidden: z.array(z.string().min(1)),
    issues: z
      .record(z.string().min(1), issueCode)
      .optional()
      .describe('Issue that a word of U or I suggests; one key opens it.'),
    opens: z
      .array(z.string().min(1))
      .optional()
      .describe('Words whose issue is opened at once, without a key.'),
  }),
});
export type PackData = z.infer<typeof packSchema>;

/** A pack that passed every check, with the hash of its file and of each locked text. */
export type Pack = PackData & {
  /** Hex SHA-256 over the file as read. */
  hash: string;
  /** textHash per question id, and of the sentence for somebody else under `NOT_SELF`. */
  textHashes: Readonly<Record<string, string>>;
};

/** Injected hash: text (UTF-8) to lower-case hex. */
export type Sha256 = (text: string) => string;

/** Key under which the sentence for a person who is not the holder is hashed. */
export const notSelfTextId = 'NOT_SELF';

/** The text in the language of the screen. */
export const inLocale = (text: Bilingual, locale: ScriptLocale): string =>
  locale === 'en' ? text.en : text.zh;
