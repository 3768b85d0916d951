import { z } from 'zod';
import type { CallbackRecord } from '../callback/record.ts';
import type { PackData } from '../script/pack-schema.ts';
import { scriptEntries } from '../script/plan.ts';
import {
  allLeaves,
  qualityAnswers,
  type QualityAnswer,
  type QualityForm,
  type RecordCheck,
} from './form-schema.ts';

/**
 * What a kept record says about the items of the form, for every callback and before anybody listens (domain.md rows
 * 57 and 103). It stands beside the form with its ground and is never a score: a person answers each item.
 */
export const certainties = ['proven', 'likely', 'listen'] as const;

export const groundCodes = [
  'listen',
  'robot',
  'asked',
  'not_asked',
  'not_in_script',
  'no_checks',
  'identity_kept',
  'identity_short',
  'identity_locked',
  'identity_not_needed',
  'required_all',
  'required_open',
  'required_ended',
  'single_all',
  'single_impossible',
  'single_untimed',
  'pace_violation',
  'pace_over',
  'pace_half',
  'pace_bound',
  'pace_untimed',
  'abnormal_all',
  'abnormal_missing',
  'abnormal_none',
  'questions_none',
  'questions_some',
  'own_words',
  'own_words_none',
  'objections_none',
  'objections_some',
  'promises_all',
  'promises_none',
  'summary_confirmed',
  'summary_denied',
  'summary_missing',
  'summary_ended',
  'archive_kept',
  'archive_late',
] as const;
export type GroundCode = (typeof groundCodes)[number];

export const preScoreSchema = z.strictObject({
  /** What the record would make of the item; null where only ears can tell. */
  answer: z.enum(qualityAnswers).nullable(),
  /** `proven`: the record leaves no other answer. `likely`: it points there. `listen`: hear the call. */
  certainty: z.enum(certainties),
  ground: z.enum(groundCodes),
  /** Values for the sentence of the ground: numbers, question ids, words of the agent; nothing of the customer. */
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Milliseconds after the customer picked up at which to listen; null where there is no one place. */
  offsetMs: z.number().int().nullable(),
});
export type PreScore = z.infer<typeof preScoreSchema>;

type Input = { form: QualityForm; record: CallbackRecord; pack: PackData };
type Values = PreScore['values'];

const said = (
  certainty: PreScore['certainty'],
  answer: QualityAnswer | null,
  ground: GroundCode,
  values: Values = {},
  offsetMs: number | null = null,
): PreScore => ({ answer, certainty, ground, values, offsetMs });
const listen = (ground: GroundCode, values: Values = {}, offsetMs: number | null = null): PreScore =>
  said('listen', null, ground, values, offsetMs);

/** So many places are named in a sentence; more are counted. */
const named = (ids: readonly string[]): Values => ({
  places: [...new Set(ids)].slice(0, 6).join(' '),
  count: new Set(ids).size,
});

const asked = (
  { questions }: Extract<RecordCheck, { check: 'asked' }>,
  { record, pack }: Input,
): PreScore => {
  const found = record.answers.find(({ questionId, by }) => by !== 'robot' && questions.includes(questionId));
  if (found !== undefined)
    return said('likely', 'met', 'asked', { question: found.questionId }, found.offsetMs);
  // What the robot said before it handed over is heard in its own recording.
  if (record.answers.some(({ by }) => by === 'robot')) return listen('robot');
  const scripted =
    pack.scripts[record.scriptId] !== undefined &&
    scriptEntries(pack, record.scriptId, [])
      .flatMap(({ entries }) => entries)
      .some(({ q }) => questions.includes(q));
  const question = questions.join(' ');
  return scripted
    ? said('likely', 'not_met', 'not_asked', { question })
    : said('likely', 'na', 'not_in_script', { question });
};

/** Questions of the blocks before identity: everything else tells of the policy. */
const openingQuestions = (pack: PackData): ReadonlySet<string> =>
  new Set(
    Object.values(pack.blocks).flatMap(({ stage, steps }) =>
      stage === 'opening' ? (steps ?? []).map((step) => (typeof step === 'string' ? step : step.q)) : [],
    ),
  );

