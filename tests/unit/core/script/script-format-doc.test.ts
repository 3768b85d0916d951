import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { situations } from '../../../../core/callback/rules-schema.ts';
import { factNames } from '../../../../core/script/facts.ts';
import { endEffects, packSchema } from '../../../../core/script/pack-schema.ts';
import { problemCodes } from '../../../../core/script/problems.ts';
import { providedVariables } from '../../../../core/script/variables.ts';
import { pack } from './support.ts';

const text = readFileSync('docs/script-format.md', 'utf8');

describe('docs/script-format.md', () => {
  test.each([
    ['part of the file', Object.keys(packSchema.shape)],
    [
      'key of a question',
      Object.keys(packSchema.shape.questions.valueType.shape).filter((key) => key !== 'set'),
    ],
    ['code of the checker', problemCodes],
    ['fact', factNames],
    ['situation', situations],
    ['early end', endEffects],
  ])('names every %s', (_what, names) => {
    expect(names.filter((name) => !text.includes(`\`${name}\``) && !text.includes(`\`${name}:`))).toEqual([]);
  });

  test('names every variable that the program fills', () => {
    expect(Object.keys(providedVariables).filter((name) => !text.includes(name))).toEqual([]);
  });

  test('shows examples as they stand in the default pack', () => {
    expect(text).toContain(`text: '${pack.questions['Q19']?.text}'`);
    expect(text).toContain(`explain: '${pack.questions['Q19']?.explain}'`);
    expect(text).toContain(
      `name: { zh: ${pack.scripts['NB_PAR']?.name.zh}, en: ${pack.scripts['NB_PAR']?.name.en} }`,
    );
  });
});
