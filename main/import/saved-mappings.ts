import { z } from 'zod';
import { savedMappingSchema, type SavedMapping } from '../../core/import/mapping.ts';
import type { Store } from '../../core/ports.ts';

const key = 'import.mappings';
/** The oldest ones leave first; an office has a handful of exports. */
const kept = 50;

const schema = z.array(savedMappingSchema);

/** Mappings that people corrected and saved, newest first. Unreadable ones (another version wrote them) count as none. */
export const savedMappings = async (store: Pick<Store, 'setting'>): Promise<SavedMapping[]> => {
  const text = await store.setting(key);
  if (text === null) return [];
  try {
    const read = schema.safeParse(JSON.parse(text));
    return read.success ? read.data : [];
  } catch {
    return [];
  }
};

/** Keeps a mapping; one of the same name or for the same headings is replaced. */
export const addSavedMapping = async (
  store: Pick<Store, 'setting' | 'setSetting'>,
  mapping: SavedMapping,
): Promise<void> => {
  const headings = (one: SavedMapping): string => Object.keys(one.fields).sort().join('\n');
  const others = (await savedMappings(store)).filter(
    (one) => one.name !== mapping.name && headings(one) !== headings(mapping),
  );
  await store.setSetting(key, JSON.stringify([mapping, ...others].slice(0, kept)));
};
