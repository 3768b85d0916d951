/** What gathering has found so far. */
export type GatheringFacts = {
  /** Types of the candidates in the local description (RFC 8839 section 5.1). */
  found: readonly RTCIceCandidateType[];
  complete: boolean;
  /** Milliseconds since gathering began, and since the newest candidate came. */
  elapsedMs: number;
  quietMs: number;
  /** What the account's servers and its policy make one expect. */
  wants: { host: boolean; reflexive: boolean; relay: boolean };
};

/** Milliseconds. */
const limits = {
  /** More interfaces answer within a few milliseconds of the first. */
  grace: 30,
  withoutServers: 500,
  withServers: 1_500,
} as const;

/** SIP.js waits 5 s by default, which an agent hears as a slow phone. */
export const gatheringLimitMs = (servers: boolean): number =>
  servers ? limits.withServers : limits.withoutServers;

/** What is to be waited for: `stun:` gives a reflexive candidate, `turn:` a relayed one. */
export const wantedCandidates = (
  urls: readonly string[],
  transport: 'all' | 'relay',
): GatheringFacts['wants'] => ({
  host: transport === 'all',
  reflexive: transport === 'all' && urls.some((url) => /^stuns?:/i.test(url)),
  relay: urls.some((url) => /^turns?:/i.test(url)),
});

/**
 * Whether the description may go out: when every kind of candidate that can be expected is there and no other
 * came for a moment, or when time is up. What is found later is not sent (no trickle in plain SIP, RFC 8840),
 * so that a TURN server which is configured is waited for: behind a strict firewall it is the only way.
 * Milliseconds until the next look, or null for "go".
 */
export function gatheringWaitMs({
  found,
  complete,
  elapsedMs,
  quietMs,
  wants,
}: GatheringFacts): number | null {
  if (complete) return null;
  const servers = wants.reflexive || wants.relay;
  const left = gatheringLimitMs(servers) - elapsedMs;
  if (left <= 0) return null;
  const has = (type: RTCIceCandidateType): boolean => found.includes(type);
  // A host that is not behind a NAT gets no reflexive candidate of its own: a relayed one is as good.
  const enough =
    (!wants.host || has('host')) &&
    (!wants.reflexive || has('srflx') || has('relay')) &&
    (!wants.relay || has('relay'));
  if (!enough) return left;
  return quietMs >= limits.grace ? null : Math.min(left, limits.grace - quietMs);
}