const identity = ({ record, pack }: Input): PreScore => {
  const step = record.checks?.steps.find(({ step: name }) => name === 'identity');
  if (step?.status === 'not_needed') return said('proven', 'na', 'identity_not_needed');
  const opening = openingQuestions(pack);
  const first = record.answers.find(({ questionId, by }) => by !== 'robot' && !opening.has(questionId));
  if (first === undefined) return said('proven', 'na', 'identity_locked');
  const passed = record.verifications.filter(({ outcome, at }) => outcome === 'pass' && at <= first.at);
  const factors = new Set(passed.map(({ factorId }) => factorId)).size;
  const needed = Math.max(2, step?.total ?? 2);
  const values = { factors, needed, question: first.questionId };
  return record.identityPassed && factors >= needed
    ? said('proven', 'met', 'identity_kept', values, passed.at(-1)?.offsetMs ?? null)
    : said('proven', 'not_met', 'identity_short', values, first.offsetMs);
};

const required = ({ record }: Input): PreScore => {
  if (record.checks === undefined) return listen('no_checks');
  const steps = record.checks.steps.filter(({ step }) => step !== 'identity' && step !== 'archive');
  const done = steps.reduce((sum, step) => sum + step.done, 0);
  const total = steps.reduce((sum, step) => sum + step.total, 0);
  const values = { done, total };
  if (done >= total) return said('likely', 'met', 'required_all', values);
  return record.successful || record.completed
    ? said('proven', 'not_met', 'required_open', values)
    : said('likely', 'na', 'required_ended', values);
};

type Timed = { id: string; pace: number; offsetMs: number | null };
const timedCards = ({ record }: Input): Timed[] =>
  record.answers.flatMap(({ questionId, pace, offsetMs, at }) =>
    pace === undefined || pace.charsPerMinute === null || at < record.startedAt
      ? []
      : [{ id: questionId, pace: pace.charsPerMinute, offsetMs }],
  );

const single = (input: Input): PreScore => {
  const cards = timedCards(input);
  if (cards.length === 0) return listen('single_untimed');
  const { unspeakable: limit } = input.form.pace;
  const impossible = cards.filter(({ pace }) => pace >= limit);
  return impossible.length === 0
    ? said('likely', 'met', 'single_all', { count: cards.length })
    : said(
        'likely',
        'not_met',
        'single_impossible',
        { ...named(impossible.map(({ id }) => id)), limit },
        impossible[0]?.offsetMs ?? null,
      );
};

/**
 * C7. The stored pace is a lower bound (pace.ts): too fast is certain, well paced is for the ears. What lies in a
 * band of half points may be worse, never better.
 */
const pace = ({ form, record }: Input): PreScore => {
  if (record.checks === undefined) return listen('no_checks');
  const { average, violations } = record.checks.pace;
  const { full, half, violation } = form.pace;
  const onLaw = violations.filter(
    ({ statutory, charsPerMinute }) => statutory && charsPerMinute >= violation,
  );
  if (onLaw.length > 0) {
    const fastest = Math.max(...onLaw.map(({ charsPerMinute }) => charsPerMinute));
    const ids = onLaw.map(({ questionId }) => questionId);
    const where = record.answers.find(({ questionId }) => questionId === ids[0])?.offsetMs ?? null;
    return said(
      'proven',
      'not_met',
      'pace_violation',
      { ...named(ids), pace: fastest, limit: violation },
      where,
    );
  }
  if (average === null) return listen('pace_untimed');
  const fastestHalf = Math.max(full.to, ...half.map(({ to }) => to));
  if (average > fastestHalf)
    return said('proven', 'not_met', 'pace_over', { pace: average, limit: fastestHalf });
  if (average > full.to) return said('likely', 'part', 'pace_half', { pace: average, limit: full.to });
  return listen('pace_bound', { pace: average });
};

const abnormal = ({ record, pack }: Input): PreScore => {
  const last = new Map(record.answers.map((answer) => [answer.questionId, answer]));
  const standing = [...last.values()].filter(({ abnormal: is }) => is);
  // A refusal or an unclear confirmation ends the call by its disposition and opens nothing of its own.
  const opens = standing.filter(({ questionId, value }) => {
    const question = pack.questions[questionId];
    const option = question?.options?.find((one) => one.value === value);
    return option?.issue !== undefined || (option === undefined && question?.issue !== undefined);
  });
  if (opens.length === 0 && record.issues.length === 0) return said('likely', 'na', 'abnormal_none');
  const without = opens.filter(
    ({ questionId }) => !record.issues.some((issue) => issue.questionId === questionId),
  );
  return without.length === 0
    ? said('likely', 'met', 'abnormal_all', { count: record.issues.length })
    : said(
        'likely',
        'not_met',
        'abnormal_missing',
        named(without.map(({ questionId }) => questionId)),
        without[0]?.offsetMs ?? null,
      );
};

