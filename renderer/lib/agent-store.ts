import { create } from 'zustand';
import type { AgentView } from '../../core/ipc/features/agent.ts';

/** Main's view of the seat; null until the first answer. */
export const useAgentStore = create<{ agent: AgentView | null }>(() => ({ agent: null }));
