import type { BrowserWindow } from 'electron';
import type { Log } from '../log/log.ts';
import { pageUrl } from '../security/app-protocol.ts';
import { createWindow } from './create-window.ts';
import type { WindowRegistry } from './registry.ts';

/** The phone and the simulated customer own media and have no face. */
export const openMediaWindow = async (
  role: 'phone' | 'customer',
  registry: WindowRegistry,
  log: Log,
  onGone: () => void,
): Promise<BrowserWindow> => {
  const window = createWindow(role, { show: false, width: 400, height: 300, title: `Callback Desk ${role}` });
  registry.add(role, window);
  window.webContents.on('render-process-gone', (_, details) => {
    // A window that is closed on purpose, as all are when the app ends, must not come back.
    if (window.isDestroyed() || details.reason === 'clean-exit') return;
    log.error(`${role}.gone`, { reason: details.reason, exitCode: details.exitCode });
    onGone();
  });
  await window.loadURL(pageUrl(role));
  return window;
};
