import type { Disposition, Situation } from '../callback/rules-schema.ts';
import { standingIssues } from './issues.ts';
import type { Plan } from './plan.ts';
import { isIdentified, positionOf, questionsOnCourse, refusedQuestions } from './position.ts';
import { latestAnswer, optionOf, questionOf } from './questions.ts';
import type { EndReason, ScriptState } from './state.ts';

/**
 * The call of the attempt as far as dispositions care. `answered`: somebody picked up at least once in this
 * attempt. `up`: a call is up now.
 */
export type CallFacts = { answered: boolean; up: boolean };

/** What stands in the way of 成功 (locale group `blocked`). */
export type SuccessBlock = {
  reason: 'identity' | 'unanswered' | 'refused' | 'abnormal' | 'issue_open';
  questionId: string | null;
};

const situationsOfEnd: Readonly<Record<Exclude<EndReason, 'unconfirmed'>, readonly Situation[]>> = {
  not_self: ['not_self'],
  inconvenient: ['inconvenient'],
  recording_refused: ['recording_refused'],
  refused: ['refused'],
  call_again: ['identity_passed', 'call_again'],
  refused_twice: ['identity_passed', 'refused'],
  identity_failed: ['identity_failed'],
  identity_forgotten: ['identity_forgotten'],
};

const isSettled = (plan: Plan, state: ScriptState): boolean =>
  (!plan.gated || isIdentified(plan, state)) &&
  questionsOnCourse(plan, state).every((step) => !step.required || state.phases[step.questionId] === 'done');

const verdict = (plan: Plan, state: ScriptState): 'complaint' | 'abnormal' | 'clean' => {
  const standing = standingIssues(plan, state);
  if (standing.some((issue) => issue.code === plan.pack.flow.flags.complaint)) return 'complaint';
  return standing.length > 0 ? 'abnormal' : 'clean';
};

/**
 * What is true of the attempt (docs/script-format.md, "Situations"). An early end stands for itself: the
 * situations of a script that could go on are not given beside it, so that a pack can say "only D17" by
 * naming only `identity_failed`.
 */
const situationsOf = (plan: Plan, state: ScriptState, call: CallFacts): Situation[] => {
  if (!call.answered) return ['no_contact'];
  const position = positionOf(plan, state);
  const cutOff: Situation[] = call.up ? [] : ['cut_off'];
  if (position.kind === 'ended') {
    if (position.reason !== 'unconfirmed') return ['contact', ...situationsOfEnd[position.reason]];
    const { nameQuestion } = plan.pack.identity;
    const value = latestAnswer(state, nameQuestion)?.value ?? '';
    const refused = optionOf(plan.pack, questionOf(plan.pack, nameQuestion), value)?.refusal === true;
    return ['contact', 'incomplete', ...(refused ? (['refused'] as const) : []), ...cutOff];
  }
  const identity: Situation[] = !plan.gated
    ? ['identity_not_needed']
    : isIdentified(plan, state)
      ? ['identity_passed']
      : [];
  const found = verdict(plan, state);
  if (isSettled(plan, state)) return ['contact', ...identity, 'complete', found];
  return ['contact', ...identity, 'incomplete', found, ...cutOff];
};

/** Dispositions the situations allow: the one whose condition fits most closely first, then in pack order. */
export const allowedDispositions = (plan: Plan, state: ScriptState, call: CallFacts): Disposition[] => {
  const holding = new Set(situationsOf(plan, state, call));
  const fit = (disposition: Disposition): number =>
    Math.max(
      0,
      ...disposition.allowed.filter((all) => all.every((one) => holding.has(one))).map((all) => all.length),
    );
  return plan.pack.dispositions
    .map((disposition) => ({ disposition, fit: fit(disposition) }))
    .filter((candidate) => candidate.fit > 0)
    .sort((a, b) => b.fit - a.fit)
    .map((candidate) => candidate.disposition);
};

/** Everything that stands in the way of 成功 (design.md I5); empty when nothing does. */
export const successBlocks = (plan: Plan, state: ScriptState): SuccessBlock[] => {
  if (plan.gated && !isIdentified(plan, state)) return [{ reason: 'identity', questionId: null }];
  const refused = new Set(refusedQuestions(plan, state));
  const open = questionsOnCourse(plan, state).flatMap((step): SuccessBlock[] => {
    if (!step.required) return [];
    const { questionId } = step;
    if (refused.has(questionId)) return [{ reason: 'refused', questionId }];
    if (state.phases[questionId] === undefined) return [{ reason: 'unanswered', questionId }];
    const abnormal =
      latestAnswer(state, questionId)?.abnormal === true || state.phases[questionId] !== 'done';
    return abnormal ? [{ reason: 'abnormal', questionId }] : [];
  });
  const named = new Set(open.map((block) => block.questionId));
  const issues = standingIssues(plan, state)
    .filter((issue) => issue.questionId === null || !named.has(issue.questionId))
    .map((issue): SuccessBlock => ({ reason: 'issue_open', questionId: issue.questionId }));
  return [...open, ...issues];
};
