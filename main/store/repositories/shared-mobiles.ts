import type Database from 'better-sqlite3';
import type { SharedMobile } from '../../../core/callback/shared-mobile.ts';

/** Whose number it is besides (domain.md row 4). */
export const createSharedMobiles = (db: Database.Database) => {
  // One person is told from another by name and birth date, as the import does.
  const others = db.prepare<[string], { holders: number }>(
    `SELECT count(DISTINCT other.holder_name || ' ' || coalesce(other.body ->> '$.holderBirthDate', '')) AS holders
     FROM task JOIN policy ON policy.id = task.policy_id
     CROSS JOIN policy AS other ON other.mode = policy.mode AND other.holder_mobile = policy.holder_mobile
     WHERE task.id = ? AND (other.holder_name <> policy.holder_name
       OR coalesce(other.body ->> '$.holderBirthDate', '') <> coalesce(policy.body ->> '$.holderBirthDate', ''))`,
  );
  const sellers = db.prepare<[string], { found: number }>(
    `SELECT EXISTS (SELECT 1 FROM task JOIN policy ON policy.id = task.policy_id
       CROSS JOIN policy AS sold ON sold.mode = policy.mode AND sold.body ->> '$.sellerMobile' = policy.holder_mobile
         AND sold.body ->> '$.sellerMobile' IS NOT NULL
       WHERE task.id = ?) AS found`,
  );
  return {
    sharedMobile: (taskId: string): SharedMobile => ({
      otherHolders: others.get(taskId)?.holders ?? 0,
      isSellers: sellers.get(taskId)?.found === 1,
    }),
  };
};
