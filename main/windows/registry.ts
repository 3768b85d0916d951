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

export const createWindowRegistry = (): WindowRegistry => {
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
        const window = windows.get(role);
        if (window !== undefined && !window.isDestroyed() && !window.webContents.isCrashed()) {
          window.webContents.send('desk:event', event, payload);
        }
      }
    },
  };
};
