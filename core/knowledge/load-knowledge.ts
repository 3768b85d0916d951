import { parseDocument } from 'yaml';
import { knowledgeEntrySchema, knowledgeFileSchema } from './knowledge-schema.ts';
import type { KnowledgeEntry } from './knowledge-schema.ts';
import { objectionFileSchema } from './objection-schema.ts';
import type { Playbook } from './objection-schema.ts';

/** Each problem is a sentence that names the entry, the field and the reason. */
type Loaded<T> = { ok: true; value: T } | { ok: false; problems: string[] };

type ShapeIssue = { path: PropertyKey[]; message: string };

const sentences = (name: string, issues: readonly ShapeIssue[]): string[] =>
  issues.map((issue) => `${name}: ${issue.path.map(String).join('.') || 'the whole'}: ${issue.message}.`);

const readYaml = (text: string): Loaded<unknown> => {
  const document = parseDocument(text);
  if (document.errors.length > 0)
    return { ok: false, problems: document.errors.map((error) => error.message) };
  try {
    return { ok: true, value: document.toJS({ maxAliasCount: 50 }) };
  } catch (error) {
    return { ok: false, problems: [error instanceof Error ? error.message : String(error)] };
  }
};

const loadFile = (text: string): Loaded<KnowledgeEntry[]> => {
  const yaml = readYaml(text);
  if (!yaml.ok) return yaml;
  const file = knowledgeFileSchema.safeParse(yaml.value);
  if (!file.success) return { ok: false, problems: sentences('The file', file.error.issues) };
  const entries: KnowledgeEntry[] = [];
  const problems: string[] = [];
  for (const [index, raw] of file.data.entries.entries()) {
    const entry = knowledgeEntrySchema.safeParse({ ...file.data.defaults, ...raw });
    if (entry.success) entries.push(entry.data);
    else
      problems.push(
        ...sentences(`Entry ${typeof raw.id === 'string' ? raw.id : index + 1}`, entry.error.issues),
      );
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: entries };
};

const doubles = (values: readonly string[]): string[] =>
  values.filter((value, index) => values.indexOf(value) !== index);

/** Reads knowledge files as one body; refused as a whole when an entry is wrong or an id or title comes twice. */
export const loadKnowledge = (texts: readonly string[]): Loaded<KnowledgeEntry[]> => {
  const entries: KnowledgeEntry[] = [];
  const problems: string[] = [];
  for (const text of texts) {
    const loaded = loadFile(text);
    if (loaded.ok) entries.push(...loaded.value);
    else problems.push(...loaded.problems);
  }
  for (const id of doubles(entries.map((entry) => entry.id)))
    problems.push(`Entry ${id}: the id comes twice.`);
  for (const title of doubles(entries.map((entry) => entry.title)))
    problems.push(`Title ${title}: it comes twice.`);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: entries };
};

/** Reads the objection playbook. */
export const loadPlaybook = (text: string): Loaded<Playbook> => {
  const yaml = readYaml(text);
  if (!yaml.ok) return yaml;
  const file = objectionFileSchema.safeParse(yaml.value);
  if (!file.success) return { ok: false, problems: sentences('The playbook', file.error.issues) };
  const twice = doubles(file.data.objections.map((objection) => objection.id));
  return twice.length > 0
    ? { ok: false, problems: twice.map((id) => `Objection ${id}: the id comes twice.`) }
    : { ok: true, value: file.data };
};

/** What the entries and the playbook name but the pack does not know, as sentences. */
export const unknownCodes = (
  entries: readonly KnowledgeEntry[],
  playbook: Playbook,
  pack: { questions: ReadonlySet<string>; issues: ReadonlySet<string>; dispositions: ReadonlySet<string> },
): string[] => [
  ...entries.flatMap((entry) => [
    ...entry.questions
      .filter((id) => !pack.questions.has(id))
      .map((id) => `Entry ${entry.id}: no question ${id}.`),
    ...entry.issues
      .filter((code) => !pack.issues.has(code))
      .map((code) => `Entry ${entry.id}: no issue ${code}.`),
  ]),
  ...playbook.objections.flatMap(({ id, open, end }) => [
    ...(open !== null && !pack.issues.has(open) ? [`Objection ${id}: no issue ${open}.`] : []),
    ...(end !== null && !pack.dispositions.has(end) ? [`Objection ${id}: no disposition ${end}.`] : []),
  ]),
];
