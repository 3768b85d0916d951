import { factKind } from './facts.ts';
import type { Facts, FactValue } from './facts.ts';
import { evaluate, parseWhen } from './when.ts';
import type { When } from './when.ts';

/**
 * Reasoning about conditions by trying every case that can matter: both values of a yes-no fact, every word
 * of a closed list and one besides those named, the numbers at and next to each named limit.
 */
const literals = (when: When, fact: string): (string | number | boolean)[] => {
  switch (when.op) {
    case 'test':
      return when.fact === fact ? [when.literal] : [];
    case 'not':
      return literals(when.of, fact);
    default:
      return [...literals(when.left, fact), ...literals(when.right, fact)];
  }
};

const factsIn = (when: When): string[] => {
  switch (when.op) {
    case 'test':
      return [when.fact];
    case 'not':
      return factsIn(when.of);
    default:
      return [...factsIn(when.left), ...factsIn(when.right)];
  }
};

const valuesFor = (fact: string, whens: readonly When[]): FactValue[] => {
  const kind = factKind(fact);
  const named = whens.flatMap((when) => literals(when, fact));
  if (kind?.kind === 'boolean') return [true, false];
  if (kind?.kind === 'number') {
    return [
      ...new Set(named.flatMap((value) => (typeof value === 'number' ? [value - 1, value, value + 1] : []))),
    ];
  }
  if (kind?.kind === 'text' && kind.values !== null) return [...kind.values];
  return [...new Set([...named, '\u0000other'])];
};

/** More cases than this are not tried. */
const maxCases = 50_000;

/** Every case of the facts these conditions name, or null when there are too many to try. */
const casesOf = (whens: readonly When[]): Facts[] | null => {
  const names = [...new Set(whens.flatMap(factsIn))];
  let cases: Record<string, FactValue>[] = [{}];
  for (const name of names) {
    const values = valuesFor(name, whens);
    if (cases.length * values.length > maxCases) return null;
    cases = cases.flatMap((known) => values.map((value) => ({ ...known, [name]: value })));
  }
  return cases;
};

const parseAll = (sources: readonly string[]): When[] =>
  sources.flatMap((source) => {
    const result = parseWhen(source);
    return result.ok ? [result.when] : [];
  });

/** True when `then` holds in every case in which all of `given` hold. */
export const implies = (given: readonly string[], then: string): boolean => {
  const [conclusion] = parseAll([then]);
  const premises = parseAll(given);
  if (conclusion === undefined) return false;
  const cases = casesOf([...premises, conclusion]);
  if (cases === null) return false;
  return cases.every(
    (facts) =>
      premises.some((premise) => evaluate(premise, facts) !== true) || evaluate(conclusion, facts) === true,
  );
};

/** A case in which none of the conditions holds, `null` when there is none. */
export const uncoveredCase = (sources: readonly string[]): Facts | null => {
  const whens = parseAll(sources);
  const cases = casesOf(whens) ?? [];
  return cases.find((facts) => whens.every((when) => evaluate(when, facts) !== true)) ?? null;
};

/** A case in which all of these conditions hold, `null` when there is none. */
export const commonCase = (sources: readonly string[]): Facts | null => {
  const whens = parseAll(sources);
  return casesOf(whens)?.find((facts) => whens.every((when) => evaluate(when, facts) === true)) ?? null;
};
