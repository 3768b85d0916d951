import { foregroundOf } from './foreground.ts';
import type { Control, ControlReading, Light } from './hid-telephony.ts';
import type { CallSnapshot } from './types.ts';

/** What a button asks of the phone. */
export type HeadsetAction =
  | { type: 'answer'; callId: string }
  | { type: 'reject'; callId: string }
  | { type: 'hangUp'; callId: string }
  | { type: 'setMuted'; callId: string; muted: boolean }
  | { type: 'setHeld'; callId: string; held: boolean };

/** The calls as the buttons see them: one that is acted on, and one that waits to be answered. */
export type HeadsetCalls = {
  active: { callId: string; muted: boolean; held: boolean } | null;
  ringing: string | null;
};

/** The active call is the foreground one of those that were taken; a ringing one is beside it. */
export const headsetCalls = (calls: readonly CallSnapshot[]): HeadsetCalls => {
  const active = foregroundOf(calls.filter(({ phase }) => phase !== 'incoming'));
  return {
    active: active === null ? null : { callId: active.callId, muted: active.muted, held: active.held.local },
    ringing: calls.find(({ phase }) => phase === 'incoming')?.callId ?? null,
  };
};

export const wantedLights = ({ active, ringing }: HeadsetCalls): Record<Light, boolean> => ({
  offHook: active !== null,
  mute: active?.muted ?? false,
  ring: ringing !== null,
  hold: active?.held ?? false,
});

/** One headset: what it believes, what we wrote to it last, and which of its buttons are down. */
export type HeadsetState = {
  /** Position of each absolute control; what we wrote to its light counts as its position. */
  known: Partial<Record<Control, boolean>>;
  /** Relative controls that are pressed at this moment. */
  down: Partial<Record<Control, boolean>>;
  lights: Record<Light, boolean> | null;
  /** When the light of a control changed last, ms. */
  writtenAt: Partial<Record<Control, number>>;
};

export const newHeadset: HeadsetState = { known: {}, down: {}, lights: null, writtenAt: {} };

/**
 * A report this soon after a write is the headset's echo of it, whatever it says: no finger follows a light that
 * fast, and headsets answer a write within some tens of milliseconds.
 */
export const echoMs = 120;

/** The control that a headset moves by itself when its light is written. */
const mirrored: readonly (readonly [Light, Control])[] = [
  ['offHook', 'hook'],
  ['mute', 'mute'],
  ['hold', 'hold'],
];

/**
 * Lights to write after the calls or the headset changed, or null when all are in step. With `mend` a headset
 * that moved by itself, off-hook without a call for example, is brought back; not so while an action of its own
 * is still under way.
 */
export const followCalls = (
  state: HeadsetState,
  calls: HeadsetCalls,
  at: number,
  mend: boolean,
): { state: HeadsetState; lights: Record<Light, boolean> | null } => {
  const wanted = wantedLights(calls);
  const known = { ...state.known };
  const writtenAt = { ...state.writtenAt };
  let differs = state.lights?.ring !== wanted.ring;
  for (const [light, control] of mirrored) {
    const astray = mend && (known[control] ?? wanted[light]) !== wanted[light];
    if (state.lights?.[light] === wanted[light] && !astray) continue;
    differs = true;
    known[control] = wanted[light];
    writtenAt[control] = at;
  }
  return differs
    ? { state: { ...state, known, lights: wanted, writtenAt }, lights: wanted }
    : { state, lights: null };
};

/**
 * One report of the headset, at `at` ms. Only a change acts: what the headset repeats, or says because we wrote
 * its light, does nothing. The caller goes on with `followCalls`, which brings the lights in step again.
 */
export const pressed = (
  state: HeadsetState,
  readings: readonly ControlReading[],
  calls: HeadsetCalls,
  at: number,
): { state: HeadsetState; actions: HeadsetAction[] } => {
  const known = { ...state.known };
  const down = { ...state.down };
  const actions: HeadsetAction[] = [];
  for (const { control, absolute, on } of readings) {
    const positions = absolute ? known : down;
    const changed = (positions[control] ?? false) !== on;
    const echo = at - (state.writtenAt[control] ?? -Infinity) < echoMs;
    if (!changed || (absolute && echo)) continue;
    positions[control] = on;
    if (echo || (!on && (!absolute || momentary.has(control)))) continue;
    const action = actionOf(control, absolute && !momentary.has(control) ? on : null, calls);
    if (action !== null) actions.push(action);
  }
  return { state: { ...state, known, down }, actions };
};

/** On while the finger is on it, even where the descriptor calls it absolute (usage types MC and OSC). */
const momentary: ReadonlySet<Control> = new Set(['flash', 'drop']);

/** `to`: the new position of an absolute control; null = one press of a button. */
const actionOf = (
  control: Control,
  to: boolean | null,
  { active, ringing }: HeadsetCalls,
): HeadsetAction | null => {
  /** A call on hold is not in the way of one that rings. */
  const rings = ringing !== null && (active === null || active.held);
  switch (control) {
    case 'hook':
      if (rings && active !== null) return { type: 'answer', callId: ringing };
      if (active !== null) return to === true ? null : { type: 'hangUp', callId: active.callId };
      return ringing !== null && to !== false ? { type: 'answer', callId: ringing } : null;
    case 'mute':
      return active === null ? null : { type: 'setMuted', callId: active.callId, muted: to ?? !active.muted };
    case 'drop':
      if (active !== null && !rings) return { type: 'hangUp', callId: active.callId };
      return ringing === null ? null : { type: 'reject', callId: ringing };
    case 'flash':
    case 'hold':
      if (active === null) return null;
      // With a second call waiting the key takes it up; the phone puts the first on hold.
      if (ringing !== null && to !== false) return { type: 'answer', callId: ringing };
      return { type: 'setHeld', callId: active.callId, held: to ?? !active.held };
  }
};
