import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseVocabulary, type Vocabulary } from '../../core/import/vocabulary.ts';

/** Reads resources/import/vocabulary.yaml. Throws when it is missing or wrong: the program is not whole then. */
export const readVocabulary = async (folder: string): Promise<Vocabulary> =>
  parseVocabulary(await readFile(join(folder, 'vocabulary.yaml'), 'utf8'));
