import { join } from 'node:path';
import { app, globalShortcut } from 'electron';
import type { BrowserWindow } from 'electron';
import type { WorkMode } from '../../core/callback/task.ts';
import type { CallSnapshot } from '../../core/call/types.ts';
import type { Locale } from '../../core/ipc/features/app.ts';
import type { LinkObstacle } from '../../core/ipc/features/links.ts';
import type { SyncStatus } from '../../core/ipc/features/sync.ts';
import type { Clock, NewId, Store } from '../../core/ports.ts';
import type { AgentService } from '../agent/agent-service.ts';
import { createCallControl } from '../hotkeys/call-control.ts';
import { createHotkeys } from '../hotkeys/hotkey-service.ts';
import { onWayland, platformOf } from '../hotkeys/platform.ts';
import { hotkeyHandlers } from '../ipc/handlers/hotkey-handlers.ts';
import { linkHandlers } from '../ipc/handlers/link-handlers.ts';
import type { LinkInbox } from '../links/link-inbox.ts';
import { createLinkRegistration } from '../links/link-registration.ts';
import { createLinks } from '../links/link-service.ts';
import type { Log } from '../log/log.ts';
import { createIncomingNotifier } from '../notifications/incoming-notifier.ts';
import { systemNotification } from '../notifications/system-notification.ts';
import { bringToFront, windowAttention } from '../notifications/window-attention.ts';
import type { SoftphoneService } from '../phone/softphone-service.ts';
import { tasksOfNumber } from '../phone/tasks-of-number.ts';
import type { Settings } from '../settings/settings.ts';
import { agentChoices, chosenOf } from '../tray/agent-choices.ts';
import { createTray, type DeskTray } from '../tray/tray.ts';
import type { WindowRegistry } from '../windows/registry.ts';

export type DesktopHabitsDeps = {
  softphone: SoftphoneService;
  /** True while a callback has no disposition yet. */
  attemptOpen: () => boolean;
  settings: Settings;
  store: Store;
  registry: WindowRegistry;
  clock: Clock;
  newId: NewId;
  log: Log;
  mode: () => WorkMode;
  locale: () => Locale;
  resources: string;
  linkInbox: LinkInbox;
  agent: Pick<AgentService, 'view' | 'set' | 'onChange'>;
};

/** Global hotkeys, tray, links and the notification of a call: how the desk behaves outside its own window. */
export const createDesktopHabits = (deps: DesktopHabitsDeps) => {
  const { softphone, agent, settings, registry, clock, newId, log } = deps;
  let waitingRecords = 0;
  let missedCalls = 0;
  let tray: DeskTray | null = null;
  const calls = (): readonly CallSnapshot[] => softphone.state().calls.map(({ call }) => call);
  const control = createCallControl({ calls, phone: softphone, clock, log });
  const show = (): void => bringToFront(registry.window('console'));

  const hotkeys = createHotkeys({
    shortcuts: globalShortcut,
    platform: platformOf(process.platform),
    wayland: onWayland(process.env, app.commandLine.getSwitchValue('ozone-platform')),
    chosen: { get: () => settings.get('hotkeys'), set: (chosen) => settings.set('hotkeys', chosen) },
    raise: { get: () => settings.get('raiseOnIncoming'), set: (on) => settings.set('raiseOnIncoming', on) },
    actions: {
      answer: () => control('answer'),
      hangUp: () => control('hangUp'),
      mute: () => control('mute'),
      hold: () => control('hold'),
      show,
    },
    changed: (state) => registry.send('hotkeys.changed', state),
    later: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    log,
  });

  const obstacle = (target: string): LinkObstacle | null => {
    const { freeDialling, transferTargets, registration } = softphone.state();
    if (!freeDialling && !transferTargets.some(({ number }) => number === target)) return 'not_permitted';
    if (softphone.anyUp()) return 'busy';
    if (deps.attemptOpen()) return 'attempt_open';
    return registration.state === 'registered' ? null : 'not_registered';
  };
  const tasksOf = tasksOfNumber({
    store: deps.store,
    clock,
    mode: deps.mode,
    agentId: () => settings.get('agent').id,
  });
  const links = createLinks({
    newId,
    obstacle,
    tasksOf: (number) => tasksOf(number, 'open'),
    dial: async (target) => {
      await softphone.dial(target);
    },
    changed: (question) => registry.send('links.changed', { question }),
    log,
  });
  const linkRegistration = createLinkRegistration({
    app,
    start: app.isPackaged ? null : { program: process.execPath, args: [app.getAppPath()] },
  });

  return {
    handlers: { ...hotkeyHandlers(hotkeys), ...linkHandlers(links, linkRegistration) },
    /** Begins to act, once there is a window to act on. */
    attach: (window: BrowserWindow): void => {
      const seen = createIncomingNotifier({
        notify: systemNotification,
        window: windowAttention(window),
        raise: () => settings.get('raiseOnIncoming'),
        locale: deps.locale,
        missedChanged: (count) => {
          missedCalls = count;
          tray?.update();
        },
      });
      tray = createTray({
        icons: join(deps.resources, 'icons'),
        facts: () => ({
          registration: softphone.state().registration.state,
          calls: calls(),
          waitingRecords,
          missedCalls,
          locale: deps.locale(),
          agentStates: agentChoices(agent.view(), deps.locale()),
        }),
        run: {
          show,
          answer: () => control('answer'),
          hangUp: () => control('hangUp'),
          mute: () => control('mute'),
          // As the window's own corner: in mid-call it stays, and then says why where it can be read.
          quit: () => {
            if (softphone.anyUp()) show();
            window.close();
          },
        },
        setAgentState: (id) => {
          const chosen = chosenOf(id);
          if (chosen !== null) agent.set(chosen.state, chosen.reason);
        },
        log,
      });
      softphone.onChange(() => {
        seen.update(calls());
        links.refresh();
        tray?.update();
      });
      agent.onChange(() => tray?.update());
      window.on('focus', () => {
        seen.seen();
        hotkeys.retryTaken();
      });
      deps.linkInbox.onLink((link) => {
        show();
        links.receive(link).catch((error: unknown) => {
          log.error('link.failed', { reason: error instanceof Error ? error.message : 'unknown' });
        });
      });
      hotkeys.start();
    },
    /** A person started the program again, or clicked a link. */
    show,
    /** Agent state, role, language: whatever is told in the tray or decides about a link has changed. */
    refresh: (): void => {
      links.refresh();
      tray?.update();
    },
    /** The computer woke up. */
    resumed: () => hotkeys.renew(),
    /** Records that wait only while head office cannot be reached; without one nothing is late. */
    syncChanged: (status: SyncStatus): void => {
      waitingRecords = status.state === 'offline' ? status.counts.waiting : 0;
      tray?.update();
    },
    stop: (): void => {
      hotkeys.stop();
      tray?.stop();
    },
  };
};
