import type { IssueGrade } from '../callback/task.ts';
import type { ScriptEvent } from './events.ts';
import type { Pack } from './pack-schema.ts';
import type { Plan } from './plan.ts';
import { openingQuestions, isIdentified } from './position.ts';
import type { ScriptState } from './state.ts';

/**
 * Keyword flags (domain.md row 102): words of the pack's lists in what is typed. A word only suggests its issue:
 * "没有投诉" holds a keyword too, so a person looks at it before anything is opened.
 */
export const keywordSources = ['notes', 'words', 'question'] as const;
export type KeywordSource = (typeof keywordSources)[number];

export type TypedText = { text: string; source: KeywordSource; questionId: string | null };

export type KeywordHit = {
  word: string;
  /** List the word stands in. */
  grade: Extract<IssueGrade, 'U' | 'I'>;
  source: KeywordSource;
  /** The question the words were said to; null for notes. */
  questionId: string | null;
  /** Issue the pack suggests; null tells the word only. */
  issue: string | null;
};

/** Full-width forms, case and spaces evened out, so that a line break inside a word hides nothing. */
const folded = (text: string): string => text.normalize('NFKC').replace(/\s+/gu, '').toLowerCase();

const wordsIn = (text: string, words: readonly string[]): string[] => {
  const plain = folded(text);
  return words.filter((word) => plain.includes(folded(word)));
};

/** Everything typed in the attempt, in order: what the customer said, what he asked, the agent's notes. */
export const typedTexts = (events: readonly ScriptEvent[], notes: string): TypedText[] => [
  ...events.flatMap((event): TypedText[] => {
    if (event.type === 'answer')
      return [{ text: event.words, source: 'words', questionId: event.questionId }];
    return event.type === 'flag' ? [{ text: event.words, source: 'question', questionId: null }] : [];
  }),
  { text: notes, source: 'notes', questionId: null },
];

/** Keywords in the texts, the urgent first; a word counts once for each place it stands in. */
export const keywordHits = (keywords: Pack['keywords'], texts: readonly TypedText[]): KeywordHit[] => {
  const seen = new Set<string>();
  return (['U', 'I'] as const).flatMap((grade) =>
    texts.flatMap(({ text, source, questionId }) =>
      wordsIn(text, keywords[grade]).flatMap((word): KeywordHit[] => {
        const place = `${word} ${source} ${questionId ?? ''}`;
        if (seen.has(place)) return [];
        seen.add(place);
        return [{ word, grade, source, questionId, issue: keywords.issues?.[word] ?? null }];
      }),
    ),
  );
};

/** Words that lead the customer or promise, in the agent's own notes. */
export const forbiddenWords = (keywords: Pack['keywords'], notes: string): string[] =>
  wordsIn(notes, keywords.agentForbidden);

export type KeywordDecision = {
  word: string;
  source: KeywordSource;
  questionId: string | null;
  /** Issue that was opened; null when the agent found that there is none. */
  issue: string | null;
};

const decisionOn = (state: ScriptState, hit: KeywordHit): KeywordDecision | undefined =>
  state.keywords.find(
    ({ word, source, questionId }) =>
      word === hit.word && source === hit.source && questionId === hit.questionId,
  );

/** Hits the agent has still to look at: not decided, and their issue is not open anyway. */
export const openKeywords = (plan: Plan, state: ScriptState, texts: readonly TypedText[]): KeywordHit[] =>
  keywordHits(plan.pack.keywords, texts).filter(
    (hit) =>
      decisionOn(state, hit) === undefined &&
      !state.issues.some((issue) => issue.code === hit.issue && issue.outcome === 'open'),
  );

/** Whether the pack has the issue of a word opened without a key. */
export const opensAtOnce = (plan: Plan, hit: KeywordHit): boolean =>
  hit.issue !== null && plan.pack.keywords.opens?.includes(hit.word) === true;

/** What became of each keyword, for the record. */
export const keywordOutcomes = (
  plan: Plan,
  state: ScriptState,
  texts: readonly TypedText[],
): (KeywordHit & { outcome: 'opened' | 'dismissed' | 'left' })[] =>
  keywordHits(plan.pack.keywords, texts).map((hit) => {
    const decision = decisionOn(state, hit);
    const opened =
      decision === undefined
        ? state.issues.some((issue) => issue.code === hit.issue)
        : decision.issue !== null;
    return { ...hit, outcome: opened ? 'opened' : decision === undefined ? 'left' : 'dismissed' };
  });

/** The question of a hit as far as it may be named now (design.md I4). */
export const shownQuestion = (plan: Plan, state: ScriptState, questionId: string | null): string | null =>
  questionId === null || isIdentified(plan, state) || openingQuestions(plan).includes(questionId)
    ? questionId
    : null;
