import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadDrillBook, type DrillBook } from '../../../../core/practice/drill-book.ts';

const folder = join(import.meta.dirname, '../../../../resources/practice');

export const shippedTexts = {
  drills: readFileSync(join(folder, 'drills.yaml'), 'utf8'),
  voices: readFileSync(join(folder, 'voices/voices.yaml'), 'utf8'),
};
export const voicesFolder = join(folder, 'voices');

/** The drills that ship; fails the test when they do not load. */
export function shippedBook(): DrillBook {
  const result = loadDrillBook(shippedTexts);
  if (!result.ok)
    throw new Error(result.problems.map(({ file, line, reason }) => `${file}:${line} ${reason}`).join('\n'));
  return result.book;
}
