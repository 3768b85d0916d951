import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KnowledgeEntry } from '../../core/knowledge/knowledge-schema.ts';
import { loadKnowledge, loadPlaybook, unknownCodes } from '../../core/knowledge/load-knowledge.ts';
import type { Playbook } from '../../core/knowledge/objection-schema.ts';
import type { Pack } from '../../core/script/pack-schema.ts';

export type Knowledge = { entries: readonly KnowledgeEntry[]; playbook: Playbook };

/** The shipped entry files, in the order in which an empty search lists them. */
const entryFiles = ['topics.yaml', 'regulations.yaml'];

/** What entries and playbook name but the pack does not know, as sentences. */
export const unknownToPack = ({ entries, playbook }: Knowledge, pack: Pack): string[] =>
  unknownCodes(entries, playbook, {
    questions: new Set(Object.keys(pack.questions)),
    issues: new Set(pack.issues.map(({ code }) => code)),
    dispositions: new Set(pack.dispositions.map(({ code }) => code)),
  });

/**
 * Reads the shipped knowledge and playbook.
 * @throws Error with every problem when a file is broken or names what the shipped pack does not know; this
 * stops the start, as a broken pack does.
 */
export const readKnowledge = async (options: { resources: string; pack: Pack }): Promise<Knowledge> => {
  const folder = join(options.resources, 'knowledge');
  const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
  const entries = loadKnowledge(await Promise.all(entryFiles.map(read)));
  const playbook = loadPlaybook(await read('objections.yaml'));
  const problems = [...(entries.ok ? [] : entries.problems), ...(playbook.ok ? [] : playbook.problems)];
  if (entries.ok && playbook.ok) {
    const knowledge = { entries: entries.value, playbook: playbook.value };
    problems.push(...unknownToPack(knowledge, options.pack));
    if (problems.length === 0) return knowledge;
  }
  throw new Error(`The knowledge in ${folder} is broken. ${problems.join(' ')}`);
};
