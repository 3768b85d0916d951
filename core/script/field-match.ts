import { z } from 'zod';
import type { Plan } from './plan.ts';
import { openingQuestions, questionsOnCourse } from './position.ts';
import { latestAnswer, optionOf, questionOf } from './questions.ts';
import { variablesIn } from './render.ts';
import type { ScriptState } from './state.ts';

/**
 * The data of the policy against what the customer confirmed (domain.md rows 8, 18), field by field. `match` and
 * `mismatch` are his clear words; `unclear`: he did not know or would not say.
 */
export const fieldResults = ['match', 'mismatch', 'unclear', 'not_asked'] as const;

export const fieldMatchSchema = z.object({
  /** Name of the field, in Chinese as the pack has it. */
  field: z.string(),
  questionId: z.string(),
  /** What the policy says; null for an identity factor, whose expected value is nobody's to read. */
  policy: z.string().nullable(),
  /** Name of the answer, in Chinese; null where a reply was typed, or nothing was said. */
  said: z.string().nullable(),
  result: z.enum(fieldResults),
  /** UTC ms of the answer. */
  at: z.number().int().nullable(),
});
export type FieldMatch = z.infer<typeof fieldMatchSchema>;

const ofFactors = (plan: Plan, state: ScriptState): FieldMatch[] =>
  plan.factors.map(({ id, questionId }) => {
    const last = state.verifications.findLast((one) => one.factorId === id);
    const result =
      last === undefined
        ? 'not_asked'
        : { pass: 'match' as const, fail: 'mismatch' as const, forgot: 'unclear' as const }[last.outcome];
    return {
      field: questionOf(plan.pack, questionId).name.zh,
      questionId,
      policy: null,
      said: null,
      result,
      at: last?.at ?? null,
    };
  });

/** Fields a question confirms: the policy facts it reads out, and those the pack names beside them. */
const fieldsOf = (plan: Plan, questionId: string): string[] => {
  const { text, confirms = [] } = questionOf(plan.pack, questionId);
  const read = variablesIn(text).filter((name) => {
    const variable = plan.pack.variables[name];
    return variable?.source === 'policy' && variable.fact;
  });
  return [...new Set([...confirms, ...read])];
};

/**
 * The table for the record. `variables` are the policy's values; null leaves them out where identity has not passed
 * (design.md I4).
 */
export const fieldMatches = (
  plan: Plan,
  state: ScriptState,
  variables: Readonly<Record<string, string>> | null,
): FieldMatch[] => {
  const opening = new Set(openingQuestions(plan));
  const rows = questionsOnCourse(plan, state).flatMap(({ questionId }): FieldMatch[] => {
    const question = questionOf(plan.pack, questionId);
    if (question.set === 'ST') return [];
    const answer = state.phases[questionId] === undefined ? undefined : latestAnswer(state, questionId);
    const option = answer === undefined ? undefined : optionOf(plan.pack, question, answer.value);
    const result =
      option === undefined
        ? 'not_asked'
        : option.refusal === true || option.unclear === true
          ? 'unclear'
          : option.abnormal === true
            ? 'mismatch'
            : 'match';
    // Which questions were still to come tells the kind of product.
    if (variables === null && result === 'not_asked' && !opening.has(questionId)) return [];
    return fieldsOf(plan, questionId).map((field) => ({
      field,
      questionId,
      policy: variables?.[field] ?? null,
      said: answer?.label ?? null,
      result,
      at: answer?.at ?? null,
    }));
  });
  return [...ofFactors(plan, state), ...rows];
};
