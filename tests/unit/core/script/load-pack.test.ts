import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadPack } from '../../../../core/script/load-pack.ts';
import { packJsonSchema } from '../../../../core/script/pack-json-schema.ts';
import { problemCodes } from '../../../../core/script/problems.ts';
import { changes } from './pack-changes.ts';
import type { Change } from './pack-changes.ts';
import { packText, sha256 } from './support.ts';

const lineOf = (text: string, mark: string): number => text.slice(0, text.indexOf(mark)).split('\n').length;

const changed = ({ from, to }: Change): string => {
  const text = packText.replace(from, to);
  if (text === packText) throw new Error(`the change ${String(from)} does not apply`);
  return text;
};

describe('pack checker', () => {
  test.each(changes)('$code: $what', (change) => {
    const text = changed(change);
    const result = loadPack(text, { sha256 });
    if (result.ok) throw new Error('the broken pack was accepted');
    const found = result.problems.find((problem) => problem.code === change.code);
    expect(found, JSON.stringify(result.problems)).toBeDefined();
    if (change.more !== true) expect(result.problems.map((problem) => problem.code)).toEqual([change.code]);
    const line = lineOf(text, change.at);
    expect(
      result.problems.filter((problem) => problem.code === change.code).map((problem) => problem.line),
    ).toContain(line);
    expect(found?.message).toMatch(/^Line \d+: .+[.…] .+\.$/s);
  });

  test('every code of the closed list is shown by a case above, but the size limit', () => {
    expect(new Set([...changes.map((change) => change.code), 'too_large'])).toEqual(new Set(problemCodes));
  });

  test('too_large: a file that is no pack is not parsed', () => {
    const result = loadPack('#'.repeat(1_000_001), { sha256 });
    expect(!result.ok && result.problems.map((problem) => problem.code)).toEqual(['too_large']);
  });

  test.each(['', '[]', 'pack: 1', '\u0000', '&a [*a]', 'x: &a [1]\ny: [*a, *a]'])(
    '"%s" is refused with a problem',
    (text) => {
      const result = loadPack(text, { sha256 });
      expect(!result.ok && result.problems.length > 0).toBe(true);
    },
  );

  test('a bomb of aliases is refused', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
    for (let index = 1; index < 9; index += 1)
      lines.push(`a${index}: &a${index} [${Array.from({ length: 9 }, () => `*a${index - 1}`).join(', ')}]`);
    const result = loadPack(lines.join('\n'), { sha256 });
    expect(!result.ok && result.problems[0]?.code).toBe('yaml_syntax');
  });

  test('column and path point at the word', () => {
    const result = loadPack(packText.replace('    issue: I20\n', '    issue: I99\n'), { sha256 });
    expect(!result.ok && result.problems).toEqual([
      {
        code: 'unknown_issue',
        line: lineOf(packText, '    issue: I20\n'),
        column: 12,
        path: 'questions.Q30.issue',
        message: expect.stringContaining('Issue I99 is not in the list of issues.') as string,
      },
    ]);
  });

  test('the hash of a pack is that of its file', () => {
    const result = loadPack(packText, { sha256 });
    expect(result.ok && result.hash).toBe(sha256(packText));
  });

  test('docs/script-pack.schema.json is up to date (npm run pack -- schema)', () => {
    expect(JSON.parse(readFileSync('docs/script-pack.schema.json', 'utf8'))).toEqual(
      JSON.parse(packJsonSchema()),
    );
  });
});
