/**
 * Share in percent with one decimal, rounded down: 100 only when nothing is missing. Null when there is no base.
 */
export const shareOf = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.floor((part * 1000) / whole) / 10;

/** Below its target; nothing to count is never below. */
export const isBelow = (share: number | null, target: number): boolean => share !== null && share < target;

/** Middle value, of an even number the mean of the two middle ones; null of nothing. */
export const medianOf = (values: readonly number[]): number | null => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)];
  if (upper === undefined) return null;
  return Number.isInteger(middle) ? (upper + (sorted[middle - 1] ?? upper)) / 2 : upper;
};

/** Members by key, in the order in which the keys were met. */
export const groupBy = <T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
};

/** Name and number of an agent as one key. */
export const agentKey = (agent: { agentName: string; agentNumber: string }): string =>
  `${agent.agentName} ${agent.agentNumber}`.trim();
