import type { CallSnapshot } from './types.ts';

/**
 * Loudness (RMS, 0..1) from which a microphone is taken to be spoken into: -34 dBFS. Speech in a headset lies at
 * some -30 to -20 dBFS, an office behind noise suppression below -50 dBFS.
 */
const speakingLevel = 0.02;

/** The agent speaks and is muted: nobody hears it. On hold it is told anyway that nobody hears him. */
export const speaksUnheard = (call: CallSnapshot): boolean =>
  call.phase === 'talking' &&
  call.muted &&
  !call.held.local &&
  (call.stats?.outboundLevel ?? 0) >= speakingLevel;
