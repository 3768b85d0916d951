import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1000;
const TEMP_PREFIX = '.tmp-';

/**
 * The folder that keeps prepared runtimes and compiled modules between installs, outside node_modules:
 * CALLBACK_DESK_CACHE, else XDG_CACHE_HOME/callback-desk, else ~/.cache/callback-desk.
 */
export function cacheRoot(env: NodeJS.ProcessEnv = process.env): string {
  if (env['CALLBACK_DESK_CACHE']) return path.resolve(env['CALLBACK_DESK_CACHE']);
  return path.join(env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache'), 'callback-desk');
}

/**
 * Fills a folder of the cache all or nothing: `fill` works in a temporary folder that is renamed at the end.
 * Whoever finds `name` in the cache therefore finds it complete. When another process was faster, its result
 * stays and ours is dropped.
 */
export async function fillAtomically(name: string, fill: (dir: string) => Promise<void>): Promise<void> {
  const root = cacheRoot();
  await mkdir(root, { recursive: true });
  await removeAbandoned(root);
  const temp = await mkdtemp(path.join(root, TEMP_PREFIX));
  try {
    const result = path.join(temp, 'result');
    await mkdir(result);
    await fill(result);
    await rename(result, path.join(root, name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(temp, { recursive: true, force: true });
  }
}

/** Removes the temporary folders of preparations that were killed long ago. */
async function removeAbandoned(root: string): Promise<void> {
  for (const entry of await readdir(root)) {
    if (!entry.startsWith(TEMP_PREFIX)) continue;
    const dir = path.join(root, entry);
    const info = await stat(dir).catch(() => null); // gone meanwhile: nothing left to remove
    if (info && Date.now() - info.mtimeMs > ABANDONED_AFTER_MS)
      await rm(dir, { recursive: true, force: true });
  }
}

/** Remembers that something was seen to be so: `key` names everything that it depends on. */
export interface Stamp {
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** True when the stamp speaks of exactly this key and, with `maxAgeMs`, is neither older nor from the future. */
export function stampHolds(stamp: Stamp | null, key: string, now: number, maxAgeMs = Infinity): boolean {
  return stamp !== null && stamp.key === key && now - stamp.at < maxAgeMs && stamp.at <= now;
}

/** Reads a stamp; a missing or damaged one is null, which only means that the work is done again. */
export async function readStamp(name: string): Promise<Stamp | null> {
  try {
    const value: unknown = JSON.parse(await readFile(stampPath(name), 'utf8'));
    if (typeof value !== 'object' || value === null) return null;
    const { key, at } = value as { key?: unknown; at?: unknown };
    return typeof key === 'string' && typeof at === 'number' ? { key, at } : null;
  } catch {
    return null;
  }
}

export async function writeStamp(name: string, key: string): Promise<void> {
  const stamp: Stamp = { key, at: Date.now() };
  await mkdir(path.dirname(stampPath(name)), { recursive: true });
  const temp = `${stampPath(name)}.${process.pid}`;
  await writeFile(temp, JSON.stringify(stamp));
  await rename(temp, stampPath(name));
}

export async function removeStamp(name: string): Promise<void> {
  await rm(stampPath(name), { force: true });
}

export function stampPath(name: string): string {
  return path.join(cacheRoot(), 'stamps', `${name}.json`);
}
