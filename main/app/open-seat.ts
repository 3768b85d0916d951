import { app, powerMonitor } from 'electron';
import type { RoleBook } from '../../core/people/roles.ts';
import type { Clock, NewId, Store } from '../../core/ports.ts';
import type { AgentService } from '../agent/agent-service.ts';
import { AppError } from '../ipc/app-error.ts';
import type { Log } from '../log/log.ts';
import { watchIdle } from '../people/idle-lock.ts';
import { openPeople, type PeopleService } from '../people/people-service.ts';
import { readRules } from '../rules/read-rules.ts';
import { ruleFiles } from '../rules/rule-files.ts';
import type { Settings } from '../settings/settings.ts';
import { realTimers } from '../sync/timers.ts';
import type { WindowRegistry } from '../windows/registry.ts';
import type { AppService } from './app-service.ts';

/** Who sits here, wired to what follows from it: agent state, names read out, what the console is sent. */
export const openSeat = async (deps: {
  store: Store;
  settings: Settings;
  registry: WindowRegistry;
  clock: Clock;
  newId: NewId;
  resources: string;
  profile: string;
  log: Log;
  /** Both are made after the seat, and asked only once somebody acts. */
  desk: () => AppService;
  agent: () => AgentService;
  onLine: () => boolean;
}): Promise<{ people: PeopleService; roles: RoleBook; watch: () => void }> => {
  const { settings, registry, log } = deps;
  const roles = await readRules(ruleFiles.roles, deps);
  const people = await openPeople({
    ...deps,
    book: roles,
    mode: () => settings.get('mode'),
    agent: () => settings.get('agent'),
    openSeatRole: () => settings.get('role'),
    identify: (person, role) => void deps.desk().update({ agent: person, role }),
    changed: ({ to, left }) => {
      const agent = deps.agent();
      if (to === 'in') agent.seat('signed_in');
      if (to === 'locked') agent.seat('locked');
      if (to === 'signed_out') agent.set('offline', null);
      deps.desk().update({});
      // What stood on the screen of the one who left is not in the memory of the next one's.
      if (left) registry.window('console')?.webContents.reload();
    },
  });
  const lock = (by: 'idle' | 'system'): void => {
    people.lock(by).catch((error: unknown) => {
      // A running call keeps the screen; the idle watch asks again.
      if (error instanceof AppError && error.code === 'call_runs') return;
      log.error('people.lock_failed', { reason: error instanceof Error ? error.message : 'unknown' });
    });
  };
  const watch = (): void => {
    powerMonitor.on('lock-screen', () => lock('system'));
    const end = watchIdle({
      minutes: roles.signIn.lockAfterMinutes,
      idleSeconds: () => powerMonitor.getSystemIdleTime(),
      tryLock: () => lock('idle'),
      timers: realTimers,
    });
    app.on('will-quit', end);
  };
  return { people, roles, watch };
};
