/**
 * Text for the search index. Names are indexed by single characters, so that two characters of a Chinese name
 * are found (sync.md finding 5). Numbers are indexed by overlapping groups of three: a digit alone stands in
 * every number, and a phrase of such tokens would read the whole index.
 */
const charactersOf = (text: string): string[] =>
  [...text.normalize('NFKC').toLowerCase()].filter((character) => /[\p{L}\p{N}\p{Co}]/u.test(character));

/** Fills the groups at the end of a number; the index keeps this private-use character, and nobody types it. */
const filler = '\u{f8ff}';
const groupSize = 3;

/** All groups of three neighbours; none when there are fewer characters. */
const groupsOf = (characters: readonly string[]): string[] =>
  characters.slice(groupSize - 1).map((_, index) => characters.slice(index, index + groupSize).join(''));

/** Groups of a whole number: one begins at every character, the last ones filled up. */
const closedGroups = (characters: readonly string[]): string[] => groupsOf([...characters, filler, filler]);

export type IndexedText = { name: string; policyNo: string; phone: string };

export const indexedText = (policy: {
  holderName: string;
  policyNo: string;
  holderMobile: string;
}): IndexedText => ({
  name: charactersOf(policy.holderName).join(' '),
  policyNo: closedGroups(charactersOf(policy.policyNo)).join(' '),
  phone: closedGroups(charactersOf(policy.holderMobile)).join(' '),
});

const phrase = (tokens: readonly string[]): string => `"${tokens.join(' ')}"`;

/** Anywhere in a number; fewer than three characters, which stand in nearly every number, only at its end. */
const within = (characters: readonly string[]): string =>
  phrase(characters.length < groupSize ? closedGroups(characters) : groupsOf(characters));

/**
 * FTS5 query for what a person typed: words are joined by "and"; a word is part of the name or of the policy
 * number, digits are part of the policy number or the last digits of the telephone number; one or two characters
 * are the last ones of a number. Null when there is nothing to search for in it.
 */
export const searchQuery = (typed: string): string | null => {
  const words = typed
    .split(/\s+/)
    .map(charactersOf)
    .filter((characters) => characters.length > 0);
  if (words.length === 0) return null;
  return words
    .map((characters) => {
      const isNumber = characters.every((character) => /\d/.test(character));
      const other = isNumber ? `phone : ${phrase(closedGroups(characters))}` : `name : ${phrase(characters)}`;
      return `(policy_no : ${within(characters)} OR ${other})`;
    })
    .join(' AND ');
};

/** Notes for the search index: single characters, so that two Chinese characters next to each other are found. */
export const indexedNotes = (notes: string): string => charactersOf(notes).join(' ');

/** FTS5 query for words in notes, joined by "and"; null when there is nothing to search for in it. */
export const noteQuery = (typed: string): string | null => {
  const words = typed
    .split(/\s+/)
    .map(charactersOf)
    .filter((characters) => characters.length > 0);
  return words.length === 0 ? null : words.map((characters) => `notes : ${phrase(characters)}`).join(' AND ');
};
