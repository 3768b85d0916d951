import type Database from 'better-sqlite3';
import { backUp } from './backup.ts';
import { StoreError } from './errors.ts';

/** One forward step of the schema. */
export type Migration = {
  /** `user_version` afterwards. */
  version: number;
  name: string;
  sql: string;
};

/** `application_id` of our files ("CBdk"), so that another program's database is not taken for ours. */
export const applicationId = 0x4342646b;

export const userVersion = (db: Database.Database): number =>
  Number(db.pragma('user_version', { simple: true }));

/** The version this program writes. */
export const newestVersion = (migrations: readonly Migration[]): number => migrations.at(-1)?.version ?? 0;

/**
 * Brings the file to the newest version. Each step is one transaction together with its `user_version`: a cut
 * leaves the file at a whole version. A file with data is copied first (`backUp`). Throws `store_damaged` when a
 * step leaves a reference to nothing.
 */
export const migrate = (db: Database.Database, migrations: readonly Migration[], now: () => Date): void => {
  const from = userVersion(db);
  const due = migrations.filter((migration) => migration.version > from);
  if (due.length === 0) return;
  if (from > 0) backUp(db, from, now());
  // A table that is rebuilt is dropped first, which must not touch the rows that refer to it.
  db.pragma('foreign_keys = OFF');
  for (const migration of due) {
    db.transaction(() => {
      db.exec(migration.sql);
      const broken = db.pragma('foreign_key_check') as unknown[];
      if (broken.length > 0)
        throw new StoreError(
          'store_damaged',
          `migration ${migration.version}: ${broken.length} broken references`,
        );
      db.pragma(`application_id = ${applicationId}`);
      db.pragma(`user_version = ${migration.version}`);
    }).exclusive();
  }
  db.pragma('foreign_keys = ON');
  // The new version goes into the main file at once, where an older program looks first.
  db.pragma('wal_checkpoint(TRUNCATE)');
};
