import { create } from 'zustand';

/** The practice call whose review stands above the work list; null when none, or when it was put away. */
export const useReviewStore = create<{ attemptId: string | null }>(() => ({ attemptId: null }));

export const showReview = (attemptId: string | null): void => useReviewStore.setState({ attemptId });
