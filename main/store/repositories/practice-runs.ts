import type Database from 'better-sqlite3';
import { callbackRecordSchema } from '../../../core/callback/record.ts';
import type { PracticeRun } from '../../../core/ports.ts';
import { scriptEventSchema } from '../../../core/script/events.ts';

const keyPrefix = 'practice.drill:';

/**
 * Practice calls that are closed, with what a review is made from. Which drill an attempt was is one small setting;
 * the review itself is made from the stored events and not kept.
 */
export const createPracticeRuns = (db: Database.Database) => {
  type Row = { id: string; drill: string; record: string };
  const columns = `SELECT attempt.id, setting.value AS drill, attempt.record FROM attempt
    CROSS JOIN setting ON setting.key = '${keyPrefix}' || attempt.id`;
  const newest = db.prepare<[string, number], Row>(
    `${columns} WHERE attempt.mode = 'practice' AND attempt.closed_at IS NOT NULL AND attempt.agent_id = ?
     ORDER BY attempt.started_at DESC, attempt.id DESC LIMIT ?`,
  );
  const one = db.prepare<[string], Row>(
    `${columns} WHERE attempt.id = ? AND attempt.mode = 'practice' AND attempt.closed_at IS NOT NULL`,
  );
  const eventsOf = db.prepare<[string], { body: string }>(
    'SELECT body FROM attempt_event WHERE attempt_id = ? ORDER BY n',
  );
  const note = db.prepare<[string, string]>(
    'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO NOTHING',
  );

  const whole = ({ id, drill, record }: Row): PracticeRun => ({
    drill,
    record: callbackRecordSchema.parse(JSON.parse(record)),
    events: eventsOf.all(id).map(({ body }) => scriptEventSchema.parse(JSON.parse(body))),
  });

  return {
    noteDrill: (attemptId: string, drill: string): void => {
      note.run(`${keyPrefix}${attemptId}`, drill);
    },
    practiceRuns: (query: { agentId: string; limit: number }): PracticeRun[] =>
      newest.all(query.agentId, query.limit).map(whole),
    practiceRun: (attemptId: string): PracticeRun | null => {
      const row = one.get(attemptId);
      return row === undefined ? null : whole(row);
    },
  };
};
