import type { CallbackRecord } from '../../core/callback/record.ts';
import { answerOf, makeAttempt, makeRecord } from '../fixtures/store/attempts.ts';

/** The body text of a complete fictional callback record, as a message carries it. */
export const sampleBody = (id: string, change: Partial<CallbackRecord> = {}): string =>
  JSON.stringify(
    makeRecord(makeAttempt({ id, taskId: `task-of-${id}` }), { answers: [answerOf(1)], ...change }),
  );
