import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backupsOf } from '../../../../main/store/backup.ts';
import { userVersion } from '../../../../main/store/migrate.ts';
import { severalCallbacks } from '../../../../main/store/migrations/0080-several-callbacks.ts';
import { migrations } from '../../../../main/store/migrations/list.ts';
import { openDatabase } from '../../../../main/store/open.ts';
import { createSqliteStore } from '../../../../main/store/sqlite-store.ts';
import { startedAt } from '../../../fixtures/store/attempts.ts';
import { tempDir } from '../../../fixtures/store/open.ts';
import { makePolicy } from '../../../fixtures/store/policies.ts';
import { storeRules } from '../../../fixtures/store/rules.ts';

const released = fileURLToPath(new URL('../../../fixtures/store/v30.sqlite', import.meta.url));
const before = migrations.filter(({ version }) => version < severalCallbacks.version);

let file: string;
let remove: () => void;
beforeEach(() => {
  const temp = tempDir();
  remove = temp.remove;
  file = join(temp.dir, 'desk.sqlite');
});
afterEach(() => remove());

/** Names of what belongs to table task besides its rows. */
const parts = (db: Database.Database): string[] => [
  ...(db.pragma('table_xinfo(task)') as { name: string }[]).map(({ name }) => `column ${name}`),
  ...(db
    .prepare(
      "SELECT type || ' ' || name FROM sqlite_schema WHERE tbl_name = 'task' AND type <> 'table' AND sql IS NOT NULL",
    )
    .pluck()
    .all() as string[]),
];
const rowsOf = (db: Database.Database, table: string, order: string): Record<string, unknown>[] =>
  db.prepare(`SELECT * FROM ${table} ORDER BY ${order}`).all() as Record<string, unknown>[];

describe('a policy may have several callbacks', () => {
  it('a released file with data: backed up, every row kept, what a callback is about is now the task’s', () => {
    copyFileSync(released, file);
    const old = new Database(file);
    const lapse = { kind: 'lapse', date: '2026-03-01' };
    const chosen = old
      .prepare("SELECT id, policy_id FROM task WHERE mode = 'live' ORDER BY n LIMIT 1")
      .get() as {
      id: string;
      policy_id: string;
    };
    old
      .prepare("UPDATE policy SET body = json_set(body, '$.callback', json(?)) WHERE id = ?")
      .run(JSON.stringify(lapse), chosen.policy_id);
    old.prepare("UPDATE task SET type = 'lapse' WHERE id = ?").run(chosen.id);
    const tasks = rowsOf(old, 'task', 'n');
    const others = ['attempt', 'issue', 'attempt_event'].map((table) => rowsOf(old, table, '1, 2'));
    const tally = rowsOf(old, 'task_tally', 'mode, state, grade_rank').filter(({ n }) => n !== 0);
    old.close();
    expect(tasks.length).toBeGreaterThan(3);

    const db = openDatabase(file);
    expect(backupsOf(file)).toHaveLength(1);
    const backup = new Database(backupsOf(file)[0] ?? '', { readonly: true });
    expect(userVersion(backup)).toBe(30);
    expect(rowsOf(backup, 'task', 'n')).toEqual(tasks);
    backup.close();

    expect(db.pragma('foreign_key_check')).toEqual([]);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    const after = rowsOf(db, 'task', 'n');
    expect(after).toEqual(
      tasks.map((row) => expect.objectContaining({ ...row, origin: 'list' }) as Record<string, unknown>),
    );
    for (const [at, table] of ['attempt', 'issue', 'attempt_event'].entries())
      expect(rowsOf(db, table, '1, 2')).toEqual(
        others[at]?.map((row) => expect.objectContaining(row) as Record<string, unknown>),
      );
    expect(rowsOf(db, 'task_tally', 'mode, state, grade_rank').filter(({ n }) => n !== 0)).toEqual(tally);

    const store = createSqliteStore(db, storeRules, () => startedAt);
    expect(store.task(chosen.id)?.policy.callback).toEqual(lapse);
    const other = tasks.find(({ id }) => id !== chosen.id)?.['id'];
    expect(store.task(String(other))?.policy.callback).toBeUndefined();
    db.close();
  });

  it('loses no column, index or trigger of the table as it was', () => {
    const old = openDatabase(file, { migrations: before });
    const had = parts(old);
    old.close();
    const db = openDatabase(file, { migrations: [...before, severalCallbacks] });
    expect(parts(db)).toEqual(expect.arrayContaining(had));
    // Nothing of the scaffold stays.
    const names = db.prepare('SELECT name FROM sqlite_schema').pluck().all() as string[];
    expect(names.filter((name) => name.includes('rebuilt'))).toEqual([]);
    db.close();
  });

  it('counts of the work list go on being right on the rebuilt table', () => {
    const db = openDatabase(file);
    const store = createSqliteStore(db, storeRules, () => startedAt);
    store.importPolicies({
      mode: 'live',
      policies: [makePolicy(1), makePolicy(2)],
      at: startedAt,
      source: 'list.csv',
      agentId: 'a1',
    });
    expect(store.taskCounts('live', startedAt)).toMatchObject({ all: 2, open: 2 });
    db.prepare("UPDATE task SET state = 'succeeded' WHERE n = 1").run();
    expect(store.taskCounts('live', startedAt)).toMatchObject({ all: 2, open: 1, done: 1 });
    expect(() => {
      db.prepare(
        `INSERT INTO task (id, policy_id, mode, type, state, deadline_at, tries, created_at, updated_at)
         SELECT 'x', policy_id, mode, type, 'to_dial', 0, 0, 0, 0 FROM task WHERE n = 2`,
      ).run();
    }).toThrow(/UNIQUE/);
    db.close();
  });

  it('a cut in the middle leaves the file as it was', () => {
    copyFileSync(released, file);
    const broken = { ...severalCallbacks, sql: `${severalCallbacks.sql}; SELECT no_such_function();` };
    expect(() => openDatabase(file, { migrations: [...before, broken] })).toThrow();
    const db = openDatabase(file, { migrations: before });
    expect(parts(db).filter((part) => part === 'column subject')).toEqual([]);
    db.close();
    const again = openDatabase(file);
    expect(again.pragma('integrity_check', { simple: true })).toBe('ok');
    again.close();
  });
});
