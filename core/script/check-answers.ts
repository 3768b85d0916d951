import type { PackData } from './pack-schema.ts';
import type { Path, Report } from './problems.ts';
import { optionsOf } from './questions.ts';

/** The answers of one question: enough of them, none twice, and each name of an answer names one. */
export const checkAnswers = (pack: PackData, questionId: string, report: Report): void => {
  const question = pack.questions[questionId];
  if (question === undefined) return;
  const path = ['questions', questionId];
  const options = optionsOf(pack, question);
  const values = options.map((option) => option.value);
  if (question.set === 'TYPED') return;
  if (options.length === 0) {
    report('no_answers', path, `Question ${questionId} has no answers.`, 'List them under options.');
  }
  if (options.length > 9) {
    report(
      'too_many_answers',
      path,
      `Question ${questionId} has ${options.length} answers and the keyboard has keys 1 to 9.`,
      'Take some away.',
    );
  }
  const fromSet = values.length - (question.options ?? []).length;
  values.forEach((value, index) => {
    if (index < fromSet || values.indexOf(value) === index) return;
    report(
      'duplicate_id',
      [...path, 'options', index - fromSet, 'value'],
      `Answer "${value}" of ${questionId} is there twice.`,
      'Delete one of the two or give it another value.',
    );
  });
  const named = (key: 'ends' | 'issues' | 'summary' | 'followUps'): [string, Path][] =>
    Object.keys(question[key] ?? {}).map((value) => [value, [...path, key, value]]);
  const listed = (key: 'askTwice' | 'backToItem' | 'reopens'): [string, Path][] =>
    (question[key] ?? []).map((value, index) => [value, [...path, key, index]]);
  for (const [value, at] of [
    ...named('ends'),
    ...named('issues'),
    ...named('summary'),
    ...named('followUps'),
    ...listed('askTwice'),
    ...listed('backToItem'),
    ...listed('reopens'),
  ]) {
    if (values.includes(value)) continue;
    report(
      'unknown_answer',
      at,
      `Question ${questionId} has no answer "${value}".`,
      `Its answers are ${values.join(', ')}.`,
    );
  }
  (question.askTwice ?? []).forEach((value, index) => {
    if (question.ends?.[value] !== undefined || !values.includes(value)) return;
    report(
      'unknown_answer',
      [...path, 'askTwice', index],
      `Answer "${value}" of ${questionId} does not end the script.`,
      'Name it under ends as well.',
    );
  });
  if (question.library === true) return;
  const goesOn = options.some(
    (option) =>
      option.abnormal !== true &&
      option.refusal !== true &&
      question.ends?.[option.value] === undefined &&
      question.backToItem?.includes(option.value) !== true,
  );
  if (!goesOn && options.length > 0) {
    report(
      'no_ending',
      path,
      `After question ${questionId} no call can come to its end: none of its answers is normal and goes on.`,
      'Give it an answer that is neither abnormal nor a refusal and does not end the script.',
    );
  }
  options.forEach((option) => {
    const handled =
      question.ends?.[option.value] !== undefined ||
      question.backToItem?.includes(option.value) === true ||
      question.reopens?.includes(option.value) === true;
    const issue = option.issue ?? question.issues?.[option.value] ?? question.issue;
    if (option.abnormal !== true || handled || issue !== undefined) return;
    report(
      'abnormal_without_issue',
      path,
      `The abnormal answer "${option.value}" of ${questionId} opens no issue.`,
      'Name one under issue or issues, or let the answer end the script.',
    );
  });
};
