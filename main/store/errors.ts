/** Closed set of what can go wrong in the store; the codes cross the worker's border unchanged. */
export type StoreErrorCode =
  /** The worker is gone or was closed. */
  | 'store_unavailable'
  /** The file was written by a newer program; it was not touched. */
  | 'store_newer'
  /** The file is a database of another program. */
  | 'store_foreign'
  /** The file is damaged or no database at all. */
  | 'store_damaged'
  /** The connection does not sync every commit to the disk (sync.md finding 2). */
  | 'store_not_durable'
  | 'disk_full'
  /** Another process held the file longer than the busy timeout. */
  | 'store_busy'
  | 'not_found'
  | 'task_not_diallable'
  /** The seat already has an attempt without a disposition. */
  | 'attempt_open'
  | 'no_attempt'
  /** The attempt is closed; its facts do not change any more. */
  | 'attempt_closed'
  /** An event number was left out. */
  | 'event_gap'
  /** The same event number came with another content. */
  | 'event_conflict'
  /** Live and practice work would be mixed. */
  | 'mode_mixed'
  /** The task is not what it was when its change was worked out. */
  | 'task_changed'
  /** Somebody has dealt with the promise meanwhile. */
  | 'promise_closed'
  /** The follow-up has as many scans as are kept. */
  | 'scans_full'
  /** The other side acknowledged what was never queued. */
  | 'ack_beyond_queue'
  /** Another person has this number. */
  | 'person_number_taken'
  | 'not_refused'
  | 'bad_input'
  | 'internal';

/** Thrown by every store method. `detail` is for the log and never holds personal data. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;
  readonly detail: string;

  constructor(code: StoreErrorCode, detail = '') {
    super(detail === '' ? code : `${code}: ${detail}`);
    this.name = 'StoreError';
    this.code = code;
    this.detail = detail;
  }
}

/** SQLite result codes that mean something to a person; all others are `internal`. */
const sqliteCodes: Readonly<Record<string, StoreErrorCode>> = {
  SQLITE_FULL: 'disk_full',
  SQLITE_BUSY: 'store_busy',
  SQLITE_LOCKED: 'store_busy',
  SQLITE_NOTADB: 'store_damaged',
  SQLITE_CORRUPT: 'store_damaged',
};

/**
 * Any thrown value as a StoreError. SQLite's own messages name tables and columns, never values, so they may
 * go to the log.
 */
export const asStoreError = (error: unknown): StoreError => {
  if (error instanceof StoreError) return error;
  if (!(error instanceof Error)) return new StoreError('internal', 'unknown');
  const raw = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = Object.entries(sqliteCodes).find(([code]) => raw === code || raw.startsWith(`${code}_`));
  if (known !== undefined) return new StoreError(known[1], raw);
  // A zod error's message may quote what it read; its name is enough.
  return new StoreError('internal', raw === '' ? error.name : `${raw}: ${error.message}`);
};
