import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Document, LineCounter, Node } from 'yaml';

/** Closed set of faults a pack can have; docs/script-format.md lists them with their remedies. */
export const problemCodes = [
  'too_large',
  'yaml_syntax',
  'shape',
  'duplicate_id',
  'unknown_question',
  'unknown_issue',
  'unknown_disposition',
  'unknown_variable',
  'unknown_block',
  'unknown_script',
  'unknown_factor',
  'unknown_answer',
  'unknown_keyword',
  'variable_not_provided',
  'bad_when',
  'no_answers',
  'too_many_answers',
  'abnormal_without_issue',
  'unclear_not_abnormal',
  'merged_question',
  'leading_words',
  'forbidden_question',
  'fact_not_marked',
  'fact_before_identity',
  'identity_place',
  'identity_impossible',
  'missing_item',
  'no_open_question',
  'asked_twice',
  'unreachable_question',
  'unreachable_block',
  'script_gap',
  'script_overlap',
  'no_ending',
  'not_self_end',
  'unsafe_success',
  'no_way_out',
  'bad_disposition',
  'bad_attempts',
  'bad_follow_up',
  'bad_promise',
] as const;
type ProblemCode = (typeof problemCodes)[number];

/** One fault, ready to show: the message names line, reason and remedy. */
export type PackProblem = {
  /** 1-based. */
  line: number;
  column: number;
  code: ProblemCode;
  message: string;
  /** Where it is, e.g. `questions.Q10.text`. */
  path: string;
};

export type Path = readonly (string | number)[];

/** Takes one fault: where, why (a sentence) and what to do (a sentence). */
export type Report = (code: ProblemCode, path: Path, reason: string, remedy: string) => void;

const startOf = (node: unknown): number | null => {
  const range = (node as Node | null)?.range;
  return range === undefined || range === null ? null : range[0];
};

/**
 * Line and column (1-based) of a path in the file: of the value where it is a word or number, of its key
 * where it is a list or map, of the nearest parent where the path is not in the file at all.
 */
export const placeOf = (
  document: Document,
  lines: LineCounter,
  path: Path,
): { line: number; column: number } => {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const segment of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isScalar(item.key) && String(item.key.value) === String(segment),
      );
      if (pair === undefined) break;
      node = pair.value;
      offset = (isScalar(node) ? startOf(node) : null) ?? startOf(pair.key) ?? offset;
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(segment)];
      if (item === undefined) break;
      node = item;
      offset = startOf(node) ?? offset;
    } else {
      break;
    }
  }
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
};

export const pathText = (path: Path): string => path.map(String).join('.');
