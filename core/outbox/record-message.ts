import type { CallbackRecord } from '../callback/record.ts';
import { callbackType } from '../sync/record-types.ts';

/** Type and schema number of the message that carries a CallbackRecord; bodies keep the number they were made with. */
export const recordMessage = { type: callbackType, schema: 1 } as const;

/** The one lane in use; more lanes come with bigger drains (sync.md 4.2). */
export const recordLane = 0;

/** Body text of a record as it is hashed, stored and sent. */
export const recordBody = (record: CallbackRecord): string => JSON.stringify(record);