const customerQuestions = ({ record }: Input): PreScore => {
  const questions = record.customerQuestions ?? [];
  return questions.length === 0
    ? said('likely', 'na', 'questions_none')
    : listen('questions_some', { count: questions.length }, questions[0]?.offsetMs ?? null);
};

/** Only what was typed can be looked through: what the agent says is heard in the recording. */
const ownWords = ({ record }: Input): PreScore => {
  const words = record.checks?.agentWords ?? [];
  return words.length === 0
    ? listen('own_words_none')
    : said('likely', 'not_met', 'own_words', { words: words.slice(0, 6).join(' ') });
};

const objections = ({ record }: Input): PreScore => {
  const raised = record.checks?.objections;
  if (raised === undefined) return listen('no_checks');
  return raised.length === 0
    ? said('likely', 'na', 'objections_none')
    : listen('objections_some', { count: raised.length }, raised[0]?.offsetMs ?? null);
};

/** A promise cannot be kept without its time and its way: the form of the question asks for both. */
const promises = ({ record }: Input): PreScore => {
  const made = (record.customerQuestions ?? []).filter(({ promise }) => promise !== null);
  return made.length === 0
    ? said('likely', 'na', 'promises_none')
    : said('likely', 'met', 'promises_all', { count: made.length }, made[0]?.offsetMs ?? null);
};

const summary = ({ record }: Input): PreScore => {
  if (record.checks === undefined) return listen('no_checks');
  const told = record.checks.summary;
  if (told === null)
    return record.completed
      ? said('proven', 'not_met', 'summary_missing')
      : said('likely', 'na', 'summary_ended');
  return told.confirmed
    ? said('likely', 'met', 'summary_confirmed')
    : said('likely', 'part', 'summary_denied');
};

const archive = ({ record }: Input): PreScore => {
  const step = record.checks?.steps.find(({ step: name }) => name === 'archive');
  if (step === undefined) return listen('no_checks');
  return step.status === 'broken' ? said('likely', 'part', 'archive_late') : listen('archive_kept');
};

const judge = (check: RecordCheck | undefined, input: Input): PreScore => {
  if (check === undefined) return listen('listen');
  switch (check.check) {
    case 'asked':
      return asked(check, input);
    case 'identity':
      return identity(input);
    case 'required':
      return required(input);
    case 'single':
      return single(input);
    case 'pace':
      return pace(input);
    case 'abnormal':
      return abnormal(input);
    case 'customer_questions':
      return customerQuestions(input);
    case 'own_words':
      return ownWords(input);
    case 'objections':
      return objections(input);
    case 'promises':
      return promises(input);
    case 'summary':
      return summary(input);
    case 'archive':
      return archive(input);
  }
};

/**
 * A fatal item is a yes-or-no: the record raises it (`not_met`), speaks against it (`met`) or leaves it to the ears.
 * It never sets the switch.
 */
const judgeFatal = (check: RecordCheck | undefined, input: Input): PreScore => {
  const found = judge(check, input);
  // Z8 is about calls that were closed as successful only.
  if (check?.check === 'required' && found.answer === 'not_met' && !input.record.successful)
    return { ...found, certainty: 'proven', answer: 'met' };
  if (found.answer === 'na') return { ...found, answer: 'met' };
  return found.answer === 'part' ? { ...found, answer: null, certainty: 'listen' } : found;
};

/** Pre-scores of all items and fatal items, by id. `pack` is the one the call was made with. */
export const preScores = (
  input: Input,
): { items: Record<string, PreScore>; fatal: Record<string, PreScore> } => ({
  items: Object.fromEntries(allLeaves(input.form).map(({ id, record }) => [id, judge(record, input)])),
  fatal: Object.fromEntries(input.form.fatal.map(({ id, record }) => [id, judgeFatal(record, input)])),
});
