import type { CallEnding, CallSnapshot, MediaStats } from './types.ts';

/** What happens to a call, whatever library carries it. Times are UTC ms. */
export type CallEvent =
  | { type: 'ringing' }
  | { type: 'answered'; at: number }
  | { type: 'muted'; muted: boolean }
  | { type: 'stats'; stats: MediaStats }
  | { type: 'ended'; at: number; ending: CallEnding; sipStatus: number | null };

const newCall = (
  callId: string,
  at: number,
  direction: CallSnapshot['direction'],
  phase: CallSnapshot['phase'],
): CallSnapshot => ({
  callId,
  direction,
  phase,
  muted: false,
  startedAt: at,
  answeredAt: null,
  endedAt: null,
  ending: null,
  sipStatus: null,
  stats: null,
});

/** A call that the agent has just dialled. */
export const newOutgoingCall = (callId: string, at: number): CallSnapshot =>
  newCall(callId, at, 'outgoing', 'dialling');

/** A call that has just reached this desk. */
export const newIncomingCall = (callId: string, at: number): CallSnapshot =>
  newCall(callId, at, 'incoming', 'incoming');

/**
 * The state after an event. Events that the phase does not know (a late 180 after the answer, anything after
 * the end) return the same object, so that a caller sees by identity whether something changed.
 */
export function nextCall(call: CallSnapshot, event: CallEvent): CallSnapshot {
  if (call.phase === 'ended') return call;
  switch (event.type) {
    case 'ringing':
      return call.phase === 'dialling' ? { ...call, phase: 'ringing' } : call;
    case 'answered':
      return call.phase === 'talking' ? call : { ...call, phase: 'talking', answeredAt: event.at };
    case 'muted':
      return call.muted === event.muted ? call : { ...call, muted: event.muted };
    case 'stats':
      return call.phase === 'talking' ? { ...call, stats: event.stats } : call;
    case 'ended':
      return { ...call, phase: 'ended', endedAt: event.at, ending: event.ending, sipStatus: event.sipStatus };
  }
}

/** Why a call ended that this side hung up: before the answer it was cancelled (RFC 3261 section 9). */
export const localEnding = (call: CallSnapshot): CallEnding =>
  call.phase === 'talking' ? 'local_hangup' : call.direction === 'incoming' ? 'rejected' : 'cancelled';
