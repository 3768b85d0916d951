import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { loadKnowledge, loadPlaybook, unknownCodes } from '../core/knowledge/load-knowledge.ts';
import { loadPack } from '../core/script/load-pack.ts';

/** `node scripts/knowledge.ts`: checks resources/knowledge against the shipped script pack; exit status 1 on any problem. */
const read = (name: string): string => readFileSync(new URL(`../resources/${name}`, import.meta.url), 'utf8');
const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

const entries = loadKnowledge([read('knowledge/topics.yaml'), read('knowledge/regulations.yaml')]);
const playbook = loadPlaybook(read('knowledge/objections.yaml'));
const pack = loadPack(read('packs/hf-default-zh.yaml'), { sha256 });

const problems = [
  ...(entries.ok ? [] : entries.problems),
  ...(playbook.ok ? [] : playbook.problems),
  ...(pack.ok ? [] : ['The script pack has problems of its own: npm run pack -- check.']),
  ...(entries.ok && playbook.ok && pack.ok
    ? unknownCodes(entries.value, playbook.value, {
        questions: new Set(Object.keys(pack.pack.questions)),
        issues: new Set(pack.pack.issues.map((issue) => issue.code)),
        dispositions: new Set(pack.pack.dispositions.map((disposition) => disposition.code)),
      })
    : []),
];

if (problems.length > 0) {
  for (const problem of problems) console.log(`resources/knowledge: ${problem}`);
  process.exitCode = 1;
} else if (entries.ok && playbook.ok) {
  console.log(
    `resources/knowledge is fine: ${entries.value.length} entries, ${playbook.value.objections.length} objections`,
  );
}
