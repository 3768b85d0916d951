import type { BrowserWindow } from 'electron';
import type { Log } from '../log/log.ts';
import { pageUrl } from '../security/app-protocol.ts';
import type { Settings } from '../settings/settings.ts';
import { createWindow } from './create-window.ts';
import type { WindowRegistry } from './registry.ts';

/** More crashes than this within a minute: stop restarting, the log has the reason. */
const maxCrashesPerMinute = 5;

/**
 * The window the agent sees. When its page crashes main loads it again; the call goes on in the phone window
 * meanwhile (design.md section 1).
 */
export const openConsoleWindow = (
  registry: WindowRegistry,
  settings: Settings,
  log: Log,
  /** Whether a customer is on the line: then the window does not close (design.md I9). */
  inCall: () => boolean,
): BrowserWindow => {
  const size = settings.get('window');
  const window = createWindow('console', {
    title: '回访台 Callback Desk',
    width: size.width,
    height: size.height,
    minWidth: 420,
    minHeight: 560,
    backgroundColor: '#f6f7f9',
    autoHideMenuBar: true,
    show: false,
  });
  registry.add('console', window);
  window.once('ready-to-show', () => window.show());
  window.on('resize', () => {
    if (window.isNormal()) {
      const [width = size.width, height = size.height] = window.getSize();
      settings.set('window', { width, height });
    }
  });
  window.on('close', (event) => {
    if (!inCall()) return;
    event.preventDefault();
    registry.send('call.closeRefused', {});
  });
  const crashes: number[] = [];
  window.webContents.on('render-process-gone', (_, details) => {
    log.error('console.gone', { reason: details.reason, exitCode: details.exitCode });
    if (window.isDestroyed() || details.reason === 'clean-exit') return;
    const now = Date.now();
    crashes.push(now);
    if (crashes.filter((at) => now - at < 60_000).length > maxCrashesPerMinute) return;
    // Not inside the event: the dead process is still being taken down.
    setTimeout(() => {
      if (!window.isDestroyed()) void window.loadURL(pageUrl('console'));
    }, 50);
  });
  void window.loadURL(pageUrl('console'));
  return window;
};
