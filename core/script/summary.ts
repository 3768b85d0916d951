import { localTime } from '../callback/zone-time.ts';
import { standingIssues } from './issues.ts';
import type { Plan } from './plan.ts';
import { questionsOnCourse } from './position.ts';
import { latestAnswer, questionOf } from './questions.ts';
import { renderText } from './render.ts';
import type { ScriptState } from './state.ts';

/** `2026-11-24 12:00` in the zone as it is read out: 11月24日12点, 11月24日9点30分. */
const spokenMoment = (at: number, timeZone: string): string => {
  const { date, minute } = localTime(at, timeZone);
  const rest = minute % 60;
  return `${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日${Math.floor(minute / 60)}点${rest === 0 ? '' : `${rest}分`}`;
};

/** What was promised, so that the customer hears it once more (domain.md row 43). */
const promisesSaid = (plan: Plan, state: ScriptState): string[] => {
  const { flow, promises, attempts } = plan.pack;
  const template = flow.summary.promise;
  if (template === undefined) return [];
  return state.questions.flatMap(({ status, promise }) =>
    status !== 'promised' || promise === null
      ? []
      : [
          renderText(template, {
            时间: spokenMoment(promise.dueAt, attempts.timeZone),
            方式: promises?.ways.find(({ code }) => code === promise.way)?.name.zh ?? promise.way,
            事项: promise.what,
          }),
        ],
  );
};

/**
 * The closing summary {自动总结} (domain.md row 48): what the answers say in the order of the script, then
 * the topics whose issue stands and of which nothing was said, then what was promised. Built from pack texts only, so that nothing is said that was not answered.
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
  return [...said, ...open, ...promisesSaid(plan, state)].join(summary.joiner);
};
