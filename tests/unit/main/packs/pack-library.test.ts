import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadPack } from '../../../../core/script/load-pack.ts';
import type { Store } from '../../../../core/ports.ts';
import { createPackLibrary } from '../../../../main/session/pack-library.ts';
import type { LoadedPack } from '../../../../main/session/pack-library.ts';
import { openHere, tempDir } from '../../../fixtures/store/open.ts';
import { pack, packText, sha256 } from '../../core/script/support.ts';

const loadedOf = (text: string): LoadedPack => {
  const result = loadPack(text, { sha256 });
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return { pack: result.pack, hash: result.hash, text };
};

test('a newer pack is for the next call; one that runs keeps the pack it began with', async () => {
  const { dir, remove } = tempDir();
  const { db, store } = openHere(join(dir, 'desk.sqlite'), () => 0);
  try {
    const settings: Pick<Store, 'setting' | 'setSetting'> = {
      setting: (key) => Promise.resolve(store.setting(key)),
      setSetting: (key, value) => Promise.resolve(store.setSetting(key, value)),
    };
    const shipped: LoadedPack = { pack, hash: pack.hash, text: packText };
    const told: string[] = [];
    let offered: LoadedPack | null = null;
    const library = createPackLibrary(
      shipped,
      settings,
      () => Promise.resolve(offered),
      () => told.push(library.current().pack.pack.version),
    );
    await library.keep(library.current());
    offered = loadedOf(packText.replace('version: 1.2.0', 'version: 1.3.0'));
    expect(library.current().pack.pack.version).toBe('1.2.0');
    await library.refresh();
    expect(library.current().pack.pack.version).toBe('1.3.0');
    expect(told).toEqual(['1.3.0']);
    expect((await library.byHash(shipped.hash)).pack.version).toBe('1.2.0');
  } finally {
    db.close();
    remove();
  }
});
