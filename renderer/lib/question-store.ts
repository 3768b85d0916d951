import { create } from 'zustand';

/** What becomes of a question of the customer. */
export type QuestionPath = 'open' | 'answered' | 'promised';

/** What is typed in the form; kept while the panel is closed, so that nothing typed is lost. */
export type QuestionDraft = {
  /** Number in the log; null for a new question. */
  n: number | null;
  text: string;
  path: QuestionPath;
  words: string;
  entryId: string | null;
  what: string;
  /** Code of a quick choice; null for a time of its own. */
  due: string | null;
  date: string;
  time: string;
  way: string | null;
  owner: string | null;
};

export const emptyDraft: QuestionDraft = {
  n: null,
  text: '',
  path: 'open',
  words: '',
  entryId: null,
  what: '',
  due: '',
  date: '',
  time: '',
  way: null,
  owner: null,
};

type QuestionState = {
  isOpen: boolean;
  /** The attempt that the draft belongs to. */
  attemptId: string | null;
  draft: QuestionDraft;
};

/** The panel of the customer's questions; opened from the flags, the wrap-up and by key. */
export const useQuestionStore = create<QuestionState>(() => ({
  isOpen: false,
  attemptId: null,
  draft: emptyDraft,
}));

/** Opens the panel for a question of the log, or for a new one with what was typed before. */
export const openQuestions = (
  attemptId: string,
  question: Pick<QuestionDraft, 'n' | 'text' | 'path'> | null = null,
): void =>
  useQuestionStore.setState((before) => {
    const kept = before.attemptId === attemptId ? before.draft : emptyDraft;
    const isKept = question === null || question.n === kept.n;
    return { isOpen: true, attemptId, draft: isKept ? kept : { ...emptyDraft, ...question } };
  });

export const closeQuestions = (): void => useQuestionStore.setState({ isOpen: false });

export const changeDraft = (change: Partial<QuestionDraft>): void =>
  useQuestionStore.setState(({ draft }) => ({ draft: { ...draft, ...change } }));

export const clearDraft = (): void => useQuestionStore.setState({ draft: emptyDraft });
