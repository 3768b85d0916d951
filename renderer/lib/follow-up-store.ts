import { create } from 'zustand';
import type { FollowUpNews } from '../../core/ipc/features/follow-ups.ts';

/** Counts of follow-ups and due appointments as main tells them. */
export const useFollowUpStore = create<{ news: FollowUpNews | null; version: number }>(() => ({
  news: null,
  version: 0,
}));

/** The version changes only with the figures, so that lists do not ask for nothing. */
export const setFollowUpNews = (news: FollowUpNews): void =>
  useFollowUpStore.setState((before) => ({
    news,
    version: before.version + (JSON.stringify(before.news) === JSON.stringify(news) ? 0 : 1),
  }));
