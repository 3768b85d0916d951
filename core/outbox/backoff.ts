export type BackoffLimits = { baseMs: number; capMs: number };

/** sync.md 4.3: full jitter, 1 s to 5 min. */
export const syncBackoff: BackoffLimits = { baseMs: 1000, capMs: 300_000 };

/**
 * Pause before the next try after `failures` failures in a row (1 = the first), in ms. Full jitter: evenly
 * spread from `baseMs` to a ceiling that doubles with every failure up to `capMs`, so that consoles that lost
 * head office at the same moment do not come back at the same moment. `random` gives 0 <= x < 1.
 */
export const backoffMs = (
  failures: number,
  random: () => number,
  { baseMs, capMs }: BackoffLimits = syncBackoff,
): number => {
  // 2 ** 30 is beyond every sensible cap and keeps the product finite.
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.min(30, Math.max(1, failures)));
  return Math.floor(baseMs + random() * Math.max(0, ceiling - baseMs));
};
