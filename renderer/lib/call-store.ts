import { create } from 'zustand';
import { noRegistration, type CallSnapshot, type Registration } from '../../core/call/types.ts';
import type { SessionView } from '../../core/ipc/features/call.ts';

export type CallState = {
  registration: Registration;
  call: CallSnapshot | null;
  session: SessionView | null;
  /** False until main's snapshot has come: before that nobody knows whether a call is running. */
  known: boolean;
};

export const initialCallState: CallState = {
  registration: noRegistration,
  call: null,
  session: null,
  known: false,
};

/**
 * Session after a message from main. The answer to a call and the event about the same change may come in
 * either order; a view with fewer saved events of the same attempt is the older one.
 */
export const newerSession = (
  before: SessionView | null,
  incoming: SessionView | null,
): SessionView | null => {
  if (!before || !incoming || before.attemptId !== incoming.attemptId) return incoming;
  return incoming.savedEvents < before.savedEvents ? before : incoming;
};

export const useCallStore = create<CallState>(() => initialCallState);

export const setSession = (session: SessionView | null): void =>
  useCallStore.setState((state) => ({ session: newerSession(state.session, session) }));
