import type { SyncStatus } from '../../core/ipc/features/sync.ts';
import type { Clock, NewId, OutboxStore } from '../../core/ports.ts';
import { AppError } from '../ipc/app-error.ts';
import type { Log } from '../log/log.ts';
import type { Secrets } from '../security/secrets.ts';
import type { Settings } from '../settings/settings.ts';
import { enrol } from './enrol.ts';
import type { Failure } from './failure.ts';
import { SyncLoop } from './sync-loop.ts';
import { realTimers } from './timers.ts';

export type SyncService = {
  /** Begins with the head office in the settings, if there is one. */
  start(): void;
  stop(): Promise<void>;
  kick(by?: 'work' | 'person'): void;
  status(): Promise<SyncStatus>;
  /**
   * Enrols with a branch code, keeps address and token, and begins. `url` was checked before. Fails with
   * `head_office_unreachable` (field `url`) or `head_office_refused` (field `code`); `params.reason` says why.
   */
  connect(url: string, code: string): Promise<void>;
  /** Forgets head office and its token; the queue keeps everything. */
  disconnect(): void;
};

/** Head office spoke, and no; anything else may be another day or another address. */
const connectError = ({ problem, reason }: Failure): AppError =>
  problem !== null && problem.status < 500 && problem.action !== 'wait'
    ? new AppError('head_office_refused', 'code', { reason: problem.code })
    : new AppError('head_office_unreachable', 'url', { reason });

/** Sync as main uses it: the loop, with address and token kept in settings and secrets. */
export const createSyncService = (deps: {
  store: OutboxStore;
  settings: Settings;
  secrets: Secrets;
  clock: Clock;
  newId: NewId;
  log: Log;
  version: string;
  changed: (status: SyncStatus) => void;
}): SyncService => {
  const { store, settings, secrets, clock, log } = deps;
  const http = { fetch: globalThis.fetch, timers: realTimers, now: () => clock.now() };
  const loop = new SyncLoop({ ...http, store, newNonce: deps.newId, log, random: Math.random });
  loop.onStatus(deps.changed);

  const start = (): void => {
    const headOffice = settings.get('headOffice');
    if (headOffice === null) return;
    // Without its token head office says "unauthorised", and that is what the person has to see.
    const token = secrets.get('headOfficeToken') ?? '';
    try {
      loop.start({ url: headOffice.url, token, app: deps.version });
    } catch (error) {
      log.error('sync.address_not_allowed', { error: error instanceof Error ? error.name : 'unknown' });
    }
  };

  return {
    start,
    stop: () => loop.stop(),
    kick: (by) => loop.kick(by),
    status: () => loop.status(),
    connect: async (url, code) => {
      const outcome = await enrol(http, { url, code, device: await store.device(), app: deps.version });
      if (!outcome.ok) throw connectError(outcome.failure);
      secrets.set('headOfficeToken', outcome.token);
      settings.set('headOffice', { url });
      log.info('sync.enrolled', { branch: outcome.branch });
      start();
    },
    disconnect: () => {
      void loop.stop();
      secrets.forget('headOfficeToken');
      settings.set('headOffice', null);
    },
  };
};
