import type { Plan, PlanFactor, PlanQuestion } from './plan.ts';
import type { EndReason, ScriptState } from './state.ts';
import { gateOf } from './identity-gate.ts';
import { latestAnswer, optionOf, questionOf } from './questions.ts';

/** The one place at which a script stands; worked out from the state, never stored. */
export type Position =
  | { kind: 'question'; step: PlanQuestion }
  /** Answered abnormally; the agent explains, asks again or goes on. */
  | { kind: 'abnormal'; step: PlanQuestion }
  | { kind: 'verify'; factor: PlanFactor }
  | { kind: 'ended'; reason: EndReason }
  | { kind: 'complete' };

export const stepOf = (plan: Plan, questionId: string): PlanQuestion | null => {
  const step = plan.steps.find(
    (candidate) => candidate.kind === 'question' && candidate.questionId === questionId,
  );
  return step?.kind === 'question' ? step : null;
};

/**
 * Whether a step belongs to the course of this call: the answer that a branch hangs on was given, and a line for a
 * call that a robot handed over is said in that call only.
 */
const isOnCourse = (step: PlanQuestion, state: ScriptState): boolean => {
  if (step.handover !== undefined && step.handover !== (state.robot && state.call === 1)) return false;
  if (step.after === undefined) return true;
  const { q, answers } = step.after;
  return state.phases[q] !== undefined && answers.includes(latestAnswer(state, q)?.value ?? '');
};

/** The questions of this call in their order, each once. */
export const questionsOnCourse = (plan: Plan, state: ScriptState): PlanQuestion[] => {
  const seen = new Set<string>();
  return plan.steps.flatMap((step) => {
    if (step.kind === 'identity' || seen.has(step.questionId) || !isOnCourse(step, state)) return [];
    seen.add(step.questionId);
    return [step];
  });
};

/** Questions before the identity gate, or all where there is none: asked anew in every call. */
export const openingQuestions = (plan: Plan): string[] => {
  const gate = plan.steps.findIndex((step) => step.kind === 'identity');
  return plan.steps
    .slice(0, gate === -1 ? plan.steps.length : gate)
    .flatMap((step) => (step.kind === 'question' ? [step.questionId] : []));
};

const isRefused = (plan: Plan, state: ScriptState, questionId: string): boolean => {
  const answer = latestAnswer(state, questionId);
  if (answer === undefined || state.phases[questionId] === undefined) return false;
  return optionOf(plan.pack, questionOf(plan.pack, questionId), answer.value)?.refusal === true;
};

/** Required questions whose last answer is a refusal (domain.md 3.5: "two of them → lead"). */
export const refusedQuestions = (plan: Plan, state: ScriptState): string[] =>
  questionsOnCourse(plan, state).flatMap((step) =>
    step.required && isRefused(plan, state, step.questionId) ? [step.questionId] : [],
  );

const endOf = (plan: Plan, state: ScriptState): EndReason | null => {
  if (plan.gated && gateOf(plan, state.identity).status === 'failed') return 'identity_failed';
  for (const step of questionsOnCourse(plan, state)) {
    if (state.phases[step.questionId] !== 'done') continue;
    const effect = questionOf(plan.pack, step.questionId).ends?.[
      latestAnswer(state, step.questionId)?.value ?? ''
    ];
    if (effect !== undefined) return effect;
  }
  return refusedQuestions(plan, state).length >= plan.pack.flow.refusal.endsAfter ? 'refused_twice' : null;
};

/**
 * Whether the holder is on the line for all we know: name confirmed and gate passed. While the name is asked
 * again, or was denied, nothing of the policy may be shown.
 */
export const isIdentified = (plan: Plan, state: ScriptState): boolean => {
  const { nameQuestion } = plan.pack.identity;
  const name = latestAnswer(state, nameQuestion);
  if (!plan.gated) return false;
  const confirmed = state.phases[nameQuestion] === 'done' && name !== undefined && !name.abnormal;
  return confirmed && gateOf(plan, state.identity).status === 'passed';
};

/**
 * Steps are taken in their order: the first that is not settled is on screen. So a correction, a new call or
 * a doubt about the voice leads back by itself, and forward again to the first unanswered question.
 */
export const positionOf = (plan: Plan, state: ScriptState): Position => {
  const reason = endOf(plan, state);
  if (reason !== null) return { kind: 'ended', reason };
  for (const step of plan.steps) {
    if (step.kind === 'identity') {
      const gate = gateOf(plan, state.identity);
      if (gate.status === 'passed') continue;
      return gate.current === null
        ? { kind: 'ended', reason: 'identity_forgotten' }
        : { kind: 'verify', factor: gate.current };
    }
    if (!isOnCourse(step, state)) continue;
    const phase = state.phases[step.questionId];
    if (phase === undefined) return { kind: 'question', step };
    if (phase === 'abnormal') return { kind: 'abnormal', step };
  }
  return { kind: 'complete' };
};
