import type Database from 'better-sqlite3';
import { indexedText } from '../search-text.ts';

/** What of a policy its tasks are found by. */
type Found = Parameters<typeof indexedText>[0];

/** The search index of the work list: every task of a policy is found under the policy's names and numbers. */
export const createTaskIndex = (db: Database.Database) => {
  const tasks = db.prepare<[string], { n: number }>('SELECT n FROM task WHERE policy_id = ?');
  const insert = db.prepare<[number | bigint, string, string, string]>(
    'INSERT OR REPLACE INTO task_fts (rowid, name, policy_no, phone) VALUES (?, ?, ?, ?)',
  );
  const put = (n: number | bigint, found: Found): void => {
    const { name, policyNo, phone } = indexedText(found);
    insert.run(n, name, policyNo, phone);
  };
  return {
    put,
    /** After the policy has changed. */
    putAll: (policyId: string, found: Found): void => {
      for (const { n } of tasks.all(policyId)) put(n, found);
    },
  };
};
export type TaskIndex = ReturnType<typeof createTaskIndex>;
