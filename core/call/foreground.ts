import type { CallSnapshot } from './types.ts';

/** The lower, the nearer to the agent's ear. */
const rankOf = (call: CallSnapshot): number => {
  if (call.phase === 'talking') return call.held.local ? 3 : 0;
  if (call.phase === 'dialling' || call.phase === 'ringing') return 1;
  return call.phase === 'incoming' ? 2 : 4;
};

/**
 * The call that keys, headset buttons and hotkeys act on: the one that is talked to, else the one being
 * dialled, else the one that rings, else the one on hold; of two alike the younger. Null when none is up.
 */
export const foregroundOf = (calls: readonly CallSnapshot[]): CallSnapshot | null =>
  calls
    .filter((call) => call.phase !== 'ended')
    .toSorted((one, other) => rankOf(one) - rankOf(other) || other.startedAt - one.startedAt)[0] ?? null;
