import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadKnowledge } from '../../../core/knowledge/load-knowledge.ts';
import { indexKnowledge } from '../../../core/knowledge/search.ts';

const read = (name: string): string =>
  readFileSync(new URL(`../../../resources/knowledge/${name}.yaml`, import.meta.url), 'utf8');
const loaded = loadKnowledge([read('topics'), read('regulations')]);
if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
const entries = loaded.value;
const index = indexKnowledge(entries);

describe('search of the shipped knowledge', () => {
  it('finds every entry first by its own title and by its id', () => {
    for (const entry of entries) {
      expect(index.search(entry.title)[0]?.entry.id).toBe(entry.id);
      expect(index.search(entry.id).map((found) => found.entry.id)).toContain(entry.id);
    }
  });

  it('finds every entry by every two characters that stand together in its body, marked in the passage', () => {
    for (const entry of entries) {
      const pairs = new Set(
        Array.from(entry.body.matchAll(/(?=(\p{Script=Han}{2}))/gu), (match) => match[1] ?? ''),
      );
      expect(pairs.size).toBeGreaterThan(0);
      for (const pair of pairs) {
        const found = index.search(pair, entries.length).find((hit) => hit.entry.id === entry.id);
        expect(found, `${entry.id} by ${pair}`).toBeDefined();
        const marked = found?.passage.marks.map(([start, end]) => found.passage.text.slice(start, end)) ?? [];
        expect(
          marked.some((text) => text.includes(pair)),
          `${entry.id} marks ${pair}`,
        ).toBe(true);
      }
    }
  });

  it('takes any input, and every mark lies inside its passage', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (query) => {
        for (const { passage } of index.search(query)) {
          for (const [start, end] of passage.marks) {
            expect(start).toBeLessThan(end);
            expect(end).toBeLessThanOrEqual(passage.text.length);
          }
        }
      }),
      { seed: 20261123, numRuns: 200 },
    );
  });
});
