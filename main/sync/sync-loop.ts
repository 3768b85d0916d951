import type { OutboxCounts, SyncStatus } from '../../core/ipc/features/sync.ts';
import { checkedAddress } from '../line/addresses.ts';
import { backoffMs, humanPauseMs } from './backoff.ts';
import type { Failure, SyncReason } from './failure.ts';
import { SyncSession, type SessionEdge, type Step, type SyncConfig } from './sync-session.ts';

export type SyncLoopEdge = SessionEdge & { random: () => number };

type SyncState = SyncStatus['state'];

/** With nothing to send, hello is said again after 45 to 60 s: a restored or lost head office shows by then. */
const heartbeatMs = { least: 45_000, spread: 15_000 };
const watchdogEveryMs = 15_000;
const watchdogPatienceMs = 60_000;
/** Reasons that only people can lift. */
const humanReasons: readonly SyncReason[] = ['unauthorised', 'revoked', 'upgrade_needed', 'forked'];

/**
 * Keeps the outbox flowing to head office: steps of a SyncSession as long as there is something to send, then
 * sleeps until work, a person, the heartbeat or the end of a pause wakes it. Never deletes anything, never
 * throws; every way of failing ends in a pause with its reason on `status()`. Free of Electron: it may run in
 * the main process or in a worker of its own.
 */
export class SyncLoop {
  readonly #edge: SyncLoopEdge;
  readonly #listeners = new Set<(status: SyncStatus) => void>();
  #config: SyncConfig | null = null;
  #session: SyncSession | null = null;
  #abort = new AbortController();
  /** The latest drain; `#busy` turns false the moment it goes to sleep, so that no kick falls between. */
  #running: Promise<void> = Promise.resolve();
  #busy = false;
  #workArrived = false;
  #cancelWake: () => void = () => undefined;
  #cancelWatchdog: () => void = () => undefined;

  #state: SyncState = 'off';
  #reason: SyncReason | null = null;
  #since: number | null = null;
  #nextTryAt: number | null = null;
  #lastContactAt: number | null = null;
  #failures = 0;
  /** No try before this moment of the monotonic clock: head office asked for it (Retry-After). */
  #notBefore = 0;
  /** When the next sign of life is due at the latest, on the monotonic clock. */
  #dueAt = 0;
  #counts: OutboxCounts = { waiting: 0, sent: 0, refused: 0, oldestWaitingAt: null };
  #publishing = false;
  #publishAgain = false;

  constructor(edge: SyncLoopEdge) {
    this.#edge = edge;
  }

  /**
   * Begins, or begins anew with another head office or token.
   * Throws AppError `address_not_allowed` unless the URL is `https:` or `http:` on loopback.
   */
  start(config: SyncConfig): void {
    const url = new URL(checkedAddress(config.url, 'url', { secure: 'https:', plain: 'http:' }));
    this.#end();
    this.#config = { ...config, url: `${url.origin}${url.pathname}`.replace(/\/+$/, '') };
    this.#failures = 0;
    this.#notBefore = 0;
    this.#begin();
    this.#watch();
  }

  /** Ends; what is under way is aborted and its outcome dropped. Resolves when nothing runs any more. */
  async stop(): Promise<void> {
    const running = this.#running;
    this.#end();
    this.#config = null;
    this.#enter('off', null, null);
    await running;
  }

