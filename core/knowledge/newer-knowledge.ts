import type { KnowledgeEntry } from './knowledge-schema.ts';

/**
 * The shipped entries with those of head office (domain.md row 106): an entry of the same id takes the other's
 * place when its version is higher, an entry of a new id comes after the shipped ones.
 * `taken` is how many entries of head office are used.
 */
export const withNewerEntries = (
  shipped: readonly KnowledgeEntry[],
  offered: readonly KnowledgeEntry[],
): { entries: KnowledgeEntry[]; taken: number } => {
  const byId = new Map(offered.map((entry) => [entry.id, entry]));
  const known = new Set(shipped.map(({ id }) => id));
  const replaced = shipped.map((entry) => {
    const other = byId.get(entry.id);
    return other !== undefined && other.version > entry.version ? other : entry;
  });
  const added = offered.filter(({ id }) => !known.has(id));
  const taken = replaced.filter((entry, index) => entry !== shipped[index]).length + added.length;
  return { entries: [...replaced, ...added], taken };
};
