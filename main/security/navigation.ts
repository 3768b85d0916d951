import { app } from 'electron';
import type { Log } from '../log/log.ts';

/** No window navigates away, opens another or attaches a webview; there is no remote content (design.md section 5). */
export const blockNavigation = (log: Log): void => {
  app.on('web-contents-created', (_, contents) => {
    const refuse = (event: { preventDefault(): void }, what: string): void => {
      event.preventDefault();
      log.warn('security.navigation_blocked', { what });
    };
    contents.on('will-navigate', (event) => refuse(event, 'navigate'));
    contents.on('will-redirect', (event) => refuse(event, 'redirect'));
    contents.on('will-frame-navigate', (event) => refuse(event, 'frame'));
    contents.on('will-attach-webview', (event) => refuse(event, 'webview'));
    contents.setWindowOpenHandler(() => {
      log.warn('security.navigation_blocked', { what: 'window' });
      return { action: 'deny' };
    });
  });
};
