import { closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { asStoreError, StoreError } from './errors.ts';
import type { Migration } from './migrate.ts';
import { applicationId, migrate, newestVersion, userVersion } from './migrate.ts';
import { migrations as allMigrations } from './migrations/list.ts';

/** Refuses files that are not ours to write, before anything is written. */
const inspect = (file: string, newest: number): void => {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  try {
    const version = userVersion(db);
    const application = Number(db.pragma('application_id', { simple: true }));
    const tables = Number(db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get());
    if (tables === 0 && version === 0) return;
    if (application !== applicationId) throw new StoreError('store_foreign', `application ${application}`);
    if (version > newest) throw new StoreError('store_newer', `file ${version}, program ${newest}`);
  } finally {
    db.close();
  }
};

/**
 * Throws `store_not_durable` unless every commit reaches the disk. Reads a table first: the library is built
 * with NORMAL for WAL files, and that takes the place of the default at the first statement only, so an earlier
 * look sees FULL and is wrong (sync.md finding 2).
 */
export const assertDurable = (db: Database.Database): void => {
  db.prepare('SELECT count(*) FROM sqlite_schema').get();
  const journal = String(db.pragma('journal_mode', { simple: true }));
  const synchronous = Number(db.pragma('synchronous', { simple: true }));
  if (journal !== 'wal' || synchronous !== 2) {
    throw new StoreError('store_not_durable', `journal ${journal}, synchronous ${synchronous}`);
  }
};

/** Set on every connection: none of them but the journal mode is kept in the file. */
const configure = (db: Database.Database): void => {
  db.pragma('busy_timeout = 5000');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  // On macOS a plain flush stops at the drive's own cache.
  db.pragma('fullfsync = ON');
  db.pragma('checkpoint_fullfsync = ON');
  db.pragma('foreign_keys = ON');
  db.pragma('trusted_schema = OFF');
};

/**
 * Opens the store's file, makes it when it is not there, and brings it to the newest version. Throws a
 * StoreError: `store_newer` and `store_foreign` (nothing was written), `store_damaged`, `store_not_durable`,
 * `disk_full`, `store_busy`.
 */
export const openDatabase = (
  file: string,
  options: { migrations?: readonly Migration[]; now?: () => Date } = {},
): Database.Database => {
  const { migrations = allMigrations, now = () => new Date() } = options;
  let db: Database.Database | null = null;
  try {
    if (existsSync(file) && statSync(file).size > 0) {
      inspect(file, newestVersion(migrations));
    } else {
      mkdirSync(dirname(file), { recursive: true });
      // Personal data: for this user only. SQLite gives its side files the same mode.
      closeSync(openSync(file, 'a', 0o600));
    }
    db = new Database(file);
    configure(db);
    migrate(db, migrations, now);
    assertDurable(db);
    return db;
  } catch (error) {
    db?.close();
    throw asStoreError(error);
  }
};
