import type { CallSnapshot } from '../call/types.ts';
import type { HotkeyAction } from './hotkeys.ts';

/** What a hotkey, the tray or a headset asks of the phone. */
export type CallIntent =
  | { type: 'answer' | 'reject' | 'hangUp'; callId: string }
  | { type: 'setMuted'; callId: string; muted: boolean }
  | { type: 'setHeld'; callId: string; held: boolean };

/** A press this soon after the ringing began was meant for the call that has just ended, in ms. */
export const justRangMs = 800;

const byAge = (one: CallSnapshot, other: CallSnapshot): number => one.startedAt - other.startedAt;

/**
 * What a hotkey means now; null when it means nothing, and then nothing happens. It acts blind, from within
 * another program, so it is careful: it answers the call that has rung longest, hangs up the call that is talked
 * to before it refuses one that rings, and mutes or holds only what is talked to.
 */
export const callIntent = (
  action: Exclude<HotkeyAction, 'show'>,
  calls: readonly CallSnapshot[],
  now: number,
): CallIntent | null => {
  const ringing = calls.filter((call) => call.phase === 'incoming').toSorted(byAge);
  const talking = calls.filter((call) => call.phase === 'talking');
  const active = talking.find((call) => !call.held.local) ?? null;
  const asked = calls.find((call) => call.phase === 'dialling' || call.phase === 'ringing');
  switch (action) {
    case 'answer':
      return ringing[0] === undefined ? null : { type: 'answer', callId: ringing[0].callId };
    case 'hangUp': {
      const up = active ?? asked ?? null;
      if (up !== null) return { type: 'hangUp', callId: up.callId };
      const [first] = ringing;
      if (first !== undefined)
        return now - first.startedAt < justRangMs ? null : { type: 'reject', callId: first.callId };
      const held = talking.toSorted(byAge).at(-1);
      return held === undefined ? null : { type: 'hangUp', callId: held.callId };
    }
    case 'mute':
      return active && { type: 'setMuted', callId: active.callId, muted: !active.muted };
    case 'hold': {
      if (active !== null) return { type: 'setHeld', callId: active.callId, held: true };
      const held = talking.toSorted(byAge).at(-1);
      return held === undefined ? null : { type: 'setHeld', callId: held.callId, held: false };
    }
  }
};
