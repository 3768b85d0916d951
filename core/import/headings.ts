import { columnLetter, halfWidth } from './cell.ts';
import type { ImportField } from './fields.ts';
import type { Vocabulary } from './vocabulary.ts';

/** One column of a table as its heading describes it. */
export type Column = {
  index: number;
  letter: string;
  /** As in the file, tidied; may be empty. */
  heading: string;
  /** What stood in brackets or behind a slash, normalised: 元, 万元, yyyymmdd. */
  note: string;
  /** Holds account numbers or secrets by its heading: never taken. */
  refused: boolean;
};

/** Letters and digits only, lower case, half-width: 投保人 姓名： and 投保人姓名 are the same heading. */
export const normaliseHeading = (heading: string): string =>
  halfWidth(heading)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

const bracketed = /[([{【〔「<]([^)\]}】〕」>]*)[)\]}】〕」>]/g;

/** Splits 保费（单位：万元） into 保费 and 万元. */
export const splitHeading = (heading: string): { name: string; note: string } => {
  const text = halfWidth(heading);
  const inside = [...text.matchAll(bracketed)].map((match) => match[1] ?? '');
  const outside = text.replace(bracketed, '');
  const slash = /^(.+?)\s*\/\s*([^/]+)$/.exec(outside);
  const note = slash === null ? inside.join('') : `${inside.join('')}${slash[2] ?? ''}`;
  return {
    name: normaliseHeading(slash === null ? outside : (slash[1] ?? '')),
    note: normaliseHeading(note).replace(/^(单位|unit)/, ''),
  };
};

/** Normalised heading -> field and strength (0 = strongest). */
export type HeadingIndex = {
  fields: ReadonlyMap<string, { field: ImportField; rank: number }>;
  refused: ReadonlySet<string>;
};

/** Every heading that the vocabulary knows, made once per import. */
export const indexHeadings = (vocabulary: Vocabulary): HeadingIndex => {
  const fields = new Map<string, { field: ImportField; rank: number }>();
  const add = (heading: string, field: ImportField, rank: number): void => {
    const key = normaliseHeading(heading);
    if (!fields.has(key)) fields.set(key, { field, rank });
  };
  // Built headings name the person, so they go before bare ones: 投保人手机 before 手机.
  for (const [field, { party, thing }] of Object.entries(vocabulary.composed)) {
    const things = vocabulary.things[thing] ?? [];
    for (const [rank, what] of things.entries()) {
      for (const who of vocabulary.parties[party] ?? []) {
        add(who + what, field as ImportField, rank);
        add(what + who, field as ImportField, rank);
        add(`${what} of ${who}`, field as ImportField, rank);
      }
    }
  }
  for (const [field, headings] of Object.entries(vocabulary.headings)) {
    for (const [rank, heading] of headings.entries()) add(heading, field as ImportField, 100 + rank);
  }
  return { fields, refused: new Set(vocabulary.refusedHeadings.map(normaliseHeading)) };
};

/** The field a heading names: read whole first (证件号码(后四位), 姓名(投保人)), then without its brackets. */
export const fieldOfHeading = (
  heading: string,
  index: HeadingIndex,
): { field: ImportField; rank: number } | null =>
  index.fields.get(normaliseHeading(heading)) ?? index.fields.get(splitHeading(heading).name) ?? null;

const chinese = /\p{Script=Han}/u;

/** 续期扣款账号1 is an account column too; English words run together, so only whole headings count there. */
const mentionsRefused = (whole: string, index: HeadingIndex): boolean =>
  !index.fields.has(whole) && [...index.refused].some((word) => chinese.test(word) && whole.includes(word));

/** Columns of a heading row. */
export const readColumns = (headings: readonly string[], index: HeadingIndex): Column[] =>
  headings.map((heading, i) => {
    const { name, note } = splitHeading(heading);
    const whole = normaliseHeading(heading);
    const refused = index.refused.has(whole) || index.refused.has(name) || mentionsRefused(whole, index);
    return { index: i, letter: columnLetter(i), heading: halfWidth(heading), note, refused };
  });

/**
 * What a saved mapping is found by: the headings, each with its count so far where one repeats. The order of
 * the columns does not matter.
 */
export const headingKeys = (columns: readonly Column[]): string[] => {
  const seen = new Map<string, number>();
  return columns.map((column) => {
    const key = normaliseHeading(column.heading);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count === 1 ? key : `${key}#${count}`;
  });
};
