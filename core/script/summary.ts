import { standingIssues } from './issues.ts';
import type { Plan } from './plan.ts';
import { questionsOnCourse } from './position.ts';
import { latestAnswer, questionOf } from './questions.ts';
import { renderText } from './render.ts';
import type { ScriptState } from './state.ts';

/**
 * The closing summary {自动总结} (domain.md row 48): what the answers say in the order of the script, then
 * the topics whose issue stands and of which nothing was said. Built from pack texts only, so that nothing is said that was not answered.
 */
export const closingSummary = (
  plan: Plan,
  state: ScriptState,
  variables: Readonly<Record<string, string>>,
): string => {
  const { summary } = plan.pack.flow;
  const asked = questionsOnCourse(plan, state).map((step) => step.questionId);
  const sentenceOf = (questionId: string): string | null => {
    const answer = state.phases[questionId] === 'done' ? latestAnswer(state, questionId) : undefined;
    return questionOf(plan.pack, questionId).summary?.[answer?.value ?? ''] ?? null;
  };
  const said = asked.map(sentenceOf).flatMap((text) => (text === null ? [] : [renderText(text, variables)]));
  const troubled = new Set(standingIssues(plan, state).flatMap((issue) => issue.questionId ?? []));
  const topics = asked
    .filter((questionId) => troubled.has(questionId) && sentenceOf(questionId) === null)
    .map((questionId) => questionOf(plan.pack, questionId).name.zh);
  const open =
    topics.length === 0
      ? []
      : [renderText(summary.abnormal, { 主题: [...new Set(topics)].join(summary.topicJoiner) })];
  return [...said, ...open].join(summary.joiner);
};
