export type BucketRule = {
  /** Requests that may come at once. */
  burst: number;
  /** Requests per second in the long run. */
  perSecond: number;
};

export type TokenBuckets = {
  /** Seconds to wait, 0 when the request may pass (and has been counted). */
  take(key: string): number;
};

/** Buckets that have been full again are forgotten once there are this many. */
const sweepAbove = 10_000;

/** One token bucket a key. `nowMs` is a monotonic clock in milliseconds. */
export const createTokenBuckets = (rule: BucketRule, nowMs: () => number): TokenBuckets => {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const refilled = (bucket: { tokens: number; at: number }, now: number): number =>
    Math.min(rule.burst, bucket.tokens + ((now - bucket.at) / 1000) * rule.perSecond);

  const sweep = (now: number): void => {
    for (const [key, bucket] of buckets) {
      if (refilled(bucket, now) >= rule.burst) buckets.delete(key);
    }
  };

  return {
    take: (key) => {
      const now = nowMs();
      const known = buckets.get(key);
      const tokens = known === undefined ? rule.burst : refilled(known, now);
      if (known === undefined && buckets.size >= sweepAbove) sweep(now);
      if (tokens >= 1) {
        buckets.set(key, { tokens: tokens - 1, at: now });
        return 0;
      }
      buckets.set(key, { tokens, at: now });
      return Math.ceil((1 - tokens) / rule.perSecond);
    },
  };
};
