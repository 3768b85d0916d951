import type { Timers } from '../sync/timers.ts';

/** Often enough that a screen stands open at most this much longer than the rules say. */
const lookEveryMs = 15_000;

/**
 * Locks the screen after minutes without key or mouse anywhere on the machine. `tryLock` may refuse, for instance while
 * somebody is on the line; it is asked again. Returns the function that ends the watch.
 */
export const watchIdle = (deps: {
  minutes: number | null;
  /** Seconds since the last key or mouse. */
  idleSeconds: () => number;
  tryLock: () => void;
  timers: Pick<Timers, 'after'>;
}): (() => void) => {
  const { minutes, timers } = deps;
  if (minutes === null) return () => undefined;
  let cancel = (): void => undefined;
  const look = (): void => {
    if (deps.idleSeconds() >= minutes * 60) deps.tryLock();
    cancel = timers.after(lookEveryMs, look);
  };
  cancel = timers.after(lookEveryMs, look);
  return () => cancel();
};
