import { join } from 'node:path';
import { BrowserWindow } from 'electron';
import type { BrowserWindowConstructorOptions } from 'electron';
import type { WindowRole } from '../../core/ipc/envelope.ts';

/** One place decides what every window may do: sandboxed, isolated, no Node, no remote anything. */
export const createWindow = (role: WindowRole, options: BrowserWindowConstructorOptions): BrowserWindow =>
  new BrowserWindow({
    ...options,
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/bridge.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      devTools: true,
      // The call and its audio must not slow down when nobody looks at the window (anchors.md B2 pain 3).
      backgroundThrottling: role === 'console',
      // A ring tone and the customer's voice may sound without a click in that window.
      autoplayPolicy: role === 'console' ? 'user-gesture-required' : 'no-user-gesture-required',
    },
  });
