/** The list with one entry changed. */
export const withAt = <T>(list: readonly T[], index: number, value: T): T[] =>
  list.map((old, at) => (at === index ? value : old));

export const withoutAt = <T>(list: readonly T[], index: number): T[] => list.filter((_, at) => at !== index);

/** The list with the entry one place further up (-1) or down (1); the same list at its ends. */
export const moved = <T>(list: readonly T[], index: number, by: -1 | 1): T[] => {
  const entry = list[index];
  const other = list[index + by];
  if (entry === undefined || other === undefined) return [...list];
  return withAt(withAt(list, index, other), index + by, entry);
};
