import { factKind, factNames } from './facts.ts';
import type { Facts, FactValue } from './facts.ts';

/**
 * The language of `when`: comparisons of facts joined by and, or, not and parentheses. Written by hand so
 * that a pack can never run code.
 *
 *   expression = and { "or" and }          and = not { "and" not }
 *   not = "not" not | "(" expression ")" | test
 *   test = fact [ ( "==" | "!=" | ">=" | "<=" | ">" | "<" ) literal ]
 */
type Comparison = '==' | '!=' | '>=' | '<=' | '>' | '<';
export type When =
  | { op: 'and' | 'or'; left: When; right: When }
  | { op: 'not'; of: When }
  | { op: 'test'; fact: string; comparison: Comparison; literal: string | number | boolean };

export type WhenResult = { ok: true; when: When } | { ok: false; at: number; message: string };

type Token = { kind: 'word' | 'number' | 'text' | 'symbol' | 'end'; text: string; at: number };

const tokenPattern =
  /\s*(?:(==|!=|>=|<=|>|<|\(|\))|"([^"]*)"|'([^']*)'|(-?\d+(?:\.\d+)?)(?![\p{L}\p{N}_])|([\p{L}_][\p{L}\p{N}_]*))/uy;

class WhenError extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

const tokens = (source: string): Token[] => {
  const found: Token[] = [];
  tokenPattern.lastIndex = 0;
  const end = source.trimEnd().length;
  while (tokenPattern.lastIndex < end) {
    const at = tokenPattern.lastIndex + (/^\s*/.exec(source.slice(tokenPattern.lastIndex))?.[0].length ?? 0);
    const match = tokenPattern.exec(source);
    if (match === null) throw new WhenError(at, `"${source.slice(at, at + 10).trim()}" is not understood`);
    const [, symbol, double, single, number, word] = match;
    if (symbol !== undefined) found.push({ kind: 'symbol', text: symbol, at });
    else if (number !== undefined) found.push({ kind: 'number', text: number, at });
    else if (word !== undefined) found.push({ kind: 'word', text: word, at });
    else found.push({ kind: 'text', text: double ?? single ?? '', at });
  }
  found.push({ kind: 'end', text: '', at: end });
  return found;
};

const comparisons: readonly string[] = ['==', '!=', '>=', '<=', '>', '<'];
const isComparison = (text: string): text is Comparison => comparisons.includes(text);

/** Nesting deeper than this is refused, so that no pack can exhaust the stack. */
const maxDepth = 50;

