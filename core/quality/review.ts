import { z } from 'zod';
import type { CallbackRecord } from '../callback/record.ts';
import { workModes } from '../callback/task.ts';
import { issuePersonSchema, type IssuePerson } from '../issue/issue-life.ts';
import { findSensitiveNumbers } from '../privacy/sensitive-numbers.ts';
import { allLeaves, qualityAnswers, type QualityForm } from './form-schema.ts';
import type { PreScore } from './pre-score.ts';
import { scoreForm, unanswered } from './score.ts';

const words = z.string().trim().max(500);
const ids = z.string().max(8);
/** What a person puts down: an answer for each item, words where there is something to say, fatal items with a reason. */
export const qualityMarksSchema = z.strictObject({
  answers: z.record(ids, z.enum(qualityAnswers)),
  /** By item; the key names the field when the guard of typed text refuses one. */
  comments: z.record(ids, words),
  /** Reason by fatal item; an item that is here is raised. */
  fatal: z.record(ids, words),
  remark: words,
});
export type QualityMarks = z.infer<typeof qualityMarksSchema>;

/** One scoring as it is kept. It never changes: a second one is another (domain.md row 72). */
export const qualityReviewSchema = z.strictObject({
  id: z.string(),
  attemptId: z.string(),
  mode: z.enum(workModes),
  form: z.strictObject({ id: z.string(), version: z.string(), hash: z.string() }),
  agent: z.strictObject({ number: z.string(), name: z.string() }),
  scorer: issuePersonSchema,
  at: z.number().int(),
  items: z.array(
    z.strictObject({
      id: z.string(),
      answer: z.enum(qualityAnswers),
      comment: z.string(),
      /** What the record said at the time; null where it was left to the ears. */
      pre: z.enum(qualityAnswers).nullable(),
    }),
  ),
  fatal: z.array(z.strictObject({ id: z.string(), reason: z.string() })),
  remark: z.string(),
  dimensions: z.array(
    z.strictObject({
      id: z.string(),
      weight: z.number(),
      earned: z.number(),
      applicable: z.number(),
      score: z.number().nullable(),
    }),
  ),
  total: z.number().min(0).max(100),
  passed: z.boolean(),
});
export type QualityReview = z.infer<typeof qualityReviewSchema>;

/** Why a callback cannot be scored by this person, or these marks cannot be kept. */
export const qualityRefusals = [
  'quality_no_talk',
  'quality_own_call',
  'quality_form_changed',
  'quality_incomplete',
  'quality_nothing_applies',
  'text_missing',
  'sensitive_number',
  'bad_input',
] as const;
export type QualityRefusal = (typeof qualityRefusals)[number];

/** Who scores: the person as shown, and the id of the seat or of the person signed in. */
export type Scorer = IssuePerson & { agentId: string };

/** Why this person may not score this callback; null = may. Nobody scores a call of his own (domain.md 3.6). */
export const scoringBar = (
  record: Pick<CallbackRecord, 'answeredAt' | 'agentId' | 'agentNumber'>,
  scorer: Scorer,
): 'quality_no_talk' | 'quality_own_call' | null => {
  if (record.answeredAt === null) return 'quality_no_talk';
  const same =
    record.agentId === scorer.agentId ||
    record.agentNumber.trim().toLowerCase() === scorer.number.trim().toLowerCase();
  return same ? 'quality_own_call' : null;
};

export type ReviewStep =
  | { ok: true; review: QualityReview }
  | { ok: false; refusal: QualityRefusal; field: string | null; params: Record<string, number> };

const refuse = (
  refusal: QualityRefusal,
  field: string | null = null,
  params: Record<string, number> = {},
): ReviewStep => ({ ok: false, refusal, field, params });

