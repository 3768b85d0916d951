import type { AnswerRecord } from '../callback/record.ts';
import type { Plan } from './plan.ts';
import { openingQuestions, stepOf } from './position.ts';
import { optionOf, questionOf } from './questions.ts';
import type { ScriptState } from './state.ts';
import { accept, refuse, withPhase } from './step-result.ts';
import type { EventOf, StepResult } from './step-result.ts';

/** A callback that a robot began (domain.md section 4 ROBOT_HANDOVER): say, verify, resume at the first unanswered. */

const untouched = (state: ScriptState): boolean =>
  state.call === 1 && state.verifications.length === 0 && state.answers.every(({ by }) => by === 'robot');

export const onHandedOver = (state: ScriptState): StepResult =>
  untouched(state) && state.answers.length === 0
    ? accept({ state: { ...state, robot: true }, opened: [] })
    : refuse('not_robots');

/**
 * Takes over one answer of the robot. Only normal ones: whatever was abnormal, unclear or needs the customer's
 * words is asked again by a person, as is the opening, since identity is verified anew.
 */
export const onRobotAnswer = (plan: Plan, state: ScriptState, event: EventOf<'robot_answer'>): StepResult => {
  if (!state.robot || !untouched(state)) return refuse('not_robots');
  const step = stepOf(plan, event.questionId);
  if (step === null) return refuse('unknown_question');
  if (openingQuestions(plan).includes(event.questionId)) return refuse('identity_locked');
  if (state.phases[event.questionId] !== undefined) return refuse('not_current');
  const question = questionOf(plan.pack, event.questionId);
  const option = optionOf(plan.pack, question, event.value);
  if (option === undefined) return refuse('unknown_value');
  const needsPerson =
    option.abnormal === true ||
    option.refusal === true ||
    option.wordsRequired === true ||
    option.asks !== undefined ||
    question.ends?.[option.value] !== undefined ||
    question.backToItem?.includes(option.value) === true;
  if (needsPerson) return refuse('not_robots');
  const answer: AnswerRecord = {
    questionId: event.questionId,
    asking: 1,
    textHash: plan.pack.textHashes[event.questionId] ?? '',
    value: option.value,
    label: option.label.zh,
    words: '',
    abnormal: false,
    by: 'robot',
    at: event.at,
    offsetMs: event.offsetMs,
  };
  const answered = { ...state, answers: [...state.answers, { ...answer, call: state.call }] };
  return accept({ state: withPhase(answered, event.questionId, 'done'), opened: [] }, answer);
};
