import type { LineCause } from './line-check.ts';
import type { Registration } from './types.ts';

/**
 * A browser's WebSocket says 1006 of every failure (RFC 6455 section 7.1.5), whether the name, the port, the
 * certificate or a proxy is at fault. So the network is looked at once a whole round of servers has failed, and
 * this says when and at which of them. Pure: main looks and feeds back what it found.
 */
export type CauseState = {
  /** Serial number; what is found for an earlier outage is not believed. */
  readonly outage: number;
  /** The server of a try that is under way. */
  readonly trying: string | null;
  /** Servers that failed in this round, and those of them that could not be reached at all. */
  readonly failed: readonly string[];
  readonly unreachable: readonly string[];
  /** By server: when it was last looked at, and what was found; null = nothing, or not yet. */
  readonly looked: ReadonlyMap<string, { readonly at: number; readonly cause: LineCause | null }>;
};

/** `now` in milliseconds of a clock that never jumps. */
export type CauseEvent =
  | { type: 'registration'; registration: Registration; now: number }
  | { type: 'found'; outage: number; server: string; cause: LineCause | null };

/** Milliseconds between two looks at the same server: a hundred seats must not add to what hurts a server. */
export const lookAgainMs = 20_000;

export const noCause: CauseState = {
  outage: 0,
  trying: null,
  failed: [],
  unreachable: [],
  looked: new Map(),
};

/** The state after an event, and the servers to look at now. */
export function nextCause(
  state: CauseState,
  event: CauseEvent,
): { state: CauseState; look: readonly string[] } {
  if (event.type === 'found') {
    const looked = state.looked.get(event.server);
    if (event.outage !== state.outage || looked === undefined) return { state, look: [] };
    const { cause } = event;
    return {
      state: { ...state, looked: new Map(state.looked).set(event.server, { ...looked, cause }) },
      look: [],
    };
  }
  const { registration, now } = event;
  const { state: phase, server } = registration;
  // Without a server another account has begun.
  if (phase === 'registered' || phase === 'off' || server === null)
    return { state: { ...noCause, outage: state.outage + 1 }, look: [] };
  if (registration.nextTryAt === null) return { state: { ...state, trying: server }, look: [] };
  if (phase !== 'failed' || state.trying === null) return { state, look: [] };

  const failed = [...state.failed, state.trying];
  const unreachable =
    registration.reason === 'unreachable' ? [...state.unreachable, state.trying] : state.unreachable;
  // The registration names the server whose turn it is next.
  if (!failed.includes(server)) return { state: { ...state, trying: null, failed, unreachable }, look: [] };
  const look = [...new Set(unreachable)].filter(
    (one) => now - (state.looked.get(one)?.at ?? -Infinity) >= lookAgainMs,
  );
  const looked = new Map(state.looked);
  // What was found before is told until the new look has its answer.
  for (const one of look) looked.set(one, { at: now, cause: looked.get(one)?.cause ?? null });
  return { state: { ...state, trying: null, failed: [], unreachable: [], looked }, look };
}

/** What is known of the server that a registration names, while it cannot be reached; else null. */
export const causeOf = (
  state: CauseState,
  { state: phase, reason, server }: Registration,
): LineCause | null =>
  phase === 'failed' && reason === 'unreachable' && server !== null
    ? (state.looked.get(server)?.cause ?? null)
    : null;
