import type { BrowserWindow, WebContents } from 'electron';
import type { WindowRole } from '../../core/ipc/envelope.ts';
import type { EventName, EventPayload } from '../../core/ipc/contract.ts';
import { events } from '../../core/ipc/contract.ts';
import { pageUrl } from '../security/app-protocol.ts';

/**
 * Which window is which. A sender is trusted only when its contents are registered here and its main frame
 * shows our own page.
 */
export type WindowRegistry = {
  add(role: WindowRole, window: BrowserWindow): void;
  roleOf(contents: WebContents, frameUrl: string): WindowRole | null;
  window(role: WindowRole): BrowserWindow | null;
  /** Sends a typed event to the windows it is meant for. */
  send<E extends EventName>(event: E, payload: EventPayload<E>): void;
};

/** While a window closes, its contents are gone before it is. */
const listens = (window: BrowserWindow): boolean =>
  !window.isDestroyed() && !window.webContents.isDestroyed() && !window.webContents.isCrashed();

/** `withheld`: events that the console does not get now, because nobody may look at it. */
export const createWindowRegistry = (
  withheld: (event: EventName) => boolean = () => false,
): WindowRegistry => {
  const windows = new Map<WindowRole, BrowserWindow>();
  return {
    add: (role, window) => {
      windows.set(role, window);
      window.on('closed', () => {
        if (windows.get(role) === window) windows.delete(role);
      });
    },
    roleOf: (contents, frameUrl) => {
      for (const [role, window] of windows) {
        if (
          !window.isDestroyed() &&
          window.webContents.id === contents.id &&
          frameUrl.split('#')[0] === pageUrl(role)
        )
          return role;
      }
      return null;
    },
    window: (role) => windows.get(role) ?? null,
    send: (event, payload) => {
      for (const role of events[event].to) {
        if (role === 'console' && withheld(event)) continue;
        const window = windows.get(role);
        if (window !== undefined && listens(window)) window.webContents.send('desk:event', event, payload);
      }
    },
  };
};
