import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadDrillBook } from '../../../../core/practice/drill-book.ts';
import { voiceManifestSchema } from '../../../../core/practice/drill-schema.ts';
import { spokenWords } from '../../../../core/practice/spoken-values.ts';
import { shippedBook, shippedTexts, voicesFolder } from './shipped-book.ts';

const small = {
  drills: `version: 1
pace: { thinkMs: 1, perCharMs: 1, maxMs: 1 }
missing_value: none
lines:
  none: { zh: 没有, en: none }
  hello: { zh: 喂, en: hello }
base:
  - { when: { kind: question }, say: [none] }
drills:
  - id: D
    title: { zh-CN: 一, en: one }
    teaches: { zh-CN: 一, en: one }
    call: { onInvite: answer, ringMs: 1 }
    greeting: [hello]
`,
  voices: JSON.stringify({
    licence: '',
    generator: '',
    voices: ['none', 'hello', ...Object.keys(spokenWords)].flatMap((id) =>
      ['man', 'woman'].map((actor) => ({
        file: `${actor}-${id}.ogg`,
        zh: '',
        en: '',
        sha256: '0'.repeat(64),
      })),
    ),
  }),
};

const problemsOf = (texts: typeof small): string[] => {
  const result = loadDrillBook(texts);
  return result.ok
    ? []
    : result.problems.map(({ file, line, path, reason }) => `${file}:${line} ${path}: ${reason}`);
};

const rule = (rest: string): string =>
  `{ id: r, check: asked_again, good: { zh-CN: 好, en: good }, improve: { zh-CN: 改, en: mend }, ${rest} }`;

describe('the shipped drills', () => {
  it('domain.md 4 drills: T1 to T6 are there, with a calm one, nobody in, and engaged', () => {
    expect(shippedBook().drills.map(({ id }) => id)).toEqual([
      'T0',
      'T1',
      'T2',
      'T3',
      'T4',
      'T5',
      'T6',
      'not_in',
      'busy',
    ]);
  });

  it('every recording is the one that the manifest describes, and no other lies there', () => {
    const manifest = voiceManifestSchema.parse(parse(shippedTexts.voices));
    for (const { file, sha256 } of manifest.voices) {
      expect(
        createHash('sha256')
          .update(readFileSync(join(voicesFolder, file)))
          .digest('hex'),
        file,
      ).toBe(sha256);
    }
    expect(readdirSync(voicesFolder).sort()).toEqual(
      [...manifest.voices.map(({ file }) => file), 'voices.yaml'].sort(),
    );
  });

  it('says in the manifest what is said in the drills', () => {
    const book = shippedBook();
    const manifest = voiceManifestSchema.parse(parse(shippedTexts.voices));
    for (const [id, line] of Object.entries(book.lines)) {
      const recorded = manifest.voices.filter(
        ({ file }) => file.endsWith(`-${id}.ogg`) && file.split('-').length === id.split('-').length + 1,
      );
      expect(
        recorded.map(({ zh, en }) => ({ zh, en })),
        id,
      ).toEqual(recorded.map(() => ({ zh: line.zh, en: line.en })));
    }
  });
});

describe('a broken drill file is refused with line and reason', () => {
  it('accepts the small one', () => {
    expect(problemsOf(small)).toEqual([]);
  });

  it.each([
    ['YAML that does not parse', 'base:\n', 'base: [\n', /^drills:\d+ : /],
    [
      'an unknown key',
      '    greeting: [hello]',
      '    greeting: [hello]\n    colour: red',
      /^drills:15 drills\.0\.colour: /,
    ],
    [
      'a drill that answers without a word',
      '    greeting: [hello]\n',
      '',
      /^drills:1[01] drills\.0: .*greeting/,
    ],
    ['a ring of three minutes', 'ringMs: 1', 'ringMs: 180000', /^drills:13 drills\.0\.call\.ringMs: /],
    [
      'a line that nobody wrote',
      '[hello]',
      '[hallo]',
      /^drills:14 drills\.0\.greeting\.0: there is no line or value "hallo"/,
    ],
    [
      'a value that nobody knows',
      '[none]',
      '[$salary]',
      /^drills:8 base\.0\.say\.0: there is no line or value "\$salary"/,
    ],
    [
      'a rule without a condition',
      '{ kind: question }',
      '{}',
      /^drills:8 base\.0\.when: a rule needs at least one condition/,
    ],
    [
      'a rule that both speaks and is silent',
      'say: [none] }',
      'say: [none], silent: true }',
      /^drills:8 base\.0: needs either say or silent/,
    ],
    [
      'a pass rule about a line that nobody wrote',
      '    greeting: [hello]\n',
      `    greeting: [hello]\n    pass: [${rule('after: [hallo]')}]\n`,
      /^drills:15 drills\.0\.pass\.0\.after: there is no line "hallo"/,
    ],
    [
      'a pass rule that stands twice',
      '    greeting: [hello]\n',
      `    greeting: [hello]\n    pass: [${rule('after: [hello]')}, ${rule('after: [none]')}]\n`,
      /^drills:15 drills\.0\.pass\.1\.id: rule "r" stands twice/,
    ],
    [
      'a pass rule that can not be judged: no such check',
      '    greeting: [hello]\n',
      `    greeting: [hello]\n    pass: [${rule('after: [hello]').replace('asked_again', 'politeness')}]\n`,
      /^drills:15 drills\.0\.pass\.0\.check: /,
    ],
    [
      'a line without a recording',
      'hello }',
      'hello }\n  extra: { zh: 多, en: more }',
      /^drills:7 lines\.extra: man-extra\.ogg is not recorded/,
    ],
  ])('%s', (_, from, to, expected) => {
    expect(small.drills).toContain(from);
    expect(problemsOf({ ...small, drills: small.drills.replace(from, to) }).join('\n')).toMatch(
      new RegExp(expected.source, 'm'),
    );
  });

  it('a line that nobody says', () => {
    expect(
      problemsOf({ ...small, drills: small.drills.replace('greeting: [hello]', 'greeting: [none]') }),
    ).toEqual(['drills:6 lines.hello: nobody ever says this line']);
  });

  it('a manifest that lists a path', () => {
    expect(problemsOf({ ...small, voices: small.voices.replace('man-none.ogg', '../man.ogg') })[0]).toMatch(
      /^voices:1 voices\.0\.file: /,
    );
  });
});
