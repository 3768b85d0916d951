import { z } from 'zod';
import { paceRulesSchema } from '../quality/pace.ts';
import { forbiddenWords, keywordSources, openKeywords, shownQuestion, typedTexts } from './keywords.ts';
import type { ScriptEvent } from './events.ts';
import { inLocale } from './pack-schema.ts';
import type { ScriptLocale } from './pack-schema.ts';
import type { Plan } from './plan.ts';
import { isIdentified, openingQuestions } from './position.ts';
import { paceOfCall, paceRulesOf } from './record-checks.ts';
import type { ScriptState } from './state.ts';
import { stepStatuses, stepStatusSchema } from './step-status.ts';
import type { StepStatus } from './step-status.ts';

/**
 * What watches over the agent's own work while the call runs: pace, steps, words. Behind the same identity wall as
 * the script itself (design.md I4).
 */
export const watchViewSchema = z.object({
  pace: z.object({
    rules: paceRulesSchema,
    /** Since when the card could be read out, UTC ms; null when it is not timed. */
    shownAt: z.number().int().nullable(),
    characters: z.number().int(),
    average: z.number().int().nullable(),
    /** Cards read too fast so far; null where the question may not be named yet. */
    violations: z.array(z.object({ questionId: z.string().nullable(), charsPerMinute: z.number().int() })),
  }),
  steps: z.array(stepStatusSchema),
  keywords: z.object({
    /** Words that wait for the agent's decision, the urgent first. */
    suggested: z.array(
      z.object({
        word: z.string(),
        grade: z.enum(['U', 'I']),
        source: z.enum(keywordSources),
        questionId: z.string().nullable(),
        /** Name of the suggested issue; null where the pack names none. */
        issueName: z.string().nullable(),
      }),
    ),
    /** Words of the agent's notes that lead or promise. */
    own: z.array(z.string()),
  }),
});
export type WatchView = z.infer<typeof watchViewSchema>;

/** Steps behind the gate say neither how many questions they have nor how those were answered. */
const walled = (plan: Plan, state: ScriptState, steps: readonly StepStatus[]): StepStatus[] =>
  !plan.gated || isIdentified(plan, state)
    ? [...steps]
    : steps.map((one) => {
        const { step, status } = one;
        if (step === 'opening' || step === 'identity' || step === 'archive') return one;
        const over = status === 'not_reached' ? ('not_reached' as const) : ('open' as const);
        return { step, status: over, done: 0, total: 0, reasons: [] };
      });

export const watchView = (
  plan: Plan,
  state: ScriptState,
  input: {
    events: readonly ScriptEvent[];
    notes: string;
    locale: ScriptLocale;
    /** Start of the attempt, UTC ms. */
    startedAt: number;
    shownAt: number | null;
    characters: number;
  },
): WatchView => {
  const { average, violations } = paceOfCall(plan, state, input.startedAt);
  const factorQuestions = new Set(plan.factors.map(({ questionId }) => questionId));
  const nameable = (questionId: string): string | null =>
    factorQuestions.has(questionId) ? questionId : shownQuestion(plan, state, questionId);
  const known = new Set([...openingQuestions(plan), ...factorQuestions]);
  const hides = plan.gated && !isIdentified(plan, state);
  const tooFast = violations.filter(({ questionId }) => !hides || known.has(questionId));
  return {
    pace: {
      rules: paceRulesOf(plan.pack),
      shownAt: input.shownAt,
      characters: input.characters,
      average,
      violations: violations.map(({ questionId, charsPerMinute }) => ({
        questionId: nameable(questionId),
        charsPerMinute,
      })),
    },
    steps: walled(
      plan,
      state,
      stepStatuses(plan, state, {
        tooFast: new Set(tooFast.map(({ questionId }) => questionId)),
        archived: null,
      }),
    ),
    keywords: {
      suggested: openKeywords(plan, state, typedTexts(input.events, input.notes)).map(
        ({ word, grade, source, questionId, issue }) => {
          const type = plan.pack.issues.find(({ code }) => code === issue);
          return {
            word,
            grade,
            source,
            questionId: shownQuestion(plan, state, questionId),
            issueName: type === undefined ? null : inLocale(type.name, input.locale),
          };
        },
      ),
      own: forbiddenWords(plan.pack.keywords, input.notes),
    },
  };
};
