import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { loadPack } from '../core/script/load-pack.ts';
import { packJsonSchema } from '../core/script/pack-json-schema.ts';

/**
 * Script packs from the command line:
 *   npm run pack -- check FILE...   every problem as FILE:line:column code message; exit status 1 if there is one
 *   npm run pack -- schema [FILE]   writes the JSON Schema (docs/script-pack.schema.json)
 */

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

const readText = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    console.error(
      `${file}: cannot be read (${error instanceof Error ? error.message : String(error)}). Check the path.`,
    );
    return null;
  }
};

const checkFile = (file: string): boolean => {
  const text = readText(file);
  if (text === null) return false;
  const result = loadPack(text, { sha256 });
  if (!result.ok) {
    for (const problem of result.problems) {
      console.log(`${file}:${problem.line}:${problem.column} ${problem.code} ${problem.message}`);
    }
    return false;
  }
  const { pack, hash } = result;
  const count = (record: object): number => Object.keys(record).length;
  console.log(
    `${file}: ${pack.pack.id} ${pack.pack.version} is fine: ${count(pack.scripts)} scripts, ${count(pack.questions)} questions, ` +
      `${pack.issues.length} issue types, ${pack.dispositions.length} dispositions, sha256 ${hash.slice(0, 12)}`,
  );
  return true;
};

const [command, ...files] = process.argv.slice(2);
if (command === 'check' && files.length > 0) {
  const results = files.map(checkFile);
  if (results.includes(false)) process.exitCode = 1;
} else if (command === 'schema') {
  const target = files[0] ?? 'docs/script-pack.schema.json';
  writeFileSync(target, packJsonSchema());
  console.log(`${target} written`);
} else {
  console.error('Usage: npm run pack -- check FILE...   |   npm run pack -- schema [FILE]');
  process.exitCode = 2;
}
