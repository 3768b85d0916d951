import { z } from 'zod';
import type { ComplaintRules } from '../issue/desk-rules.ts';
import { issuePersonSchema } from '../issue/issue-life.ts';

/**
 * A complaint (domain.md row 84). Every issue of the complaint type is one; this file of it grows while people work
 * on it. Nothing here is on the issue itself, whose own clocks and life go on beside it.
 */
const words = z.string().trim().max(2_000);
const short = z.string().trim().max(100);
const choice = z.string().max(40).nullable();
const moment = z.number().int();

export const complaintPromiseSchema = z.strictObject({ at: moment, way: z.string().max(40) });

/** What the customer says, as the form holds it. */
export const complaintFormSchema = z.strictObject({
  channel: choice,
  about: choice,
  /** Who exactly: a name or number, as far as the customer says. */
  aboutWho: short,
  happened: words,
  wish: choice,
  promise: complaintPromiseSchema.nullable(),
});
export type ComplaintForm = z.infer<typeof complaintFormSchema>;

const feedbackSchema = z.strictObject({ at: moment, way: z.string().max(40), text: words });

export const complaintSchema = complaintFormSchema.extend({
  issueId: z.string(),
  openedAt: moment,
  /** Codes of the steps that are done. */
  steps: z.array(z.string()),
  /** The first word the customer had from us. */
  feedback: feedbackSchema.nullable(),
  result: words,
  opinion: choice,
  closedAt: moment.nullable(),
});
export type Complaint = z.infer<typeof complaintSchema>;

export const newComplaint = (issue: { id: string; openedAt: number }): Complaint => ({
  issueId: issue.id,
  openedAt: issue.openedAt,
  channel: null,
  about: null,
  aboutWho: '',
  happened: '',
  wish: null,
  promise: null,
  steps: [],
  feedback: null,
  result: '',
  opinion: null,
  closedAt: null,
});

export const complaintActionSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('write'), form: complaintFormSchema }),
  z.strictObject({ type: z.literal('step'), step: z.string().max(40), done: z.boolean() }),
  z.strictObject({ type: z.literal('feedback'), ...feedbackSchema.shape }),
  z.strictObject({ type: z.literal('close'), result: words, opinion: z.string().max(40) }),
]);
export type ComplaintAction = z.infer<typeof complaintActionSchema>;

export const complaintEventSchema = z.strictObject({
  at: moment,
  by: issuePersonSchema.nullable(),
  did: z.union([
    complaintActionSchema,
    z.strictObject({
      type: z.literal('reminded'),
      clock: z.enum(['feedback', 'close']),
      percent: z.number(),
      to: z.string(),
    }),
  ]),
});
export type ComplaintEvent = z.infer<typeof complaintEventSchema>;

export const complaintRefusals = [
  'complaint_closed',
  'text_missing',
  'bad_input',
  'step_unknown',
  'promise_in_past',
  'feedback_in_future',
  'feedback_missing',
] as const;
export type ComplaintRefusal = (typeof complaintRefusals)[number];
export type ComplaintStep =
  { ok: true; complaint: Complaint } | { ok: false; refusal: ComplaintRefusal; field: string | null };

const refuse = (refusal: ComplaintRefusal, field: string | null = null): ComplaintStep => ({
  ok: false,
  refusal,
  field,
});

const isOne = (value: string | null, choices: readonly { code: string }[]): boolean =>
  value === null || choices.some(({ code }) => code === value);

/** The complaint after an action, or why it cannot be and which field to look at. `now` is UTC ms. */
export const nextComplaint = (
  complaint: Complaint,
  action: ComplaintAction,
  { rules, now }: { rules: ComplaintRules; now: number },
): ComplaintStep => {
  if (complaint.closedAt !== null) return refuse('complaint_closed');
  const done = (change: Partial<Complaint>): ComplaintStep => ({
    ok: true,
    complaint: { ...complaint, ...change },
  });
  switch (action.type) {
    case 'write':
      return write(complaint, action.form, { rules, now });
    case 'step': {
      const step = rules.steps.find(({ code }) => code === action.step);
      if (step === undefined) return refuse('step_unknown');
      const others = complaint.steps.filter((code) => code !== step.code);
      if (!action.done) return done({ steps: others });
      if (step.needs === 'happened' && complaint.happened === '') return refuse('text_missing', 'happened');
      if (step.needs === 'promise' && complaint.promise === null) return refuse('text_missing', 'promise');
      return done({ steps: [...others, step.code] });
    }
    case 'feedback': {
      const { at, way, text } = action;
      if (text === '') return refuse('text_missing', 'feedback');
      if (!isOne(way, rules.ways)) return refuse('bad_input', 'way');
      // People write minutes.
      const openedMinute = complaint.openedAt - (complaint.openedAt % 60_000);
      if (at > now || at < openedMinute) return refuse('feedback_in_future', 'feedbackAt');
      return done({ feedback: complaint.feedback ?? { at, way, text } });
    }
    case 'close':
      if (complaint.happened === '') return refuse('text_missing', 'happened');
      if (complaint.feedback === null) return refuse('feedback_missing');
      if (action.result === '') return refuse('text_missing', 'result');
      if (!rules.opinions.some(({ code }) => code === action.opinion))
        return refuse('text_missing', 'opinion');
      return done({ result: action.result, opinion: action.opinion, closedAt: now });
  }
};

function write(
  complaint: Complaint,
  form: ComplaintForm,
  { rules, now }: { rules: ComplaintRules; now: number },
): ComplaintStep {
  if (form.happened === '') return refuse('text_missing', 'happened');
  if (!isOne(form.channel, rules.channels)) return refuse('bad_input', 'channel');
  if (!isOne(form.about, rules.about)) return refuse('bad_input', 'about');
  if (!isOne(form.wish, rules.wishes)) return refuse('bad_input', 'wish');
  const { promise } = form;
  if (promise !== null && !isOne(promise.way, rules.ways)) return refuse('bad_input', 'way');
  // A promise that was in the future when it was given stays as it is.
  const isNew = promise !== null && promise.at !== complaint.promise?.at;
  if (isNew && promise.at <= now) return refuse('promise_in_past', 'promise');
  return { ok: true, complaint: { ...complaint, ...form } };
}
