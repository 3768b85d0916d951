import { parse } from 'yaml';
import type { Pack, Sha256 } from './pack-schema.ts';
import { packSchema } from './pack-schema.ts';
import { withHashes } from './load-pack.ts';

/**
 * Packs that a store keeps with its callbacks (design.md I7). They were checked when they were taken, by the
 * rules of that version of the program; parts of the format that came later are not in them.
 */

type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Parts whose keys are ids: what the old pack does not have was not asked, named or said in its callbacks. */
const idMaps = new Set(['variables', 'answerSets', 'questions', 'blocks', 'scripts', 'sms', 'knowledge']);

/** Lists whose entries are known by `code`; an entry lacks what the present one of the same code has. */
const withCodes = (old: readonly unknown[], present: readonly unknown[]): unknown[] =>
  old.map((entry) => {
    const same = present.find((one) => isPlain(one) && isPlain(entry) && one['code'] === entry['code']);
    return isPlain(entry) && isPlain(same) ? { ...same, ...entry } : entry;
  });

const completed = (old: Plain, present: Plain): Plain => {
  const own = Object.entries(old).map(([key, value]) => {
    const other = present[key];
    if (idMaps.has(key)) return [key, value];
    if (isPlain(value) && isPlain(other)) return [key, completed(value, other)];
    if (Array.isArray(value) && Array.isArray(other)) return [key, withCodes(value, other)];
    return [key, value];
  });
  const missing = Object.entries(present).filter(([key]) => !(key in old));
  return Object.fromEntries([...own, ...missing]) as Plain;
};

/**
 * A kept pack as the present program reads it: what its format did not have yet is taken from the pack in force;
 * texts, ids and the hash stay its own. Null when it cannot be read at all.
 */
export const readKeptPack = (
  text: string,
  { present, sha256 }: { present: string; sha256: Sha256 },
): Pack | null => {
  const old: unknown = parse(text);
  const newer: unknown = parse(present);
  if (!isPlain(old) || !isPlain(newer)) return null;
  const shape = packSchema.safeParse(completed(old, newer));
  return shape.success ? withHashes(shape.data, text, sha256) : null;
};
