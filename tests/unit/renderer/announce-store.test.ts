import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { announce, useAnnounceStore } from '../../../renderer/lib/announce-store.ts';

const shown = (): string | undefined => useAnnounceStore.getState().shown?.text;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('what stands elsewhere on screen is read aloud and does not wipe out a message that was just shown', () => {
  announce('a call is going on, the screen cannot be locked');
  announce('question 3 of 18', 'beside');
  expect(useAnnounceStore.getState().last?.text).toBe('question 3 of 18');
  expect(shown()).toBe('a call is going on, the screen cannot be locked');

  // It does not stand there for ever either.
  vi.advanceTimersByTime(6_000);
  announce('question 4 of 18', 'beside');
  expect(shown()).toBeUndefined();

  announce('saved');
  announce('the line is lost', 'alert');
  expect(shown()).toBe('the line is lost');
});
