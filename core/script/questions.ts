import type { AnswerEntry, ScriptState } from './state.ts';
import type { AnswerOption, PackData, Question } from './pack-schema.ts';

/** The question of a checked pack. @throws RangeError for an id the pack does not have. */
export const questionOf = (pack: PackData, questionId: string): Question => {
  const question = pack.questions[questionId];
  if (question === undefined) throw new RangeError(`no question ${questionId} in pack ${pack.pack.id}`);
  return question;
};

/** Answers on screen, in the order of their keys: those of the set, then the question's own. */
export const optionsOf = (pack: PackData, question: Question): readonly AnswerOption[] => {
  const own = question.options ?? [];
  if (question.set === 'OPT' || question.set === 'TYPED' || question.ownOptions === true) return own;
  return [...pack.answerSets[question.set], ...own];
};

export const optionOf = (pack: PackData, question: Question, value: string): AnswerOption | undefined =>
  optionsOf(pack, question).find((option) => option.value === value);

/** Issue that an answer opens: that of the answer, of the question for this value, of the question; else null. */
export const issueOfAnswer = (question: Question, option: AnswerOption): string | null =>
  option.issue ??
  question.issues?.[option.value] ??
  (option.abnormal === true ? (question.issue ?? null) : null);

export const latestAnswer = (state: ScriptState, questionId: string): AnswerEntry | undefined =>
  state.answers.findLast((entry) => entry.questionId === questionId);
