/** Spreads seats that lost the server in the same moment. */
const spreadMs = 250;
const firstMs = 500;

/**
 * The longest wait by how long the server has been away. 2 s keeps the promise "registered again within 3 s of
 * the network's return" without any hint from the operating system: 2 s to the next try, then some 50 ms for
 * socket and REGISTER. A hundred seats then make 100 tries in 2 s at the worst, which is two hundred messages a
 * second once the server is back; a registrar takes thousands. Who has been away for minutes is down, not
 * interrupted: fewer tries, and the window's `online` event still starts one at once.
 */
const longest = [
  { awayMs: 5 * 60_000, ms: 2_000 },
  { awayMs: 30 * 60_000, ms: 10_000 },
] as const;
const longestEverMs = 30_000;

/**
 * Milliseconds from the start of the try that failed to the start of the next: at once for the first, then
 * doubling, half of it at random.
 *
 * @param failures rounds of tries that failed since the connection was last up, from 0
 * @param awayMs how long it has been down
 * @param random a number from 0 up to 1
 */
export function reconnectDelayMs(failures: number, awayMs: number, random: number): number {
  if (failures <= 0) return Math.round(spreadMs * random);
  const cap = longest.find((step) => awayMs < step.awayMs)?.ms ?? longestEverMs;
  const full = Math.min(cap, firstMs * 2 ** Math.min(failures - 1, 10));
  return Math.round(full / 2 + (full / 2) * random);
}
