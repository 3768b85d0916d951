import { backoffMs as outboxBackoffMs, syncBackoff } from '../../core/outbox/backoff.ts';

/** A Retry-After beyond this is a mistake of some box on the way; a branch must not stay silent for a day. */
const longestRetryAfterMs = 60 * 60_000;
const retryAfterSpread = 0.2;

/**
 * Pause before the next try in ms: full jitter between 1 s and a window that doubles with every failure up to
 * 5 minutes (sync.md 4.3), so that branches cut off together do not come back together.
 * `failures` counts from 1. With `retryAfterMs` never earlier than that, and up to a fifth later.
 */
export const backoffMs = (failures: number, retryAfterMs: number | null, random: () => number): number => {
  const jittered = outboxBackoffMs(failures, random);
  if (retryAfterMs === null) return jittered;
  const obeyed = Math.min(retryAfterMs, longestRetryAfterMs);
  return Math.max(jittered, Math.round(obeyed * (1 + random() * retryAfterSpread)));
};

/** Pause after a refusal that only people can lift (token, withdrawal, version): rarely, but it heals by itself. */
export const humanPauseMs = (random: () => number): number =>
  Math.round(syncBackoff.capMs * (0.8 + 0.2 * random()));

/** `Retry-After` (RFC 9110 10.2.3) as ms from now; null when absent or unreadable. */
export const parseRetryAfter = (header: string | null, nowMs: number): number | null => {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
};
