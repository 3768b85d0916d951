import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Store } from '../../core/ports.ts';
import type { Pack } from '../../core/script/pack-schema.ts';
import { readKeptPack } from '../../core/script/kept-pack.ts';
import { loadPack } from '../../core/script/load-pack.ts';

export type LoadedPack = { pack: Pack; hash: string; text: string };

export type PackLibrary = {
  /** The pack for new calls. */
  current(): LoadedPack;
  /** Takes in a newer pack of head office, if there is one; to be called between calls only. */
  refresh(): Promise<void>;
  /** The pack a call began with, kept with the store so that an update never changes a call (design.md I7). */
  byHash(hash: string): Promise<Pack>;
  /** Keeps the pack of a call that begins. */
  keep(loaded: LoadedPack): Promise<void>;
};

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

const settingOf = (hash: string): string => `pack:${hash}`;

const parse = (text: string, from: string): LoadedPack => {
  const loaded = loadPack(text, { sha256 });
  if (!loaded.ok) {
    const first = loaded.problems[0];
    throw new Error(
      `The script pack ${from} is broken at line ${first?.line ?? 1}: ${first?.message ?? 'unknown problem'}`,
    );
  }
  return { pack: loaded.pack, hash: loaded.hash, text };
};

/** Loads the shipped pack; a broken one stops the start with its line and reason. */
export const openPackFile = async (file: string): Promise<LoadedPack> =>
  parse(await readFile(file, 'utf8'), file);

/**
 * `inForce` is the pack the program starts with. `newer` looks for one that replaces the one in use; it is asked by
 * `refresh` and never at another time. `looked` hears when such a look is over.
 */
export const createPackLibrary = (
  inForce: LoadedPack,
  store: Pick<Store, 'setting' | 'setSetting'>,
  newer: (inUse: LoadedPack) => Promise<LoadedPack | null>,
  looked: () => void,
): PackLibrary => {
  let current = inForce;
  return {
    current: () => current,
    refresh: async () => {
      current = (await newer(current)) ?? current;
      looked();
    },
    byHash: async (hash) => {
      if (hash === current.hash) return current.pack;
      const text = await store.setting(settingOf(hash));
      if (text === null)
        throw new Error(`The script pack ${hash.slice(0, 12)} of this call is not in the store.`);
      const kept = readKeptPack(text, { present: current.text, sha256 });
      if (kept === null)
        throw new Error(`The script pack ${hash.slice(0, 12)} of this call can no longer be read.`);
      return kept;
    },
    keep: async (loaded) => {
      if ((await store.setting(settingOf(loaded.hash))) === null)
        await store.setSetting(settingOf(loaded.hash), loaded.text);
    },
  };
};
