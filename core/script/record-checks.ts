import { z } from 'zod';
import { paceRulesSchema, summarisePace } from '../quality/pace.ts';
import type { PaceRules, PaceSummary } from '../quality/pace.ts';
import type { ScriptEvent } from './events.ts';
import { fieldMatches, fieldMatchSchema } from './field-match.ts';
import { forbiddenWords, keywordOutcomes, keywordSources, typedTexts } from './keywords.ts';
import type { PackData } from './pack-schema.ts';
import type { Plan } from './plan.ts';
import { isIdentified } from './position.ts';
import { latestAnswer, optionOf, questionOf } from './questions.ts';
import { variablesIn } from './render.ts';
import type { ScriptState } from './state.ts';
import { stepStatuses, stepStatusSchema } from './step-status.ts';
import { closingSummary } from './summary.ts';

/** What the rules found about a call: goes into its record, for quality check and for whoever reads the record. */
export const recordChecksSchema = z.object({
  pace: z.object({
    rules: paceRulesSchema,
    /** Characters a minute over all timed cards of the call, a lower bound. */
    average: z.number().int().nullable(),
    /** Cards read at the limit or faster, which is certain; `statutory`: an item of the law. */
    violations: z.array(
      z.object({
        questionId: z.string(),
        charsPerMinute: z.number().int(),
        statutory: z.boolean(),
        at: z.number().int(),
      }),
    ),
  }),
  /** Why quality check has to hear this call; empty when nothing calls for it. */
  qualityFlags: z.array(z.enum(['pace', 'agent_words'])),
  /** Words of the agent's notes that lead or promise. */
  agentWords: z.array(z.string()),
  /** Compliance of the six steps (domain.md row 55). */
  steps: z.array(stepStatusSchema),
  /** Policy data against the customer's words (row 18). */
  fields: z.array(fieldMatchSchema),
  /** Objections with their cause (rows 41-42). */
  objections: z.array(
    z.object({
      objectionId: z.string(),
      cause: z.string(),
      trigger: z.string(),
      issue: z.string().nullable(),
      at: z.number().int(),
      offsetMs: z.number().int().nullable(),
    }),
  ),
  /** The closing summary as it was read out (row 48); null when it was not. */
  summary: z.object({ text: z.string(), confirmed: z.boolean(), at: z.number().int() }).nullable(),
  keywords: z.array(
    z.object({
      word: z.string(),
      grade: z.enum(['U', 'I']),
      source: z.enum(keywordSources),
      questionId: z.string().nullable(),
      issue: z.string().nullable(),
      outcome: z.enum(['opened', 'dismissed', 'left']),
    }),
  ),
});
export type RecordChecks = z.infer<typeof recordChecksSchema>;

/** The pace rules of a pack. */
export const paceRulesOf = ({ flow }: PackData): PaceRules => ({
  limit: flow.fastestCharsPerMinute,
  band: flow.pace ?? null,
});

/** Answers and identity questions that were timed, in their order; `since` leaves out an earlier call. */
export const paceOfCall = (plan: Plan, state: ScriptState, since: number): PaceSummary => {
  const factorQuestion = new Map(plan.factors.map(({ id, questionId }) => [id, questionId]));
  const timed = [
    ...state.answers,
    ...state.verifications.map(({ factorId, at, pace }) => ({
      questionId: factorQuestion.get(factorId) ?? factorId,
      at,
      pace,
    })),
  ].sort((a, b) => a.at - b.at);
  return summarisePace(timed, paceRulesOf(plan.pack), since);
};

const summaryOf = (
  plan: Plan,
  state: ScriptState,
  variables: Readonly<Record<string, string>>,
): RecordChecks['summary'] => {
  const answer = state.answers.findLast(({ questionId }) =>
    variablesIn(questionOf(plan.pack, questionId).text).includes('自动总结'),
  );
  if (answer === undefined || latestAnswer(state, answer.questionId) !== answer) return null;
  const option = optionOf(plan.pack, questionOf(plan.pack, answer.questionId), answer.value);
  const confirmed = option !== undefined && option.abnormal !== true && option.refusal !== true;
  return { text: closingSummary(plan, state, variables), confirmed, at: answer.at };
};

/** Works all of it out from the plan and the events of the attempt. */
export const recordChecks = (
  plan: Plan,
  state: ScriptState,
  input: {
    events: readonly ScriptEvent[];
    notes: string;
    /** Values of the policy as read out. */
    variables: Readonly<Record<string, string>>;
    /** Start of the attempt, UTC ms: what came along from an earlier call was judged then. */
    startedAt: number;
    callEndedAt: number | null;
    closedAt: number;
  },
): RecordChecks => {
  const { average, violations } = paceOfCall(plan, state, input.startedAt);
  const agentWords = forbiddenWords(plan.pack.keywords, input.notes);
  const identified = isIdentified(plan, state);
  return {
    pace: {
      rules: paceRulesOf(plan.pack),
      average,
      violations: violations.map((one) => ({
        ...one,
        statutory: questionOf(plan.pack, one.questionId).item !== undefined,
      })),
    },
    qualityFlags: [
      ...(violations.length > 0 ? (['pace'] as const) : []),
      ...(agentWords.length > 0 ? (['agent_words'] as const) : []),
    ],
    agentWords,
    steps: stepStatuses(plan, state, {
      tooFast: new Set(violations.map(({ questionId }) => questionId)),
      archived: { callEndedAt: input.callEndedAt, closedAt: input.closedAt },
    }).map((step) => (identified || step.done > 0 ? step : { ...step, total: 0 })),
    fields: fieldMatches(plan, state, identified ? input.variables : null),
    objections: state.objections.map((objection) => ({ ...objection })),
    summary: identified ? summaryOf(plan, state, input.variables) : null,
    keywords: keywordOutcomes(plan, state, typedTexts(input.events, input.notes)),
  };
};
