import { performance } from 'node:perf_hooks';

/** Time as the sync loop uses it; the tests give it their own. */
export type Timers = {
  /** Milliseconds of a clock that never jumps; the workstation's wall clock may (sync.md 4.5). */
  elapsed(): number;
  /** Calls `work` once after `ms`; the result cancels it. */
  after(ms: number, work: () => void): () => void;
};

export const realTimers: Timers = {
  elapsed: () => performance.now(),
  after: (ms, work) => {
    const handle = setTimeout(work, ms);
    return () => clearTimeout(handle);
  },
};
