import { LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { z } from 'zod';
import { checkAttempts } from './check-attempts.ts';
import { checkDispositions } from './check-dispositions.ts';
import { checkFollowUps } from './check-follow-ups.ts';
import { checkFlow } from './check-flow.ts';
import { checkPromises } from './check-promises.ts';
import { checkReferences } from './check-references.ts';
import { checkWording } from './check-wording.ts';
import { notSelfTextId, packSchema } from './pack-schema.ts';
import type { Pack, PackData, Sha256 } from './pack-schema.ts';
import { pathText, placeOf } from './problems.ts';
import type { PackProblem, Path, Report } from './problems.ts';
import { lockedTextHash, textHash } from './render.ts';

export type LoadResult = { ok: true; pack: Pack; hash: string } | { ok: false; problems: PackProblem[] };

/** Characters; a pack of this size would be ten times the default one. */
const maxLength = 1_000_000;

type ZodIssue = z.core.$ZodIssue;

/** Of the branches of a union the one that came furthest says best what is wrong. */
const deepest = (issue: ZodIssue): { path: Path; message: string } => {
  const path = issue.path.map((segment) => (typeof segment === 'symbol' ? String(segment) : segment));
  if (issue.code !== 'invalid_union') {
    const extra = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    return { path: [...path, ...extra], message: issue.message };
  }
  const inner = issue.errors.flat().map(deepest);
  const best = inner.reduce<{ path: Path; message: string } | null>(
    (found, candidate) => (found === null || candidate.path.length > found.path.length ? candidate : found),
    null,
  );
  return best === null
    ? { path, message: issue.message }
    : { path: [...path, ...best.path], message: best.message };
};

const reporter =
  (document: Document, lines: LineCounter, problems: PackProblem[]): Report =>
  (code, path, reason, remedy) => {
    const { line, column } = placeOf(document, lines, path);
    problems.push({ line, column, code, message: `Line ${line}: ${reason} ${remedy}`, path: pathText(path) });
  };

const inOrder = (problems: readonly PackProblem[]): PackProblem[] =>
  [...problems].sort((a, b) => a.line - b.line || a.column - b.column || a.code.localeCompare(b.code));

export const withHashes = (data: PackData, text: string, sha256: Sha256): Pack => {
  const hashes = Object.keys(data.questions).map((id): [string, string] => [id, textHash(sha256, data, id)]);
  return {
    ...data,
    hash: sha256(text),
    textHashes: {
      ...Object.fromEntries(hashes),
      [notSelfTextId]: lockedTextHash(sha256, notSelfTextId, data.notSelf.text),
    },
  };
};

const syntaxProblems = (document: Document): PackProblem[] =>
  document.errors.map((error) => {
    const [place] = error.linePos ?? [{ line: 1, col: 1 }];
    const reason =
      error.message
        .split('\n')[0]
        ?.replace(/ at line \d+, column \d+:?$/, '')
        .replace(/[.:]$/, '') ?? '';
    const duplicate = error.code === 'DUPLICATE_KEY';
    return {
      line: place.line,
      column: place.col,
      code: duplicate ? 'duplicate_id' : 'yaml_syntax',
      message: `Line ${place.line}: ${reason}. ${duplicate ? 'Delete one of the two or give it another id.' : 'Mend the YAML there.'}`,
      path: '',
    };
  });

/**
 * Reads and checks a script pack. A pack with any problem is refused as a whole: a script with a hole is
 * worse than the pack of yesterday. Checks that build on others run only when those found nothing.
 */
export const loadPack = (text: string, { sha256 }: { sha256: Sha256 }): LoadResult => {
  if (text.length > maxLength) {
    const message = `Line 1: the file has more than ${maxLength} characters. A script pack is far smaller; choose another file.`;
    return { ok: false, problems: [{ line: 1, column: 1, code: 'too_large', message, path: '' }] };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: true });
  if (document.errors.length > 0) return { ok: false, problems: inOrder(syntaxProblems(document)) };
  const problems: PackProblem[] = [];
  const report = reporter(document, lines, problems);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 50 });
  } catch (error) {
    report(
      'yaml_syntax',
      [],
      `${error instanceof Error ? error.message : String(error)}.`,
      'Write the values out instead of using aliases.',
    );
    return { ok: false, problems };
  }
  const shape = packSchema.safeParse(value);
  if (!shape.success) {
    for (const issue of shape.error.issues) {
      const { path, message } = deepest(issue);
      report(
        'shape',
        path,
        `${pathText(path) || 'The file'}: ${message}.`,
        'See docs/script-format.md for what may stand there.',
      );
    }
    return { ok: false, problems: inOrder(problems) };
  }
  checkReferences(shape.data, report);
  if (problems.length === 0) {
    checkWording(shape.data, report);
    checkFlow(shape.data, report);
    checkAttempts(shape.data, report);
    checkDispositions(shape.data, report);
    checkFollowUps(shape.data, report);
    checkPromises(shape.data, report);
  }
  if (problems.length > 0) return { ok: false, problems: inOrder(problems) };
  const pack = withHashes(shape.data, text, sha256);
  return { ok: true, pack, hash: pack.hash };
};
