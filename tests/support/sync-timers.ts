import type { Timers } from '../../main/sync/timers.ts';

export type VirtualTimers = Timers & {
  /** Moves the clock to the next timer and runs it; false when there is none. */
  runNext(): boolean;
  /** Moves the clock on, running what falls due, in order. */
  advance(ms: number): void;
  /** Milliseconds until the next timer, null when there is none. */
  nextIn(): number | null;
};

/** Timers that stand still until a test moves them. */
export const createVirtualTimers = (): VirtualTimers => {
  let now = 0;
  let lastId = 0;
  const waiting = new Map<number, { at: number; work: () => void }>();
  const next = (): [number, { at: number; work: () => void }] | undefined =>
    [...waiting].sort(([idA, a], [idB, b]) => a.at - b.at || idA - idB)[0];
  const run = ([id, timer]: [number, { at: number; work: () => void }]): void => {
    waiting.delete(id);
    now = Math.max(now, timer.at);
    timer.work();
  };
  return {
    elapsed: () => now,
    after: (ms, work) => {
      const id = ++lastId;
      waiting.set(id, { at: now + ms, work });
      return () => void waiting.delete(id);
    },
    runNext: () => {
      const timer = next();
      if (timer !== undefined) run(timer);
      return timer !== undefined;
    },
    advance: (ms) => {
      const until = now + ms;
      for (let timer = next(); timer !== undefined && timer[1].at <= until; timer = next()) run(timer);
      now = until;
    },
    nextIn: () => {
      const timer = next();
      return timer === undefined ? null : timer[1].at - now;
    },
  };
};
