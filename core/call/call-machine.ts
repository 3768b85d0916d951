import type { CallEnding, CallSnapshot, MediaStats, TransferState } from './types.ts';

/** What happens to a call, whatever library carries it. Times are UTC ms. */
export type CallEvent =
  | { type: 'ringing' }
  /** The other side's own tone or announcement is heard (183 with a session description, RFC 3960). */
  | { type: 'earlyMedia' }
  | { type: 'answered'; at: number }
  | { type: 'muted'; muted: boolean }
  | { type: 'held'; side: 'local' | 'remote'; held: boolean }
  | { type: 'health'; signalling?: CallSnapshot['signalling']; media?: CallSnapshot['media'] }
  | { type: 'transfer'; transfer: TransferState }
  | { type: 'conference' }
  | { type: 'stats'; stats: MediaStats }
  | { type: 'ended'; at: number; ending: CallEnding; sipStatus: number | null; q850Cause?: number | null };

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
  held: { local: false, remote: false },
  signalling: 'up',
  media: 'none',
  earlyMedia: false,
  transfer: null,
  conference: false,
  startedAt: at,
  answeredAt: null,
  endedAt: null,
  ending: null,
  sipStatus: null,
  q850Cause: null,
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
    case 'earlyMedia':
      return isSetUp(call) || call.earlyMedia ? call : { ...call, phase: 'ringing', earlyMedia: true };
    case 'answered':
      return call.phase === 'talking'
        ? call
        : { ...call, phase: 'talking', answeredAt: event.at, earlyMedia: false };
    case 'muted':
      return call.muted === event.muted ? call : { ...call, muted: event.muted };
    case 'held':
      if (call.phase !== 'talking' || call.held[event.side] === event.held) return call;
      return { ...call, held: { ...call.held, [event.side]: event.held } };
    case 'health': {
      const { signalling = call.signalling, media = call.media } = event;
      const same = signalling === call.signalling && media === call.media;
      return same ? call : { ...call, signalling, media };
    }
    case 'transfer':
      return call.phase === 'talking' && goesOn(call.transfer, event.transfer)
        ? { ...call, transfer: event.transfer }
        : call;
    case 'conference':
      return call.conference ? call : { ...call, conference: true };
    case 'stats':
      return call.phase === 'talking' ? { ...call, stats: event.stats } : call;
    case 'ended':
      return {
        ...call,
        phase: 'ended',
        endedAt: event.at,
        ending: event.ending,
        sipStatus: event.sipStatus,
        q850Cause: event.q850Cause ?? null,
        media: 'none',
        earlyMedia: false,
      };
  }
}

/** Early media belongs to a call that was dialled and is not yet answered. */
const isSetUp = (call: CallSnapshot): boolean => call.phase === 'talking' || call.phase === 'incoming';

const transferOrder = { asked: 0, trying: 1, ringing: 2, done: 3, failed: 3 } as const;

/** Progress is told once and forward only; a new transfer begins with `asked`, after the last one has ended. */
function goesOn(now: TransferState | null, next: TransferState): boolean {
  if (now === null || transferOrder[now.state] === transferOrder.done) return next.state === 'asked';
  return transferOrder[next.state] > transferOrder[now.state];
}

/** Why a call ended that this side hung up: before the answer it was cancelled (RFC 3261 section 9). */
export const localEnding = (call: CallSnapshot): CallEnding =>
  call.phase === 'talking' ? 'local_hangup' : call.direction === 'incoming' ? 'rejected' : 'cancelled';

/** Whether the call has a voice path that this side has not put on hold. */
export const isForeground = (call: CallSnapshot): boolean => call.phase === 'talking' && !call.held.local;
