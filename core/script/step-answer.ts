import type { AnswerRecord } from '../callback/record.ts';
import { paceOf } from '../quality/pace.ts';
import { lockedIdentity } from './identity-gate.ts';
import { openIssue, settleIssues } from './issues.ts';
import type { Opening } from './issues.ts';
import { notSelfTextId } from './pack-schema.ts';
import type { AnswerOption, Question } from './pack-schema.ts';
import type { Plan, PlanQuestion } from './plan.ts';
import { positionOf, refusedQuestions } from './position.ts';
import { issueOfAnswer, latestAnswer, optionOf, questionOf } from './questions.ts';
import type { AnswerEntry, ScriptState } from './state.ts';
import { accept, holdsSensitiveNumber, refuse, reopened, withPhase } from './step-result.ts';
import type { EventOf, StepResult } from './step-result.ts';
import { withQuestionOfAnswer } from './step-question.ts';

/** Answers, and what the agent does after an abnormal one: explain and ask again, or go on. */

const noteOf = (question: Question, option: AnswerOption, words: string): string =>
  `${question.name.zh}：${option.label.zh}${words === '' ? '' : `；客户原话：${words}`}`;

/** The answers that leave a question open for the agent's next move, and the issues they open. */
const afterAnswer = (
  plan: Plan,
  state: ScriptState,
  step: PlanQuestion,
  option: AnswerOption,
  words: string,
): Opening => {
  const { questionId } = step;
  const question = questionOf(plan.pack, questionId);
  const note = noteOf(question, option, words);
  const effect = question.ends?.[option.value];
  if (effect !== undefined) {
    const waits = question.askTwice?.includes(option.value) === true && !state.explained.includes(questionId);
    const moved = withPhase(state, questionId, waits ? 'abnormal' : 'done');
    // Somebody who has replied to identity questions and now turns out to be another person (Q02, "proxy proven").
    const another = questionId === plan.pack.identity.nameQuestion && effect === 'not_self';
    if (!another || Object.keys(state.identity.factors).length === 0) return { state: moved, opened: [] };
    // What that person replied proves nothing about the holder, should he come to the telephone.
    return openIssue(
      plan,
      { ...moved, identity: lockedIdentity },
      { code: plan.pack.identity.impostorIssue, questionId, note },
    );
  }
  if (option.refusal === true) {
    if (!step.required) return { state: withPhase(state, questionId, 'done'), opened: [] };
    const moved = withPhase(state, questionId, 'abnormal');
    const last = refusedQuestions(plan, moved).length >= plan.pack.flow.refusal.endsAfter;
    return openIssue(plan, last ? withPhase(moved, questionId, 'done') : moved, {
      code: plan.pack.flow.refusal.issue,
      questionId,
      note,
    });
  }
  if (question.backToItem?.includes(option.value) === true) {
    return { state: withPhase(state, questionId, 'abnormal'), opened: [] };
  }
  if (option.abnormal === true) {
    const moved = withPhase(state, questionId, 'abnormal');
    const code = issueOfAnswer(question, option);
    const own: Opening =
      code === null
        ? { state: moved, opened: [] }
        : openIssue(plan, moved, { code, questionId, note }, false, step.earlier);
    if (question.reopens?.includes(option.value) !== true || plan.earlierIssue === null) return own;
    const again = { code: plan.earlierIssue, questionId, note };
    const { state: after, opened } = openIssue(plan, own.state, again, false, true);
    return { state: after, opened: [...own.opened, ...opened] };
  }
  const outcome = state.explained.includes(questionId) ? 'explained' : 'corrected';
  return { state: settleIssues(withPhase(state, questionId, 'done'), questionId, outcome), opened: [] };
};

export const onAnswer = (plan: Plan, state: ScriptState, event: EventOf<'answer'>): StepResult => {
  const position = positionOf(plan, state);
  if (position.kind !== 'question' || position.step.questionId !== event.questionId) {
    return refuse(position.kind === 'ended' ? 'ended' : 'not_current');
  }
  const question = questionOf(plan.pack, event.questionId);
  const option = optionOf(plan.pack, question, event.value);
  if (option === undefined) return refuse('unknown_value');
  const words = event.words.trim();
  if (option.wordsRequired === true && words === '') return refuse('words_needed');
  if (holdsSensitiveNumber(plan, words)) return refuse('sensitive_number');
  const pace = paceOf(event.shown, event.at);
  const answer: AnswerRecord = {
    questionId: event.questionId,
    asking: state.askings[event.questionId] ?? 1,
    textHash: plan.pack.textHashes[event.questionId] ?? '',
    value: option.value,
    label: option.label.zh,
    words,
    abnormal: option.abnormal === true || (option.refusal === true && position.step.required),
    ...(pace === null ? {} : { pace }),
    at: event.at,
    offsetMs: event.offsetMs,
  };
  const entry: AnswerEntry = { ...answer, call: state.call };
  const given = { questionId: event.questionId, words, at: event.at, offsetMs: event.offsetMs };
  const asked = withQuestionOfAnswer({ ...state, answers: [...state.answers, entry] }, option, given);
  return accept(afterAnswer(plan, asked, position.step, option, words), answer);
};

export const onSkip = (plan: Plan, state: ScriptState, event: EventOf<'skip'>): StepResult => {
  const position = positionOf(plan, state);
  if (position.kind !== 'question' || position.step.questionId !== event.questionId)
    return refuse('not_current');
  const statement = questionOf(plan.pack, event.questionId).set === 'ST';
  if (position.step.required || statement) return refuse('not_optional');
  return accept({ state: withPhase(state, event.questionId, 'skipped'), opened: [] });
};

/** The question that waits for the agent's move after an abnormal answer, if it is this one. */
const waiting = (
  plan: Plan,
  state: ScriptState,
  questionId: string,
): { question: Question; value: string } | null => {
  const position = positionOf(plan, state);
  if (position.kind !== 'abnormal' || position.step.questionId !== questionId) return null;
  return { question: questionOf(plan.pack, questionId), value: latestAnswer(state, questionId)?.value ?? '' };
};

/** Whether the question on the abnormal card may be asked once more. */
export const mayAskAgain = (plan: Plan, state: ScriptState, questionId: string): boolean => {
  const found = waiting(plan, state, questionId);
  if (found === null) return false;
  return !state.explained.includes(questionId) || found.question.backToItem?.includes(found.value) === true;
};

export const onAskAgain = (plan: Plan, state: ScriptState, event: EventOf<'ask_again'>): StepResult => {
  if (waiting(plan, state, event.questionId) === null) return refuse('no_abnormal_answer');
  if (!mayAskAgain(plan, state, event.questionId)) return refuse('asked_again_already');
  const explained = [...new Set([...state.explained, event.questionId])];
  return accept({ state: { ...reopened(state, event.questionId, 2), explained }, opened: [] });
};

export const onGoOn = (plan: Plan, state: ScriptState, event: EventOf<'go_on'>): StepResult => {
  if (event.questionId === notSelfTextId) {
    const position = positionOf(plan, state);
    if (position.kind !== 'ended' || position.reason !== 'not_self') return refuse('not_current');
    return accept({ state: withPhase(state, notSelfTextId, 'done'), opened: [] });
  }
  const found = waiting(plan, state, event.questionId);
  if (found === null) return refuse('no_abnormal_answer');
  if (found.question.backToItem?.includes(found.value) === true) return refuse('correct_first');
  return accept({ state: withPhase(state, event.questionId, 'done'), opened: [] });
};
