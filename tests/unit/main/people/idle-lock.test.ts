import { describe, expect, it } from 'vitest';
import { watchIdle } from '../../../../main/people/idle-lock.ts';
import { createVirtualTimers } from '../../../support/sync-timers.ts';

const minute = 60_000;

describe('the lock of a screen that nobody looks at', () => {
  const watched = (minutes: number | null) => {
    const timers = createVirtualTimers();
    const seen = { lastTouch: 0, locks: [] as number[] };
    const end = watchIdle({
      minutes,
      idleSeconds: () => (timers.elapsed() - seen.lastTouch) / 1000,
      tryLock: () => seen.locks.push(timers.elapsed()),
      timers,
    });
    return { timers, seen, end };
  };

  it('comes within a quarter of a minute after the time without a key, and is tried again while refused', () => {
    const { timers, seen } = watched(10);
    timers.advance(9 * minute);
    seen.lastTouch = timers.elapsed();
    timers.advance(9 * minute);
    expect(seen.locks).toEqual([]);
    timers.advance(2 * minute);
    expect(seen.locks[0]).toBeGreaterThanOrEqual(19 * minute);
    expect(seen.locks[0]).toBeLessThanOrEqual(19 * minute + 15_000);
    // A call is running: the service refuses, and is asked until it is over.
    expect(seen.locks.length).toBeGreaterThan(1);
  });

  it('never comes where head office wants none, nor after the end of the program', () => {
    const never = watched(null);
    never.timers.advance(600 * minute);
    expect(never.seen.locks).toEqual([]);
    const ended = watched(10);
    ended.end();
    ended.timers.advance(600 * minute);
    expect(ended.seen.locks).toEqual([]);
  });
});
