import { create } from 'zustand';
import type { IssueCounts } from '../../core/ipc/features/issues.ts';

/** How many issues are open, late or nearly so; null until main has told. `version` changes with each telling. */
export const useIssueStore = create<{ counts: IssueCounts | null; version: number }>(() => ({
  counts: null,
  version: 0,
}));

export const setIssueCounts = (counts: IssueCounts): void =>
  useIssueStore.setState((state) => ({ counts, version: state.version + 1 }));
