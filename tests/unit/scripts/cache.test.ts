import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  cacheRoot,
  fillAtomically,
  readStamp,
  removeStamp,
  stampHolds,
  stampPath,
  writeStamp,
} from '../../../scripts/setup/cache.ts';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'cache-test-'));
  vi.stubEnv('CALLBACK_DESK_CACHE', dir);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(dir, { recursive: true });
});

describe('where the cache lies', () => {
  it('is CALLBACK_DESK_CACHE before XDG_CACHE_HOME before the home folder', () => {
    expect(cacheRoot({ CALLBACK_DESK_CACHE: '/a', XDG_CACHE_HOME: '/b' })).toBe('/a');
    expect(cacheRoot({ XDG_CACHE_HOME: '/b' })).toBe('/b/callback-desk');
    expect(cacheRoot({})).toMatch(/\/\.cache\/callback-desk$/);
  });
});

describe('a stamp', () => {
  const stamp = { key: '45.4.1 from github', at: 1000 };

  it('holds for its key only', () => {
    expect(stampHolds(stamp, '45.4.1 from github', 5000)).toBe(true);
    expect(stampHolds(stamp, '45.4.1 from a mirror', 5000)).toBe(false);
    expect(stampHolds(null, '45.4.1 from github', 5000)).toBe(false);
  });

  it('ends with its age, and one from the future counts for nothing', () => {
    expect(stampHolds(stamp, stamp.key, 1000 + 99, 100)).toBe(true);
    expect(stampHolds(stamp, stamp.key, 1000 + 100, 100)).toBe(false);
    expect(stampHolds(stamp, stamp.key, 999, 100)).toBe(false);
  });

  it('is read back as written and is gone when removed', async () => {
    await writeStamp('tried', 'key 1');
    const read = await readStamp('tried');
    expect(read?.key).toBe('key 1');
    expect(stampHolds(read, 'key 1', Date.now(), 60_000)).toBe(true);
    await removeStamp('tried');
    expect(await readStamp('tried')).toBeNull();
  });

  it.each(['', '{"key":"a"', '{"key":"a","at":"yesterday"}', '[]', 'null'])(
    'that is damaged (%j) is no stamp',
    async (content) => {
      await writeStamp('tried', 'key 1');
      await writeFile(stampPath('tried'), content);
      expect(await readStamp('tried')).toBeNull();
    },
  );
});

describe('filling a folder of the cache', () => {
  it('shows the folder only when it is complete, and leaves no temporary folder', async () => {
    await fillAtomically('runtime', async (target) => {
      await writeFile(path.join(target, 'electron'), 'binary');
      expect(await readdir(dir)).not.toContain('runtime');
    });
    expect(await readdir(dir)).toEqual(['runtime']);
    expect(await readFile(path.join(dir, 'runtime', 'electron'), 'utf8')).toBe('binary');
  });

  it('leaves nothing behind when it fails', async () => {
    const failure = fillAtomically('runtime', async (target) => {
      await writeFile(path.join(target, 'half'), '');
      throw new Error('disk full');
    });
    await expect(failure).rejects.toThrow('disk full');
    expect(await readdir(dir)).toEqual([]);
  });

  it('keeps the result of a faster process', async () => {
    await fillAtomically('runtime', async (ours) => {
      await fillAtomically('runtime', (theirs) => writeFile(path.join(theirs, 'electron'), 'theirs'));
      await writeFile(path.join(ours, 'electron'), 'ours');
    });
    expect(await readFile(path.join(dir, 'runtime', 'electron'), 'utf8')).toBe('theirs');
    expect(await readdir(dir)).toEqual(['runtime']);
  });
});
