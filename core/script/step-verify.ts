import { paceOf } from '../quality/pace.ts';
import { gateOf, mismatched, withReply } from './identity-gate.ts';
import { openIssue } from './issues.ts';
import type { Opening } from './issues.ts';
import type { Plan } from './plan.ts';
import { positionOf } from './position.ts';
import { questionOf } from './questions.ts';
import type { ScriptState } from './state.ts';
import { accept, refuse } from './step-result.ts';
import type { EventOf, StepResult } from './step-result.ts';

/**
 * A wrong reply opens nothing while it may still be put right: a slip of the tongue is no issue. What stays
 * wrong opens its issue as soon as the gate is decided: each factor's own when identity has passed, one
 * identity issue for all when it has not.
 */
export const onVerify = (plan: Plan, state: ScriptState, event: EventOf<'verify'>): StepResult => {
  const position = positionOf(plan, state);
  if (!plan.factors.some((factor) => factor.id === event.factorId)) return refuse('unknown_factor');
  if (position.kind !== 'verify' || position.factor.id !== event.factorId) {
    return refuse(position.kind === 'ended' ? 'ended' : 'not_current');
  }
  const identity = withReply(plan, state.identity, event.factorId, event.outcome);
  const { factorId, outcome, at, offsetMs } = event;
  const pace = paceOf(event.shown, at);
  const verified: ScriptState = {
    ...state,
    identity,
    verifications: [
      ...state.verifications,
      { factorId, outcome, ...(pace === null ? {} : { pace }), at, offsetMs },
    ],
  };
  const { status } = gateOf(plan, identity);
  const wrong = mismatched(plan, identity);
  const nameOf = (questionId: string): string => questionOf(plan.pack, questionId).name.zh;
  if (status === 'locked' || wrong.length === 0) return accept({ state: verified, opened: [] });
  if (status !== 'passed') {
    const note = wrong.map((factor) => nameOf(factor.questionId)).join('、');
    return accept(openIssue(plan, verified, { code: plan.pack.identity.failIssue, questionId: null, note }));
  }
  return accept(
    wrong.reduce<Opening>(
      (so, factor) => {
        const code = questionOf(plan.pack, factor.questionId).issue ?? plan.pack.identity.failIssue;
        const { state: after, opened } = openIssue(plan, so.state, {
          code,
          questionId: factor.questionId,
          note: nameOf(factor.questionId),
        });
        return { state: after, opened: [...so.opened, ...opened] };
      },
      { state: verified, opened: [] },
    ),
  );
};
