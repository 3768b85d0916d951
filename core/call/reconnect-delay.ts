const firstMs = 1_000;
const longestMs = 30_000;

/**
 * Milliseconds to wait before the next try to reach the PBX: doubling from 1 s to 30 s, half of it at random so
 * that a hundred seats do not come back in the same moment.
 *
 * @param failures tries that failed since the connection was last up, from 1
 * @param random a number from 0 up to 1
 */
export function reconnectDelayMs(failures: number, random: number): number {
  const full = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 10));
  return Math.round(full / 2 + (full / 2) * random);
}
