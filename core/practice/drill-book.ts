import { LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import {
  drillFileSchema,
  spokenValueNames,
  voiceManifestSchema,
  type DrillFile,
  type DrillRules,
  type SpokenLine,
  type SpokenValueName,
  type VoiceActor,
} from './drill-schema.ts';
import type { PassRule } from './pass-schema.ts';
import { spokenWords } from './spoken-values.ts';

/** Drills that were checked: every line they name exists and is recorded. */
export type DrillBook = DrillFile;

type DrillProblem = { file: 'drills' | 'voices'; line: number; path: string; reason: string };
type DrillBookResult = { ok: true; book: DrillBook } | { ok: false; problems: readonly DrillProblem[] };

/** The recorded file of a line or syllable in an actor's voice. */
export const voiceFile = (actor: VoiceActor, id: string): string => `${actor}-${id}.ogg`;

/** Who speaks a line: the son his own, the holder's both a man and a woman. */
export const actorsOf = (line: SpokenLine): readonly VoiceActor[] =>
  line.by === 'son' ? ['son'] : ['man', 'woman'];

/** The policy value that an entry of `say` stands for, or null when it is a line. */
export const valueNameOf = (entry: string): SpokenValueName | null =>
  spokenValueNames.find((name) => entry === `$${name}`) ?? null;

/**
 * Reads resources/practice/drills.yaml and the manifest of the recorded voices. A broken file is refused as a
 * whole, with line and reason for each problem.
 */
export function loadDrillBook(texts: { drills: string; voices: string }): DrillBookResult {
  const drills = readYaml('drills', texts.drills, drillFileSchema);
  const voices = readYaml('voices', texts.voices, voiceManifestSchema);
  if (!drills.ok || !voices.ok) {
    return {
      ok: false,
      problems: [...(drills.ok ? [] : drills.problems), ...(voices.ok ? [] : voices.problems)],
    };
  }
  const recorded = new Set(voices.value.voices.map(({ file }) => file));
  const problems = [...nameProblems(drills.value), ...voiceProblems(drills.value, recorded)].map(
    ({ path, reason }) => ({
      file: 'drills' as const,
      line: drills.lineOf(path),
      path: path.join('.'),
      reason,
    }),
  );
  return problems.length === 0 ? { ok: true, book: drills.value } : { ok: false, problems };
}

type Path = readonly (string | number)[];
type Finding = { path: Path; reason: string };

/** Lines that are named but not written, written but never said, drills that stand twice. */
function nameProblems(file: DrillFile): Finding[] {
  const findings: Finding[] = [];
  const said = new Set<string>([file.missing_value]);
  const check = (say: readonly string[] | undefined, path: Path): void => {
    say?.forEach((entry, at) => {
      said.add(entry);
      if (valueNameOf(entry) !== null || file.lines[entry] !== undefined) return;
      findings.push({ path: [...path, at], reason: `there is no line or value "${entry}"` });
    });
  };
  if (file.lines[file.missing_value] === undefined) {
    findings.push({ path: ['missing_value'], reason: `there is no line "${file.missing_value}"` });
  }
  file.base.forEach((reply, at) => check(reply.say, ['base', at, 'say']));
  file.drills.forEach((drill, at) => {
    check(drill.greeting, ['drills', at, 'greeting']);
    drill.replies.forEach((reply, n) => check(reply.say, ['drills', at, 'replies', n, 'say']));
    if (file.drills.findIndex((other) => other.id === drill.id) !== at) {
      findings.push({ path: ['drills', at, 'id'], reason: `drill "${drill.id}" stands twice` });
    }
  });
  findings.push(...ruleProblems(file));
  for (const id of Object.keys(file.lines)) {
    if (!said.has(id)) findings.push({ path: ['lines', id], reason: 'nobody ever says this line' });
  }
  return findings;
}

/** Rules that speak of lines which do not exist, or bear the id of another of the same list. */
function ruleProblems(file: DrillFile): Finding[] {
  const lists: { path: Path; rules: readonly PassRule[] }[] = [
    { path: ['always'], rules: file.always },
    ...file.drills.map((drill, at) => ({ path: ['drills', at, 'pass'], rules: drill.pass })),
  ];
  return lists.flatMap(({ path, rules }) =>
    rules.flatMap((rule, at): Finding[] => {
      const unknown = ('after' in rule ? rule.after : []).filter((id) => file.lines[id] === undefined);
      const twice = rules.findIndex((other) => other.id === rule.id) !== at;
      return [
        ...unknown.map((id) => ({ path: [...path, at, 'after'], reason: `there is no line "${id}"` })),
        ...(twice ? [{ path: [...path, at, 'id'], reason: `rule "${rule.id}" stands twice` }] : []),
      ];
    }),
  );
}

/** Lines without their recording. */
function voiceProblems(file: DrillFile, recorded: ReadonlySet<string>): Finding[] {
  const missing = (actor: VoiceActor, id: string): boolean => !recorded.has(voiceFile(actor, id));
  const lines = Object.entries(file.lines).flatMap(([id, line]) =>
    actorsOf(line)
      .filter((actor) => missing(actor, id))
      .map((actor) => ({
        path: ['lines', id],
        reason: `${voiceFile(actor, id)} is not recorded: run scripts/make-voices.ts`,
      })),
  );
  const words = Object.keys(spokenWords).flatMap((id) =>
    (['man', 'woman'] as const)
      .filter((actor) => missing(actor, id))
      .map((actor) => ({
        path: ['lines'],
        reason: `${voiceFile(actor, id)} is not recorded: run scripts/make-voices.ts`,
      })),
  );
  return [...lines, ...words];
}

type Read<T> =
  { ok: true; value: T; lineOf: (path: Path) => number } | { ok: false; problems: DrillProblem[] };

function readYaml<S extends z.ZodType>(
  file: DrillProblem['file'],
  text: string,
  schema: S,
): Read<z.output<S>> {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      file,
      line: counter.linePos(error.pos[0]).line,
      path: '',
      reason: error.message.split('\n')[0] ?? error.code,
    }));
    return { ok: false, problems };
  }
  const lineOf = (path: Path): number => lineOfPath(document, counter, path);
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return { ok: true, value: parsed.data, lineOf };
  const problems = parsed.error.issues.map((issue) => {
    const keys: readonly PropertyKey[] = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    const path = [...issue.path, ...keys].map((key) => (typeof key === 'symbol' ? String(key) : key));
    return { file, line: lineOf(path), path: path.join('.'), reason: issue.message };
  });
  return { ok: false, problems };
}

/** Line of a node, or of the nearest node above it that exists. */
function lineOfPath(document: Document, counter: LineCounter, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
      return counter.linePos(Number(node.range[0])).line;
    }
  }
  return 1;
}

/** The drill with its replies: own rules first, then the common ones. */
export const rulesOf = (book: DrillBook, drill: DrillRules): DrillRules['replies'] => [
  ...drill.replies,
  ...book.base,
];