/** The review that these marks make, or what keeps it from being kept and which item to look at. */
export const makeReview = (
  marks: QualityMarks,
  about: {
    record: CallbackRecord;
    form: QualityForm;
    formHash: string;
    pre: Readonly<Record<string, PreScore>>;
  },
  by: { id: string; at: number; scorer: Scorer },
): ReviewStep => {
  const { record, form } = about;
  const bar = scoringBar(record, by.scorer);
  if (bar !== null) return refuse(bar);
  const leaves = allLeaves(form);
  const items = new Set(leaves.map(({ id }) => id));
  const fatals = new Set(form.fatal.map(({ id }) => id));
  const unknown =
    [...Object.keys(marks.answers), ...Object.keys(marks.comments)].find((id) => !items.has(id)) ??
    Object.keys(marks.fatal).find((id) => !fatals.has(id));
  if (unknown !== undefined) return refuse('bad_input', unknown);
  const missing = unanswered(form, marks.answers);
  if (missing.length > 0) return refuse('quality_incomplete', missing[0] ?? null, { count: missing.length });
  const texts = { ...marks.comments, ...marks.fatal, remark: marks.remark };
  for (const [field, text] of Object.entries(texts))
    if (findSensitiveNumbers(text, { allow: [record.policyNo] }).length > 0)
      return refuse('sensitive_number', field);
  const raised = form.fatal.filter(({ id }) => marks.fatal[id] !== undefined).map(({ id }) => id);
  const unreasoned = raised.find((id) => marks.fatal[id] === '');
  if (unreasoned !== undefined) return refuse('text_missing', unreasoned);
  const score = scoreForm(form, marks.answers, raised);
  if (score === null) return refuse('quality_nothing_applies');
  return {
    ok: true,
    review: {
      id: by.id,
      attemptId: record.id,
      mode: record.mode,
      form: { id: form.id, version: form.version, hash: about.formHash },
      agent: { number: record.agentNumber, name: record.agentName },
      scorer: { number: by.scorer.number, name: by.scorer.name },
      at: by.at,
      items: leaves.map(({ id }) => ({
        id,
        answer: marks.answers[id] ?? 'na',
        comment: marks.comments[id] ?? '',
        pre: about.pre[id]?.answer ?? null,
      })),
      fatal: raised.map((id) => ({ id, reason: marks.fatal[id] ?? '' })),
      remark: marks.remark,
      dimensions: score.dimensions,
      total: score.total,
      passed: score.passed,
    },
  };
};

/** What the owner of the issue reads: total, fatal items and what was not met, in Chinese like all notes of issues. */
export const failureNote = (review: QualityReview, form: QualityForm): string => {
  const names = new Map(
    [...allLeaves(form), ...form.fatal].map(({ id, name }): [string, string] => [id, `${id} ${name.zh}`]),
  );
  const list = (all: readonly { id: string }[]): string =>
    all.map(({ id }) => names.get(id) ?? id).join('；');
  const lost = review.items.filter(({ answer }) => answer === 'not_met');
  return [
    `质检 ${review.total} 分（合格线 ${form.pass}，评分表 ${form.version}）`,
    ...(review.fatal.length > 0 ? [`一票否决：${list(review.fatal)}`] : []),
    ...(lost.length > 0 ? [`不符合：${list(lost)}`] : []),
  ].join('。');
};

/** What the agent can do better, the gravest first: fatal items, then what was not met, then what was met in part. */
export const toImprove = (
  review: Pick<QualityReview, 'items' | 'fatal'>,
  form: QualityForm,
): { id: string; name: { zh: string; en: string }; improve: { zh: string; en: string }; words: string }[] => {
  const fatal = form.fatal.flatMap((item) => {
    const raised = review.fatal.find(({ id }) => id === item.id);
    return raised === undefined ? [] : [{ ...item, words: raised.reason }];
  });
  const answered = (wanted: 'not_met' | 'part') =>
    allLeaves(form).flatMap((leaf) => {
      const given = review.items.find(({ id }) => id === leaf.id);
      return given?.answer === wanted ? [{ ...leaf, words: given.comment }] : [];
    });
  return [...fatal, ...answered('not_met'), ...answered('part')].map(
    ({ id, name, improve, words: text }) => ({
      id,
      name,
      improve,
      words: text,
    }),
  );
};
