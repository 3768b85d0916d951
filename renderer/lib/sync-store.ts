import { create } from 'zustand';
import type { SyncStatus } from '../../core/ipc/features/sync.ts';

/** Main's view of the outbox and the line to head office; null until the first answer. */
export const useSyncStore = create<{ sync: SyncStatus | null }>(() => ({ sync: null }));
