import { openIssue } from './issues.ts';
import type { KeywordSource } from './keywords.ts';
import type { Plan } from './plan.ts';
import type { ScriptState } from './state.ts';
import { accept, refuse } from './step-result.ts';
import type { EventOf, StepResult } from './step-result.ts';

/** Where the word stood, for the owner of the issue. */
const places: Readonly<Record<KeywordSource, string>> = {
  notes: '备注',
  words: '客户原话',
  question: '客户疑问',
};

/**
 * A keyword that was looked at (domain.md row 102): `issue` is opened, or null when the agent found none. What is
 * open already is not opened a second time.
 */
export const onKeyword = (plan: Plan, state: ScriptState, event: EventOf<'keyword'>): StepResult => {
  const { word, source, questionId, issue } = event;
  const { U, I } = plan.pack.keywords;
  if (![...U, ...I].includes(word)) return refuse('nothing_to_flag');
  const decided: ScriptState = {
    ...state,
    keywords: [...state.keywords, { word, source, questionId, issue }],
  };
  if (issue === null) return accept({ state: decided, opened: [] });
  if (!plan.pack.issues.some((type) => type.code === issue)) return refuse('nothing_to_flag');
  if (state.issues.some((known) => known.code === issue && known.outcome === 'open'))
    return accept({ state: decided, opened: [] });
  const note = `关键词“${word}”（${places[source]}）`;
  return accept(openIssue(plan, decided, { code: issue, questionId, note }, true));
};
