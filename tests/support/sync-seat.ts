import { randomUUID } from 'node:crypto';
import { syncStatusSchema, type SyncStatus } from '../../core/ipc/features/sync.ts';
import type { OutboxStore } from '../../core/ports.ts';
import { SyncLoop } from '../../main/sync/sync-loop.ts';
import { createVirtualTimers, type VirtualTimers } from './sync-timers.ts';

export type SyncSeat = {
  readonly loop: SyncLoop;
  readonly timers: VirtualTimers;
  readonly statuses: SyncStatus[];
  readonly logged: string[];
  /** Resolves with the first status from now on (the present one included) that fits. */
  until(fits: (status: SyncStatus) => boolean): Promise<SyncStatus>;
  /** Everything sent: online, nothing waits. */
  drained(): Promise<SyncStatus>;
  /** Offline, with a next try set. */
  paused(): Promise<SyncStatus>;
  /** Moves the clock to the next try. */
  skipPause(): Promise<void>;
  /** Drains the queue, however many pauses that takes. */
  drainThroughPauses(): Promise<void>;
};

const startOfTime = 1_795_000_000_000;
const isDrained = ({ state, counts }: SyncStatus): boolean => state === 'online' && counts.waiting === 0;
const isPaused = ({ state, nextTryAt }: SyncStatus): boolean => state === 'offline' && nextTryAt !== null;

/** Waits for something that no event tells of. */
export const eventually = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1));
};

/** A sync loop with a clock that stands still and, unless given, the real fetch. */
export const createSyncSeat = (
  store: OutboxStore,
  edge: { fetch?: typeof fetch; random?: () => number } = {},
): SyncSeat => {
  const timers = createVirtualTimers();
  const logged: string[] = [];
  const keep = (event: string): void => void logged.push(event);
  const loop = new SyncLoop({
    store,
    fetch: edge.fetch ?? fetch,
    timers,
    now: () => startOfTime + timers.elapsed(),
    random: edge.random ?? (() => 0.5),
    newNonce: randomUUID,
    log: { info: keep, warn: keep, error: keep },
  });
  const statuses: SyncStatus[] = [];
  loop.onStatus((status) => statuses.push(status));
  const until: SyncSeat['until'] = (fits) =>
    new Promise((resolve, reject) => {
      const look = (status: SyncStatus): void => {
        // What the console gets: the IPC schema would refuse a status that is not of the contract.
        const checked = syncStatusSchema.safeParse(status);
        if (checked.success && !fits(status)) return;
        off();
        if (checked.success) resolve(status);
        else reject(checked.error);
      };
      const off = loop.onStatus(look);
      loop.status().then(look, reject);
    });
  const skipPause = async (): Promise<void> => {
    const { nextTryAt } = await until(isPaused);
    timers.advance((nextTryAt ?? 0) - startOfTime - timers.elapsed());
  };
  return {
    loop,
    timers,
    statuses,
    logged,
    until,
    drained: () => until(isDrained),
    paused: () => until(isPaused),
    skipPause,
    drainThroughPauses: async () => {
      while (!isDrained(await until((status) => isDrained(status) || isPaused(status)))) await skipPause();
    },
  };
};
