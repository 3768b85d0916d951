import type { KnowledgeEntry } from './knowledge-schema.ts';

/** An explanation helps on the telephone before the paragraph it rests on. */
const kindOrder: readonly KnowledgeEntry['kind'][] = ['topic', 'situation', 'regulation'];

/**
 * What helps at a question (domain.md row 106): entries of an issue that an abnormal answer opened come first,
 * then those of the question. Before identity passed, none that tells a kind of product (design.md I4).
 */
export const suggestKnowledge = (
  entries: readonly KnowledgeEntry[],
  at: { questionId: string; issueCodes: readonly string[]; identityPassed: boolean },
  limit = 3,
): KnowledgeEntry[] => {
  const rank = (entry: KnowledgeEntry): number =>
    (entry.issues.some((code) => at.issueCodes.includes(code)) ? 2 : 0) +
    (entry.questions.includes(at.questionId) ? 1 : 0);
  return entries
    .filter((entry) => at.identityPassed || !entry.tellsProduct)
    .map((entry) => ({ entry, rank: rank(entry) }))
    .filter((candidate) => candidate.rank > 0)
    .sort(
      (a, b) =>
        b.rank - a.rank ||
        kindOrder.indexOf(a.entry.kind) - kindOrder.indexOf(b.entry.kind) ||
        a.entry.id.localeCompare(b.entry.id),
    )
    .slice(0, limit)
    .map(({ entry }) => entry);
};
