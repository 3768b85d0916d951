/** TypeScript's DOM library does not know `sinkId` yet (Chromium 110). */
type QuietOptions = AudioContextOptions & { sinkId: { type: 'none' } };

/**
 * An audio context that plays on no device itself. It goes on when the system's default device is unplugged,
 * and it opens none only to compute.
 */
export const openQuietContext = (sampleRate?: number): AudioContext => {
  const options: QuietOptions = {
    sinkId: { type: 'none' },
    ...(sampleRate === undefined ? {} : { sampleRate }),
  };
  return new AudioContext(options);
};
