import type { PackData, Sha256 } from './pack-schema.ts';

const placeholder = /\{([^{}]+)\}/gu;

/** Names of the variables in a template, in order of first use. */
export const variablesIn = (template: string): string[] => [
  ...new Set([...template.matchAll(placeholder)].map((match) => match[1] ?? '')),
];

/**
 * Fills a locked text. A variable without a value stays visible as `{name}`: a gap that the agent sees is
 * better than a sentence that silently says something else.
 */
export const renderText = (template: string, variables: Readonly<Record<string, string>>): string =>
  template.replace(placeholder, (whole, name: string) =>
    Object.hasOwn(variables, name) ? (variables[name] ?? whole) : whole,
  );

/**
 * Hash of a locked text (design.md I7): SHA-256 over `callback-desk/text/1`, the question id and the
 * template as written in the pack, each followed by a line feed, UTF-8. Variables are not filled in, so the
 * same wording has the same hash for every customer and in every pack version that did not touch it.
 */
export const lockedTextHash = (sha256: Sha256, id: string, template: string): string =>
  sha256(`callback-desk/text/1\n${id}\n${template}\n`);

/** `lockedTextHash` of a question of the pack. @throws RangeError for an id the pack does not have. */
export const textHash = (sha256: Sha256, pack: PackData, questionId: string): string => {
  const question = pack.questions[questionId];
  if (question === undefined) throw new RangeError(`no question ${questionId} in pack ${pack.pack.id}`);
  return lockedTextHash(sha256, questionId, question.text);
};

const spokenCharacter = /[\p{L}\p{N}]/gu;

/** Characters of a rendered text that are read out: letters and digits, no punctuation. */
export const spokenLength = (text: string): number => text.match(spokenCharacter)?.length ?? 0;

/**
 * Seconds a rendered text takes at `charactersPerMinute`, one decimal (flow_rules.min_card_seconds of
 * domain.md section 4: "chars*60/180"). Punctuation is not read.
 */
export const readingSeconds = (text: string, charactersPerMinute: number): number =>
  Math.round((spokenLength(text) * 600) / charactersPerMinute) / 10;
