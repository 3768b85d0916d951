import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const rows = readFileSync('docs/coverage.md', 'utf8')
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, row = '', , state = '', where = '', proof = '']) => ({ row: Number(row), state, where, proof }));

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);
/** The rows of the domain list that belong to the agent's work. */
const wanted = [
  ...range(1, 16),
  ...range(18, 55),
  ...range(59, 62),
  64,
  65,
  ...range(67, 69),
  ...range(73, 75),
  ...range(79, 87),
  94,
  102,
  105,
  106,
  107,
];

describe('docs/coverage.md', () => {
  it('has each row of the agent’s work once, in order', () => {
    expect(rows.map(({ row }) => row)).toEqual(wanted);
  });

  it.each(rows)('row $row: its state is known, and the test it names exists', ({ state, where, proof }) => {
    expect(['works', 'part', 'open']).toContain(state);
    const test = /tests\/[\w./-]+\.ts/.exec(proof)?.[0];
    if (state === 'open') expect(test).toBeUndefined();
    else {
      expect(where).not.toBe('');
      expect(test !== undefined && existsSync(test)).toBe(true);
    }
    // What is only partly there says what is missing.
    if (state === 'part') expect(proof).toContain(';');
  });
});
