import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprintOf } from '../../../scripts/setup/app-build.ts';

let root: string;
const LONG_AGO = new Date('2026-01-01T00:00:00Z');

async function write(name: string, content: string): Promise<void> {
  await writeFile(path.join(root, name), content);
  await utimes(path.join(root, name), LONG_AGO, LONG_AGO);
}
const fingerprint = (): string => fingerprintOf(root, ['core', 'settings.json', 'not-there']);

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'build-test-'));
  await mkdir(path.join(root, 'core', 'deep'), { recursive: true });
  await write('core/deep/a.ts', 'a');
  await write('settings.json', '{}');
});

afterEach(() => rm(root, { recursive: true }));

describe('the fingerprint of the sources', () => {
  it('stays while nothing changes', () => {
    expect(fingerprint()).toBe(fingerprint());
  });

  it('changes with a file that is edited, added or removed, with whatever time', async () => {
    const seen = [fingerprint()];
    await write('core/deep/a.ts', 'ab');
    seen.push(fingerprint());
    await write('core/b.ts', '');
    seen.push(fingerprint());
    await rm(path.join(root, 'core', 'deep', 'a.ts'));
    seen.push(fingerprint());
    await write('settings.json', '{ }');
    seen.push(fingerprint());
    await utimes(path.join(root, 'settings.json'), LONG_AGO, new Date('2026-01-02T00:00:00Z'));
    seen.push(fingerprint());
    expect(new Set(seen).size).toBe(seen.length);
  });
});
