import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readKeptPack } from '../../../../core/script/kept-pack.ts';
import { loadPack } from '../../../../core/script/load-pack.ts';
import { packText } from './support.ts';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** Packs as they were delivered: stores of their users hold callbacks made with them. */
const released = ['1.0.0', '1.1.0'].map((version) => ({
  version,
  text: readFileSync(`tests/fixtures/packs/hf-default-zh-${version}.yaml`, 'utf8'),
}));

describe('packs of callbacks that were made with earlier versions', () => {
  it.each(released)(
    '$version: no pack to take in any more, but its callbacks can be read',
    ({ version, text }) => {
      expect(loadPack(text, { sha256 }).ok).toBe(false);
      const pack = readKeptPack(text, { present: packText, sha256 });
      expect(pack?.pack.version).toBe(version);
      expect(pack?.hash).toBe(sha256(text));
      const own = parse(text) as { questions: Record<string, { text: string }> };
      expect(Object.keys(pack?.questions ?? {})).toEqual(Object.keys(own.questions));
      for (const [id, { text: words }] of Object.entries(own.questions))
        expect(pack?.questions[id]?.text).toBe(words);
    },
  );

  it('the present pack is read as it is', () => {
    const loaded = loadPack(packText, { sha256 });
    expect(readKeptPack(packText, { present: packText, sha256 })).toEqual(loaded.ok ? loaded.pack : null);
  });

  it('what is no pack is none', () => {
    expect(readKeptPack('questions: 7', { present: packText, sha256 })).toBeNull();
    expect(readKeptPack('- a list', { present: packText, sha256 })).toBeNull();
  });
});
