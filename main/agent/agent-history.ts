import { changeAtQuit, changesAtStart, type AgentLogRow } from '../../core/agent/agent-log.ts';
import type { Clock, NewId, Store } from '../../core/ports.ts';
import type { Log } from '../log/log.ts';
import type { Timers } from '../sync/timers.ts';

type Change = Omit<AgentLogRow, 'id' | 'agentId'>;

export type AgentHistory = {
  /** Closes what a crash left open and writes the start. */
  start(): Promise<void>;
  add(change: Change): void;
  /** Writes the end of the program; resolves when it is on disk, cannot be written, or takes too long. */
  stop(): Promise<void>;
};

/** How exactly the length of a state is known after a crash. */
const signOfLifeMs = 60_000;
/** A store that hangs must not keep the program from ending. */
const lastWordMs = 2_000;
const signOfLifeKey = 'agent.aliveAt';

/**
 * Writes the seat's history in order. A row that could not be written waits for the next one or the next sign of
 * life; the agent's state never waits for the disk.
 */
export const createAgentHistory = (deps: {
  store: Pick<Store, 'appendAgentEvent' | 'lastAgentEvent' | 'setting' | 'setSetting'>;
  clock: Clock;
  newId: NewId;
  log: Log;
  timers: Pick<Timers, 'after'>;
  agentId: () => string;
}): AgentHistory => {
  const { store, clock, log } = deps;
  const waiting: AgentLogRow[] = [];
  let tail: Promise<void> = Promise.resolve();
  let stopBeating: () => void = () => undefined;

  const failed = (error: unknown): void => {
    log.error('agent.history_failed', { reason: error instanceof Error ? error.message : 'unknown' });
  };

  const flush = (): Promise<void> => {
    tail = tail
      .then(async () => {
        for (let row = waiting[0]; row !== undefined; row = waiting[0]) {
          await store.appendAgentEvent(row);
          waiting.shift();
        }
      })
      .catch(failed);
    return tail;
  };

  const add = (change: Change): Promise<void> => {
    waiting.push({ id: deps.newId(), agentId: deps.agentId(), ...change });
    return flush();
  };

  const beat = (): void => {
    stopBeating = deps.timers.after(signOfLifeMs, () => {
      store.setSetting(signOfLifeKey, String(clock.now())).catch(failed);
      void flush();
      beat();
    });
  };

  return {
    start: async () => {
      try {
        const [last, alive] = await Promise.all([store.lastAgentEvent(), store.setting(signOfLifeKey)]);
        for (const change of changesAtStart(last, alive === null ? null : Number(alive), clock.now()))
          await add(change);
      } catch (error) {
        failed(error);
      }
      beat();
    },
    add: (change) => void add(change),
    stop: async () => {
      stopBeating();
      let stopWaiting: () => void = () => undefined;
      const patience = new Promise<void>((done) => {
        stopWaiting = deps.timers.after(lastWordMs, done);
      });
      await Promise.race([add(changeAtQuit(clock.now())), patience]);
      stopWaiting();
    },
  };
};
