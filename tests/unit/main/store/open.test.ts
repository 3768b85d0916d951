import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backupsOf } from '../../../../main/store/backup.ts';
import { StoreError } from '../../../../main/store/errors.ts';
import type { Migration } from '../../../../main/store/migrate.ts';
import { userVersion } from '../../../../main/store/migrate.ts';
import { migrations } from '../../../../main/store/migrations/list.ts';
import { assertDurable, openDatabase } from '../../../../main/store/open.ts';
import { openHere, tempDir } from '../../../fixtures/store/open.ts';
import { makePolicy } from '../../../fixtures/store/policies.ts';

let dir: string;
let remove: () => void;
let file: string;
beforeEach(() => {
  ({ dir, remove } = tempDir());
  file = join(dir, 'desk.sqlite');
});
afterEach(() => remove());

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof StoreError) return error.code;
    throw error;
  }
  return 'none';
};

/** Version of this program, and of steps after it. */
const newest = migrations.at(-1)?.version ?? 0;
const next: Migration = {
  version: newest + 10,
  name: 'next',
  sql: 'ALTER TABLE setting ADD COLUMN note TEXT',
};
const fill = (): void => {
  const { db, store } = openHere(file);
  store.importPolicies({ mode: 'live', policies: [makePolicy(1)], at: 1, source: 'a.csv', agentId: 'a1' });
  db.close();
};

describe('durability', () => {
  it('sync.md finding 2: FULL is in force after the first read, on the first open and on every later one', () => {
    for (let round = 0; round < 3; round++) {
      const { db, store } = openHere(file);
      store.setSetting('round', String(round));
      expect(db.pragma('synchronous', { simple: true })).toBe(2);
      expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
      expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
      db.close();
    }
  });

  it('sync.md finding 2: the check sees the NORMAL that the library falls back to', () => {
    fill();
    const careless = new Database(file);
    careless.pragma('journal_mode = WAL');
    expect(codeOf(() => assertDurable(careless))).toBe('store_not_durable');
    careless.close();
  });

  it('sync.md finding 2: the check sees a NORMAL that somebody set, and a journal that is no WAL', () => {
    const db = openDatabase(file);
    db.pragma('synchronous = NORMAL');
    expect(codeOf(() => assertDurable(db))).toBe('store_not_durable');
    db.pragma('synchronous = FULL');
    expect(codeOf(() => assertDurable(db))).toBe('none');
    db.pragma('journal_mode = DELETE');
    expect(codeOf(() => assertDurable(db))).toBe('store_not_durable');
    db.close();
  });

  it('keeps the file to this user', () => {
    fill();
    // Windows has no mode bits; there the profile folder's access list does it.
    const others = process.platform === 'win32' ? 0 : statSync(file).mode & 0o077;
    expect(others).toBe(0);
  });
});

describe('migrations', () => {
  it('versions go up and the newest is the last', () => {
    const versions = migrations.map((migration) => migration.version);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
  });

  it('a new file gets every step and no backup', () => {
    const db = openDatabase(file);
    expect(userVersion(db)).toBe(migrations.at(-1)?.version);
    db.close();
    expect(backupsOf(file)).toEqual([]);
  });

  it('a file with data is copied before it is changed, and the copy opens at its old version with its data', () => {
    fill();
    const db = openDatabase(file, { migrations: [...migrations, next] });
    expect(userVersion(db)).toBe(newest + 10);
    expect(db.prepare('SELECT note FROM setting').all()).toEqual([]);
    db.close();
    const [backup] = backupsOf(file);
    expect(backup).toMatch(new RegExp(`desk\\.sqlite\\.backup-\\d{8}T\\d{9}Z-v${newest}$`));
    const { db: old, store } = openHere(backup ?? '');
    expect(userVersion(old)).toBe(newest);
    expect(Object.keys(store.knownPolicies('live', ['P202600000001']))).toHaveLength(1);
    old.close();
  });

  it('keeps the last three backups', () => {
    fill();
    const steps: Migration[] = [...migrations];
    for (let version = newest + 10; version <= newest + 50; version += 10) {
      steps.push({
        version,
        name: `step ${version}`,
        sql: `CREATE TABLE step_${version} (n INTEGER) STRICT`,
      });
      openDatabase(file, { migrations: steps, now: () => new Date(version * 1000) }).close();
    }
    expect(backupsOf(file).map((name) => /v\d+$/.exec(name)?.[0])).toEqual(
      [20, 30, 40].map((step) => `v${newest + step}`),
    );
  });

  it('a step that fails leaves the file at the version before it, with its data', () => {
    fill();
    const broken: Migration = {
      version: newest + 20,
      name: 'broken',
      sql: 'CREATE TABLE half (n INTEGER) STRICT; SELECT nothing FROM nowhere;',
    };
    expect(codeOf(() => openDatabase(file, { migrations: [...migrations, next, broken] }))).toBe('internal');
    const db = openDatabase(file, { migrations: [...migrations, next] });
    expect(userVersion(db)).toBe(newest + 10);
    expect(db.prepare(`SELECT count(*) FROM sqlite_schema WHERE name = 'half'`).pluck().get()).toBe(0);
    expect(db.prepare('SELECT count(*) FROM policy').pluck().get()).toBe(1);
    db.close();
  });

  it('a step that leaves a reference to nothing is undone', () => {
    fill();
    const orphan: Migration = { version: newest + 10, name: 'orphan', sql: 'DELETE FROM policy' };
    expect(codeOf(() => openDatabase(file, { migrations: [...migrations, orphan] }))).toBe('store_damaged');
    const db = openDatabase(file);
    expect(db.prepare('SELECT count(*) FROM policy').pluck().get()).toBe(1);
    db.close();
  });
});

describe('files that are not ours to write', () => {
  it('refuses a file of a newer program and does not change a byte of it', () => {
    fill();
    openDatabase(file, { migrations: [...migrations, next] }).close();
    const before = readFileSync(file);
    const changedAt = statSync(file).mtimeMs;
    expect(codeOf(() => openDatabase(file))).toBe('store_newer');
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(statSync(file).mtimeMs).toBe(changedAt);
    expect(backupsOf(file)).toHaveLength(1);
  });

  it('refuses the database of another program', () => {
    const other = new Database(file);
    other.exec('CREATE TABLE theirs (n INTEGER); INSERT INTO theirs VALUES (1)');
    other.close();
    const before = readFileSync(file);
    expect(codeOf(() => openDatabase(file))).toBe('store_foreign');
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('refuses what is no database, and leaves it where it is', () => {
    writeFileSync(file, 'policyNo,holderName\n'.repeat(500));
    expect(codeOf(() => openDatabase(file))).toBe('store_damaged');
    expect(readFileSync(file, 'utf8').startsWith('policyNo')).toBe(true);
  });

  it('makes the folder when it is not there', () => {
    openDatabase(join(dir, 'a', 'b', 'desk.sqlite')).close();
    expect(existsSync(join(dir, 'a', 'b', 'desk.sqlite'))).toBe(true);
  });
});
