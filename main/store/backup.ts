import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type Database from 'better-sqlite3';

const keep = 3;

const flush = (path: string): void => {
  const handle = openSync(path, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

/** Windows cannot open a directory for flushing; NTFS journals the rename by itself. */
const flushDirectory = (path: string): void => {
  if (process.platform === 'win32') return;
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

const prefixOf = (file: string): string => `${basename(file)}.backup-`;

/** Backups of a store, oldest first. */
export const backupsOf = (file: string): string[] =>
  readdirSync(dirname(file))
    .filter((name) => name.startsWith(prefixOf(file)) && !name.endsWith('.part'))
    .sort()
    .map((name) => join(dirname(file), name));

/**
 * Copies the open database beside itself before it is migrated and keeps the last three copies. The copy is on
 * the disk under its final name before anything else happens; `VACUUM INTO` reads a consistent state, which a
 * copy of the file would not.
 */
export const backUp = (db: Database.Database, version: number, now: Date): string => {
  const stamp = now.toISOString().replace(/[-:.]/g, '');
  const target = join(dirname(db.name), `${prefixOf(db.name)}${stamp}-v${version}`);
  const part = `${target}.part`;
  rmSync(part, { force: true });
  db.prepare('VACUUM INTO ?').run(part);
  flush(part);
  renameSync(part, target);
  flushDirectory(dirname(target));
  for (const old of backupsOf(db.name).slice(0, -keep)) rmSync(old, { force: true });
  return target;
};
