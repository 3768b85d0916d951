import { create } from 'zustand';
import type { CallView, SoftphoneState } from '../../core/ipc/features/softphone.ts';

/** Main's state of the softphone; null until the first answer. */
export const useSoftphoneStore = create<{ softphone: SoftphoneState | null }>(() => ({ softphone: null }));

/** The call of the running callback, also after it has ended; null when there is none. */
export const callbackView = (softphone: SoftphoneState | null): CallView | null =>
  softphone?.calls.find((view) => view.callback) ?? null;

/** The call that keys act on. */
export const foregroundView = (softphone: SoftphoneState | null): CallView | null =>
  softphone?.calls.find((view) => view.call.callId === softphone.foreground) ?? null;

/** The incoming call that has rung longest. */
export const oldestIncoming = (softphone: SoftphoneState | null): CallView | null =>
  softphone?.calls.find((view) => view.call.phase === 'incoming') ?? null;

/** Calls with somebody on the other end, oldest first. */
export const talkingViews = (softphone: SoftphoneState | null): CallView[] =>
  softphone?.calls.filter((view) => view.call.phase === 'talking') ?? [];
