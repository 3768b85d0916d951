import { causeOf, nextCause, noCause, type CauseEvent } from '../../core/call/line-cause.ts';
import type { LineCause } from '../../core/call/line-check.ts';
import type { Registration } from '../../core/call/types.ts';
import { checkNetwork, type NetworkEdges } from '../account/network-check.ts';
import type { Log } from '../log/log.ts';
import type { Timers } from '../sync/timers.ts';
import type { LineService } from './line-service.ts';

export type LineCauseDeps = {
  line: LineService;
  edges: NetworkEdges;
  timers: Pick<Timers, 'elapsed'>;
  log: Log;
};

/** The line, whose registration also says why its server cannot be reached; when to ask is core's. */
export const withCause = ({ line, edges, timers, log }: LineCauseDeps): LineService => {
  let state = noCause;
  let looking = new AbortController();
  const listeners = new Set<(registration: Registration) => void>();
  const shown = (): Registration => {
    const registration = line.registration();
    return { ...registration, cause: causeOf(state, registration) };
  };

  const feed = (event: CauseEvent): readonly string[] => {
    const { outage } = state;
    const step = nextCause(state, event);
    state = step.state;
    if (state.outage !== outage) {
      looking.abort();
      looking = new AbortController();
    }
    const now = shown();
    for (const listener of listeners) listener(now);
    return step.look;
  };

  const look = async (server: string): Promise<void> => {
    const { outage } = state;
    const { signal } = looking;
    try {
      const cause = await findCause(server, edges, signal);
      if (signal.aborted) return;
      log.info('line.cause', { finding: cause?.finding ?? null });
      feed({ type: 'found', outage, server, cause });
    } catch (error) {
      log.warn('line.cause_not_found', { reason: error instanceof Error ? error.message : 'unknown' });
    }
  };

  line.onChange((registration) => {
    for (const server of feed({ type: 'registration', registration, now: timers.elapsed() }))
      void look(server);
  });

  return {
    registration: shown,
    connect: (account) => line.connect(account),
    disconnect: () => line.disconnect(),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

/** The first step on the way to a server that fails; null when the way is open. */
const findCause = async (
  server: string,
  edges: NetworkEdges,
  signal: AbortSignal,
): Promise<LineCause | null> => {
  const found: LineCause[] = [];
  await checkNetwork(
    server,
    edges,
    (_, { state, finding, values }) => {
      if (state === 'failed' && finding !== null && finding !== undefined)
        found.push({ finding, values: values ?? {} });
    },
    signal,
  );
  return found[0] ?? null;
};
