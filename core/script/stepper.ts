import type { ScriptEvent } from './events.ts';
import { gateOf, lockedIdentity } from './identity-gate.ts';
import { openIssue } from './issues.ts';
import { notSelfTextId } from './pack-schema.ts';
import type { Plan } from './plan.ts';
import { openingQuestions, positionOf, stepOf } from './position.ts';
import { latestAnswer, questionOf } from './questions.ts';
import type { Refusal, ScriptState } from './state.ts';
import { onHandedOver, onRobotAnswer } from './step-handover.ts';
import { onAnswer, onAskAgain, onGoOn, onSkip } from './step-answer.ts';
import { onKeyword } from './step-keyword.ts';
import { onObjection } from './step-objection.ts';
import { onNoteTag, onQuestionAnswered, onQuestionAsked, onQuestionPromised } from './step-question.ts';
import { accept, holdsSensitiveNumber, refuse, reopened, without } from './step-result.ts';
import type { EventOf, StepResult } from './step-result.ts';
import { onVerify } from './step-verify.ts';

/** State before the first event. */
export const start = (_plan: Plan): ScriptState => ({
  call: 1,
  phases: {},
  askings: {},
  explained: [],
  answers: [],
  verifications: [],
  identity: lockedIdentity,
  issues: [],
  objections: [],
  keywords: [],
  questions: [],
  noteTags: [],
  robot: false,
});

const onCorrect = (plan: Plan, state: ScriptState, event: EventOf<'correct'>): StepResult => {
  const gate = gateOf(plan, state.identity).status;
  if (plan.gated && gate === 'failed') return refuse('ended');
  if (stepOf(plan, event.questionId) === null) return refuse('unknown_question');
  if (gate !== 'passed' && !openingQuestions(plan).includes(event.questionId))
    return refuse('identity_locked');
  const answered = state.phases[event.questionId] === 'done' || state.phases[event.questionId] === 'abnormal';
  if (!answered || questionOf(plan.pack, event.questionId).set === 'ST') return refuse('not_answered');
  const after = reopened(state, event.questionId, 3);
  const position = positionOf(plan, after);
  if (position.kind === 'ended') return refuse('ended');
  if (position.kind !== 'question' || position.step.questionId !== event.questionId)
    return refuse('not_current');
  return accept({ state: after, opened: [] });
};

/** Whether `correct` would be accepted for this question now. */
export const mayCorrect = (plan: Plan, state: ScriptState, questionId: string): boolean =>
  onCorrect(plan, state, { type: 'correct', questionId, at: 0, offsetMs: null }).ok;

/** The question a flag "abnormal" belongs to: the one on the card, or the factor asked for. */
const flaggedQuestion = (plan: Plan, state: ScriptState): string | null => {
  const position = positionOf(plan, state);
  if (position.kind === 'question' || position.kind === 'abnormal') return position.step.questionId;
  return position.kind === 'verify' ? position.factor.questionId : null;
};

const onFlag = (plan: Plan, state: ScriptState, event: EventOf<'flag'>): StepResult => {
  const words = event.words.trim();
  if (holdsSensitiveNumber(plan, words)) return refuse('sensitive_number');
  if (event.flag === 'abnormal') {
    const questionId = flaggedQuestion(plan, state);
    const code = questionId === null ? undefined : questionOf(plan.pack, questionId).issue;
    if (questionId === null || code === undefined) return refuse('nothing_to_flag');
    const note = [questionOf(plan.pack, questionId).name.zh, words].filter((part) => part !== '').join('：');
    return accept(openIssue(plan, state, { code, questionId, note }, true));
  }
  const code = plan.pack.flow.flags[event.flag];
  const doubted =
    event.flag === 'voice_mismatch' ? { ...state, identity: { ...state.identity, doubted: true } } : state;
  return accept(openIssue(plan, doubted, { code, questionId: null, note: words }, true));
};

/** A new call: the opening and the identity gate start anew, the questions proper keep their answers. */
const onResumed = (plan: Plan, state: ScriptState): StepResult => {
  if (plan.gated && gateOf(plan, state.identity).status === 'failed') return refuse('ended');
  const opening = openingQuestions(plan);
  const asked = opening.filter((questionId) => latestAnswer(state, questionId) !== undefined);
  const anew = asked.reduce((so, questionId) => reopened(so, questionId, 3), state);
  return accept({
    state: {
      ...anew,
      call: state.call + 1,
      phases: without(anew.phases, [...opening, notSelfTextId]),
      explained: state.explained.filter((questionId) => !opening.includes(questionId)),
      identity: lockedIdentity,
    },
    opened: [],
  });
};

/**
 * One step of the script. Pure; refuses what does not fit the card on screen and then changes nothing. Never
 * throws for a plan of a checked pack.
 */
export const next = (plan: Plan, state: ScriptState, event: ScriptEvent): StepResult => {
  switch (event.type) {
    case 'answer':
      return onAnswer(plan, state, event);
    case 'skip':
      return onSkip(plan, state, event);
    case 'verify':
      return onVerify(plan, state, event);
    case 'ask_again':
      return onAskAgain(plan, state, event);
    case 'go_on':
      return onGoOn(plan, state, event);
    case 'correct':
      return onCorrect(plan, state, event);
    case 'flag':
      return onFlag(plan, state, event);
    case 'objection':
      return onObjection(plan, state, event);
    case 'keyword':
      return onKeyword(plan, state, event);
    case 'question_asked':
      return onQuestionAsked(plan, state, event);
    case 'question_answered':
      return onQuestionAnswered(plan, state, event);
    case 'question_promised':
      return onQuestionPromised(plan, state, event);
    case 'note_tag':
      return onNoteTag(plan, state, event);
    case 'handed_over':
      return onHandedOver(state);
    case 'robot_answer':
      return onRobotAnswer(plan, state, event);
    case 'resumed':
      return onResumed(plan, state);
  }
};

export type ReplayResult =
  | { ok: true; state: ScriptState }
  /** The event at `index` does not fit: these are the events of another pack or plan. */
  | { ok: false; index: number; reason: Refusal };

/** The state after stored events, all of which `next` had accepted when they were stored. */
export const replay = (plan: Plan, events: readonly ScriptEvent[]): ReplayResult => {
  let state = start(plan);
  for (const [index, event] of events.entries()) {
    const result = next(plan, state, event);
    if (!result.ok) return { ok: false, index, reason: result.reason };
    state = result.state;
  }
  return { ok: true, state };
};
