import { judgeHotkey, storedHotkey } from '../../core/hotkeys/judge-hotkey.ts';
import { defaultHotkeys, hotkeyActions, hotkeysInForce } from '../../core/hotkeys/hotkeys.ts';
import type { ChosenHotkeys, HotkeyAction, Hotkeys } from '../../core/hotkeys/hotkeys.ts';
import type { Platform } from '../../core/hotkeys/accelerator.ts';
import type { HotkeysState } from '../../core/ipc/features/hotkeys.ts';
import { AppError } from '../ipc/app-error.ts';
import type { Log } from '../log/log.ts';

/** Electron's globalShortcut. `register` is false when another program or the system holds the keys. */
export type ShortcutPort = {
  register(accelerator: string, callback: () => void): boolean;
  unregister(accelerator: string): void;
};

export type HotkeyDeps = {
  shortcuts: ShortcutPort;
  platform: Platform;
  wayland: boolean;
  chosen: { get(): ChosenHotkeys; set(chosen: ChosenHotkeys): void };
  raise: { get(): boolean; set(on: boolean): void };
  /** What each action does; decides by itself whether it makes sense now. */
  actions: Readonly<Record<HotkeyAction, () => void>>;
  changed: (state: HotkeysState) => void;
  /** Ends a recording that the console forgot, ms. */
  later: (ms: number, run: () => void) => () => void;
  log: Log;
};

export type HotkeyService = {
  start(): void;
  state(): HotkeysState;
  set(action: HotkeyAction, keys: string | null): HotkeysState;
  reset(): HotkeysState;
  record(on: boolean): HotkeysState;
  setRaise(on: boolean): HotkeysState;
  /** After sleep: the system may have let the keys go without a word, so all are asked for anew. */
  renew(): void;
  /** Tries again what another program held; it may have ended meanwhile. */
  retryTaken(): void;
  stop(): void;
};

const recordingLimitMs = 20_000;

/**
 * Keys of the whole system. On Wayland a compositor hands them out through the portal of global shortcuts
 * (main/index.ts switches it on), where the person confirms them once. A desktop without that portal leaves the
 * keys to X11 programs: they then count as registered and work only over such programs, which the settings say.
 */
export const createHotkeys = (deps: HotkeyDeps): HotkeyService => {
  const { shortcuts, platform, log } = deps;
  /** What the system gave us, by action. */
  const registered = new Map<HotkeyAction, string>();
  let endRecording: (() => void) | null = null;

  const inForce = (): Hotkeys => hotkeysInForce(deps.chosen.get(), platform);

  const state = (): HotkeysState => {
    const wanted = inForce();
    const defaults = defaultHotkeys(platform);
    return {
      platform,
      wayland: deps.wayland,
      raiseOnIncoming: deps.raise.get(),
      hotkeys: hotkeyActions.map((action) => ({
        action,
        keys: wanted[action],
        isDefault: wanted[action] === defaults[action],
        state:
          wanted[action] === null
            ? 'off'
            : endRecording !== null
              ? 'paused'
              : registered.get(action) === wanted[action]
                ? 'active'
                : 'taken',
      })),
    };
  };
  const tell = (): HotkeysState => {
    const now = state();
    deps.changed(now);
    return now;
  };

  const letGo = (): void => {
    for (const keys of registered.values()) shortcuts.unregister(keys);
    registered.clear();
  };
  const tryOne = (action: HotkeyAction, keys: string): boolean => {
    try {
      return shortcuts.register(keys, () => {
        // The keys may have been let go while the system's message was under way.
        if (registered.get(action) === keys) deps.actions[action]();
      });
    } catch (error) {
      // A spelling from a hand-edited settings file that Electron cannot read.
      log.warn('hotkeys.unreadable', {
        action,
        reason: error instanceof Error ? error.message : 'unknown',
      });
      return false;
    }
  };
  const take = (): void => {
    if (endRecording !== null) return;
    const wanted = inForce();
    for (const action of hotkeyActions) {
      const keys = wanted[action];
      const has = registered.get(action);
      if (has !== undefined && has !== keys) {
        shortcuts.unregister(has);
        registered.delete(action);
      }
    }
    for (const action of hotkeyActions) {
      const keys = wanted[action];
      if (keys === null || registered.has(action)) continue;
      if (tryOne(action, keys)) registered.set(action, keys);
      else log.warn('hotkeys.taken', { action, keys });
    }
  };
  const stopRecording = (): void => {
    endRecording?.();
    endRecording = null;
  };

  return {
    start: () => {
      take();
      tell();
    },
    state,
    set: (action, keys) => {
      const wanted = inForce();
      const stored = keys === null ? null : storedHotkey(keys, platform);
      if (keys !== null) {
        const problem = judgeHotkey(keys, action, wanted, [], platform);
        if (problem !== null || stored === null)
          throw new AppError('bad_input', 'keys', { reason: problem?.code ?? 'unreadable' });
      }
      deps.chosen.set({ ...deps.chosen.get(), [action]: stored });
      stopRecording();
      take();
      return tell();
    },
    reset: () => {
      deps.chosen.set({});
      stopRecording();
      take();
      return tell();
    },
    record: (on) => {
      stopRecording();
      if (on) {
        letGo();
        endRecording = deps.later(recordingLimitMs, () => {
          endRecording = null;
          take();
          tell();
        });
      } else take();
      return tell();
    },
    setRaise: (on) => {
      deps.raise.set(on);
      return tell();
    },
    renew: () => {
      letGo();
      take();
      tell();
    },
    retryTaken: () => {
      const before = registered.size;
      take();
      if (registered.size !== before) tell();
    },
    stop: () => {
      stopRecording();
      letGo();
    },
  };
};
