import { z } from 'zod';
import { importFields, requiredFields, type ImportField } from './fields.ts';
import { fieldOfHeading, headingKeys, type Column, type HeadingIndex } from './headings.ts';

/** Field per column index; a field stands at most once. */
export type Mapping = readonly (ImportField | null)[];

/** A mapping that a person corrected and named; found again by the headings of a file. */
export const savedMappingSchema = z.object({
  name: z.string().min(1).max(60),
  fields: z.record(z.string(), z.enum(importFields).nullable()),
});
export type SavedMapping = z.infer<typeof savedMappingSchema>;

export const saveMapping = (name: string, columns: readonly Column[], mapping: Mapping): SavedMapping => ({
  name,
  fields: Object.fromEntries(headingKeys(columns).map((key, i) => [key, mapping[i] ?? null])),
});

const fits = (saved: SavedMapping, keys: readonly string[]): boolean =>
  keys.length === Object.keys(saved.fields).length && keys.every((key) => Object.hasOwn(saved.fields, key));

/**
 * The mapping to start from: a saved one whose headings are exactly these, else what the vocabulary says.
 * `samples` are some cells of each column; of two columns that fit a field equally well, the one with
 * something in it is taken.
 */
export const guessMapping = (
  columns: readonly Column[],
  samples: readonly (readonly string[])[],
  saved: readonly SavedMapping[],
  index: HeadingIndex,
): { mapping: Mapping; savedName: string | null } => {
  const keys = headingKeys(columns);
  const known = saved.find((one) => fits(one, keys));
  if (known !== undefined) {
    const mapping = columns.map((column, i) =>
      column.refused ? null : (known.fields[keys[i] ?? ''] ?? null),
    );
    return { mapping, savedName: known.name };
  }
  const best = new Map<ImportField, { column: number; score: number }>();
  for (const column of columns) {
    const found = column.refused ? null : fieldOfHeading(column.heading, index);
    if (found === null) continue;
    const blank = (samples[column.index] ?? []).every((sample) => sample === '');
    const score = found.rank + (blank ? 1000 : 0);
    const before = best.get(found.field);
    if (before === undefined || score < before.score) best.set(found.field, { column: column.index, score });
  }
  const mapping: (ImportField | null)[] = columns.map(() => null);
  for (const [field, { column }] of best) mapping[column] = field;
  return { mapping, savedName: null };
};

export const missingFields = (mapping: Mapping): ImportField[] =>
  requiredFields.filter((field) => !mapping.includes(field));

/** Why a mapping made by hand cannot be used, or null. */
export const mappingFault = (
  columns: readonly Column[],
  mapping: Mapping,
): { code: 'bad_input' | 'sensitive_number'; field: ImportField; letter: string } | null => {
  const taken = new Set<ImportField>();
  for (const column of columns) {
    const field = mapping[column.index] ?? null;
    if (field === null) continue;
    if (column.refused) return { code: 'sensitive_number', field, letter: column.letter };
    if (taken.has(field)) return { code: 'bad_input', field, letter: column.letter };
    taken.add(field);
  }
  return null;
};
