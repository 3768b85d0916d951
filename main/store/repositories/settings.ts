import type Database from 'better-sqlite3';

/** Small texts by name (packs of running calls, import mappings). */
export const createSettings = (db: Database.Database) => {
  const get = db.prepare<[string], { value: string }>('SELECT value FROM setting WHERE key = ?');
  const set = db.prepare<[string, string]>(
    'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  return {
    setting: (key: string): string | null => get.get(key)?.value ?? null,
    setSetting: (key: string, value: string): void => {
      set.run(key, value);
    },
  };
};
