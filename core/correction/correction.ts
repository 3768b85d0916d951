import { z } from 'zod';
import { maskMobile } from '../callback/masking.ts';
import type { Policy } from '../callback/policy.ts';
import { workModes } from '../callback/task.ts';
import type { CorrectionRules, MaskKind } from '../issue/desk-rules.ts';
import { issuePersonSchema, type IssuePerson } from '../issue/issue-life.ts';

/**
 * A correction request (domain.md row 83): what is wrong, what the customer says instead, and what 保全 made of it.
 * The policy itself is never changed here; the right value comes back with the next import.
 */
export const correctionStatuses = ['requested', 'sent', 'done', 'refused'] as const;

const moment = z.number().int();
const words = z.string().trim().max(500);

export const correctionSchema = z.strictObject({
  id: z.string(),
  policyId: z.string(),
  taskId: z.string(),
  issueId: z.string().nullable(),
  mode: z.enum(workModes),
  field: z.string().max(40),
  /** Masked; null where the policy does not hold it. */
  oldValue: z.string().nullable(),
  /** Empty where it is proven at the counter. Never an identity or account number. */
  newValue: z.string().max(200),
  source: z.string().max(40),
  note: words,
  status: z.enum(correctionStatuses),
  requestedAt: moment,
  requestedBy: issuePersonSchema,
  settledAt: moment.nullable(),
  /** Why it was refused, or under which number it was done. */
  answer: words,
});
export type Correction = z.infer<typeof correctionSchema>;

export const correctionRequestSchema = z.strictObject({
  field: z.string().max(40),
  newValue: z.string().trim().max(200),
  source: z.string().max(40),
  note: words,
});
export type CorrectionRequest = z.infer<typeof correctionRequestSchema>;

export const correctionActionSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('send') }),
  z.strictObject({ type: z.literal('done'), answer: words }),
  z.strictObject({ type: z.literal('refuse'), answer: words }),
]);
export type CorrectionAction = z.infer<typeof correctionActionSchema>;

export const correctionEventSchema = z.strictObject({
  at: moment,
  by: issuePersonSchema.nullable(),
  did: z.union([correctionActionSchema, z.strictObject({ type: z.literal('request') })]),
});
export type CorrectionEvent = z.infer<typeof correctionEventSchema>;

export const correctionRefusals = [
  'bad_input',
  'text_missing',
  'correction_at_counter',
  'correction_settled',
  'correction_not_sent',
] as const;
export type CorrectionRefusal = (typeof correctionRefusals)[number];
export type CorrectionStep =
  { ok: true; correction: Correction } | { ok: false; refusal: CorrectionRefusal; field: string | null };

const refuse = (refusal: CorrectionRefusal, field: string | null = null): CorrectionStep => ({
  ok: false,
  refusal,
  field,
});

/** A value as it may stand on a screen. */
export const maskedValue = (kind: MaskKind, value: string): string => {
  switch (kind) {
    case 'phone':
      return maskMobile(value);
    case 'hidden':
      return '******';
    case 'text': {
      const shown = Math.ceil([...value].length / 2);
      return [...value].map((character, at) => (at < shown ? character : '*')).join('');
    }
  }
};

/** A new request, or what is missing and where. */
export const newCorrection = (
  request: CorrectionRequest,
  about: { policy: Policy; taskId: string; issueId: string | null; mode: Correction['mode'] },
  context: { rules: CorrectionRules; id: string; now: number; by: IssuePerson },
): CorrectionStep => {
  const { rules, id, now, by } = context;
  const field = rules.fields.find(({ code }) => code === request.field);
  if (field === undefined) return refuse('bad_input', 'correctionField');
  if (!rules.sources.some(({ code }) => code === request.source)) return refuse('bad_input', 'source');
  if (field.counter === true && request.newValue !== '') return refuse('correction_at_counter', 'newValue');
  if (field.counter !== true && request.newValue === '') return refuse('text_missing', 'newValue');
  const old = field.old === undefined ? null : about.policy[field.old];
  return {
    ok: true,
    correction: {
      ...request,
      id,
      policyId: about.policy.id,
      taskId: about.taskId,
      issueId: about.issueId,
      mode: about.mode,
      oldValue: old === null ? null : maskedValue(field.mask, old),
      status: 'requested',
      requestedAt: now,
      requestedBy: by,
      settledAt: null,
      answer: '',
    },
  };
};

/** requested → sent to 保全 → done or refused with its reason. */
export const nextCorrection = (
  correction: Correction,
  action: CorrectionAction,
  now: number,
): CorrectionStep => {
  const { status } = correction;
  if (status === 'done' || status === 'refused') return refuse('correction_settled');
  if (action.type === 'send')
    return status === 'requested'
      ? { ok: true, correction: { ...correction, status: 'sent' } }
      : refuse('correction_settled');
  if (action.type === 'done' && status !== 'sent') return refuse('correction_not_sent');
  if (action.type === 'refuse' && action.answer === '') return refuse('text_missing', 'answer');
  return {
    ok: true,
    correction: {
      ...correction,
      status: action.type === 'done' ? 'done' : 'refused',
      settledAt: now,
      answer: action.answer,
    },
  };
};