  /**
   * There is something to do. A new record does not cut a pause short, a person does; but nobody cuts short
   * what head office asked for by Retry-After.
   */
  kick(by: 'work' | 'person' = 'person'): void {
    if (this.#config === null || this.#busy) {
      this.#workArrived = true;
      this.#publish();
      return;
    }
    const pausing = this.#state === 'offline' && by === 'work';
    if (pausing || this.#edge.timers.elapsed() < this.#notBefore) this.#publish();
    else this.#run();
  }

  onStatus(listener: (status: SyncStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Where sync stands, with fresh counts of the queue. Rejects only when the store does. */
  async status(): Promise<SyncStatus> {
    this.#counts = await this.#edge.store.outboxCounts();
    return this.#status();
  }

  #status(): SyncStatus {
    return {
      state: this.#state,
      reason: this.#reason,
      since: this.#since,
      nextTryAt: this.#nextTryAt,
      lastContactAt: this.#lastContactAt,
      counts: this.#counts,
    };
  }

  #begin(): void {
    if (this.#config === null) return;
    this.#abort = new AbortController();
    this.#session = new SyncSession(this.#edge, this.#config, this.#abort.signal);
    this.#enter('connecting', null, null);
    this.#run();
  }

  #end(): void {
    this.#abort.abort();
    this.#session = null;
    this.#busy = false;
    this.#cancelWake();
    this.#cancelWatchdog();
  }

  #run(): void {
    const session = this.#session;
    if (session === null) return;
    this.#cancelWake();
    this.#busy = true;
    if (this.#nextTryAt !== null) this.#enter(this.#state, this.#reason, null);
    this.#running = this.#drain(session, this.#abort.signal);
  }

  async #drain(session: SyncSession, abort: AbortSignal): Promise<void> {
    try {
      for (;;) {
        this.#workArrived = false;
        this.#dueAt = this.#edge.timers.elapsed() + watchdogPatienceMs;
        const step = await session.step();
        if (abort.aborted) return;
        if (this.#settle(step, session) === 'sleep') return;
      }
    } catch (error) {
      // Only the store can throw here. Its records are safe; sending waits for it.
      if (abort.aborted) return;
      this.#edge.log.error('sync.store_failed', { error: error instanceof Error ? error.name : 'unknown' });
      session.forgetPlace();
      this.#pause({ reason: 'bad_answer', problem: null, status: null, retryAfterMs: null });
    }
  }

  #settle(step: Step, session: SyncSession): 'go on' | 'sleep' {
    const now = this.#edge.now();
    switch (step.kind) {
      case 'again':
        this.#lastContactAt = now;
        return 'go on';
      case 'sent':
        this.#failures = 0;
        this.#lastContactAt = now;
        this.#enter('sending', null, null);
        if (step.pauseMs === 0) return 'go on';
        this.#sleep(step.pauseMs);
        return 'sleep';
      case 'nothing':
        if (this.#workArrived) return 'go on';
        this.#failures = 0;
        this.#enter('online', null, null);
        this.#sleep(heartbeatMs.least + this.#edge.random() * heartbeatMs.spread, () =>
          session.forgetPlace(),
        );
        return 'sleep';
      case 'failed':
        session.forgetPlace();
        this.#pause(step.failure);
        return 'sleep';
    }
  }

  #pause(failure: Failure): void {
    const { timers, random, log } = this.#edge;
    this.#failures += 1;
    const pauseMs = Math.ceil(
      humanReasons.includes(failure.reason)
        ? humanPauseMs(random)
        : backoffMs(this.#failures, failure.retryAfterMs, random),
    );
    if (failure.retryAfterMs !== null) this.#notBefore = timers.elapsed() + pauseMs;
    log.warn('sync.paused', {
      reason: failure.reason,
      status: failure.status,
      problem: failure.problem?.code ?? null,
      failures: this.#failures,
      pauseMs,
    });
    this.#enter('offline', failure.reason, this.#edge.now() + pauseMs);
    this.#sleep(pauseMs);
  }

  #sleep(ms: number, before: () => void = () => undefined): void {
    this.#busy = false;
    this.#dueAt = this.#edge.timers.elapsed() + ms + watchdogPatienceMs;
    this.#cancelWake();
    this.#cancelWake = this.#edge.timers.after(ms, () => {
      before();
      this.#run();
    });
  }

  /**
   * The commonest failure of sync products is a queue that silently stops (sync.md finding 9): whatever the
   * cause, after a minute without the sign of life that was due, everything begins anew.
   */
  #watch(): void {
    this.#cancelWatchdog = this.#edge.timers.after(watchdogEveryMs, () => {
      if (this.#edge.timers.elapsed() > this.#dueAt) {
        this.#edge.log.error('sync.watchdog_restart', { state: this.#state });
        this.#end();
        this.#begin();
      }
      this.#watch();
    });
  }

  #enter(state: SyncState, reason: SyncReason | null, nextTryAt: number | null): void {
    if (state !== this.#state || reason !== this.#reason)
      this.#since = state === 'off' ? null : this.#edge.now();
    this.#state = state;
    this.#reason = reason;
    this.#nextTryAt = nextTryAt;
    this.#publish();
  }

  /** Tells the listeners; calls that come while the counts are being read are told once more, together. */
  #publish(): void {
    if (this.#publishing) {
      this.#publishAgain = true;
      return;
    }
    this.#publishing = true;
    void this.status()
      // The store is away: the last known counts stand.
      .catch(() => this.#status())
      .then((status) => {
        this.#publishing = false;
        for (const listener of this.#listeners) listener(status);
        if (!this.#publishAgain) return;
        this.#publishAgain = false;
        this.#publish();
      })
      .catch((error: unknown) => {
        this.#edge.log.error('sync.listener_failed', {
          error: error instanceof Error ? error.name : 'unknown',
        });
      });
  }
}