const parser = (list: readonly Token[]) => {
  let index = 0;
  const peek = (): Token => list[index] ?? { kind: 'end', text: '', at: 0 };
  const take = (): Token => {
    const token = peek();
    index += 1;
    return token;
  };
  const isWord = (text: string): boolean => peek().kind === 'word' && peek().text === text;

  const literalOf = (fact: string, comparison: Comparison, token: Token): string | number | boolean => {
    const kind = factKind(fact);
    const ordered = comparison !== '==' && comparison !== '!=';
    if (kind === undefined) throw new WhenError(token.at, `"${fact}" is not a known fact`);
    if (kind.kind === 'number') {
      if (token.kind !== 'number')
        throw new WhenError(token.at, `"${fact}" is a number and is compared with "${token.text}"`);
      return Number(token.text);
    }
    if (ordered)
      throw new WhenError(token.at, `"${fact}" is not a number and cannot be compared by ${comparison}`);
    if (kind.kind === 'boolean') {
      if (token.text !== 'true' && token.text !== 'false')
        throw new WhenError(token.at, `"${fact}" is true or false and is compared with "${token.text}"`);
      return token.text === 'true';
    }
    if (token.kind !== 'word' && token.kind !== 'text')
      throw new WhenError(token.at, `"${fact}" is compared with "${token.text}", which is not a word`);
    if (kind.values !== null && !kind.values.includes(token.text))
      throw new WhenError(
        token.at,
        `"${fact}" is never "${token.text}"; it is one of ${kind.values.join(', ')}`,
      );
    return token.text;
  };

  const test = (): When => {
    const token = take();
    if (token.kind !== 'word')
      throw new WhenError(
        token.at,
        token.kind === 'end'
          ? 'something is missing at the end'
          : `a fact is expected and "${token.text}" is found`,
      );
    const kind = factKind(token.text);
    if (kind === undefined)
      throw new WhenError(token.at, `"${token.text}" is not a known fact; facts are ${factNames.join(', ')}`);
    const comparison = peek().text;
    if (peek().kind === 'symbol' && isComparison(comparison)) {
      take();
      return { op: 'test', fact: token.text, comparison, literal: literalOf(token.text, comparison, take()) };
    }
    if (kind.kind !== 'boolean')
      throw new WhenError(token.at, `"${token.text}" is not true or false and needs a comparison`);
    return { op: 'test', fact: token.text, comparison: '==', literal: true };
  };

  const not = (depth: number): When => {
    if (depth > maxDepth) throw new WhenError(peek().at, 'too many levels of parentheses');
    if (isWord('not')) {
      take();
      return { op: 'not', of: not(depth + 1) };
    }
    if (peek().kind === 'symbol' && peek().text === '(') {
      take();
      const inner = expression(depth + 1);
      const close = take();
      if (close.text !== ')' || close.kind !== 'symbol')
        throw new WhenError(close.at, 'a closing parenthesis is missing');
      return inner;
    }
    return test();
  };

  const joined = (word: 'and' | 'or', part: () => When): When => {
    let left = part();
    while (isWord(word)) {
      take();
      left = { op: word, left, right: part() };
    }
    return left;
  };
  const expression = (depth: number): When => joined('or', () => joined('and', () => not(depth)));

  const whole = (): When => {
    const result = expression(0);
    if (peek().kind !== 'end') throw new WhenError(peek().at, `"${peek().text}" is not expected here`);
    return result;
  };
  return { whole };
};

/** Parses a condition. `at` of a failure is the offset in the text. */
export const parseWhen = (source: string): WhenResult => {
  try {
    return { ok: true, when: parser(tokens(source)).whole() };
  } catch (error) {
    if (error instanceof WhenError) return { ok: false, at: error.at, message: error.message };
    throw error;
  }
};

const compare = (
  value: FactValue,
  comparison: Comparison,
  literal: string | number | boolean,
): boolean | null => {
  if (value === null) return null;
  switch (comparison) {
    case '==':
      return value === literal;
    case '!=':
      return value !== literal;
    case '>=':
      return value >= literal;
    case '<=':
      return value <= literal;
    case '>':
      return value > literal;
    case '<':
      return value < literal;
  }
};

/** Three-valued: null when a fact that decides is unknown. */
export const evaluate = (when: When, facts: Facts): boolean | null => {
  switch (when.op) {
    case 'test':
      return compare(facts[when.fact] ?? null, when.comparison, when.literal);
    case 'not': {
      const inner = evaluate(when.of, facts);
      return inner === null ? null : !inner;
    }
    case 'and': {
      const [left, right] = [evaluate(when.left, facts), evaluate(when.right, facts)];
      if (left === false || right === false) return false;
      return left === null || right === null ? null : true;
    }
    case 'or': {
      const [left, right] = [evaluate(when.left, facts), evaluate(when.right, facts)];
      if (left === true || right === true) return true;
      return left === null || right === null ? null : false;
    }
  }
};

const names = (when: When): string[] => {
  switch (when.op) {
    case 'test':
      return [when.fact];
    case 'not':
      return names(when.of);
    default:
      return [...names(when.left), ...names(when.right)];
  }
};

/** Facts that a condition names, in its order; none for a text that does not parse. */
export const factsNamed = (source: string): string[] => {
  const result = parseWhen(source);
  return result.ok ? names(result.when) : [];
};

/**
 * Value of a condition that the checker accepted.
 * @throws RangeError for a text that does not parse: the pack was not checked.
 */
export const whenHolds = (source: string, facts: Facts): boolean | null => {
  const result = parseWhen(source);
  if (!result.ok) throw new RangeError(`condition "${source}" does not parse: ${result.message}`);
  return evaluate(result.when, facts);
};
