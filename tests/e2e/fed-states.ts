import type { EventPayload } from '../../core/ipc/contract.ts';
import type { SoftphoneState } from '../../core/ipc/features/softphone.ts';
import type { Desk } from './desk.ts';

/** Sends an event to the console as main does. */
export const feed = <E extends 'softphone.changed' | 'links.changed' | 'call.changed'>(
  desk: Desk,
  event: E,
  value: EventPayload<E>,
): Promise<void> =>
  desk.app.evaluate(
    ({ BrowserWindow }, [name, payload]) => {
      const console = BrowserWindow.getAllWindows().find((one) =>
        one.webContents.getURL().startsWith('app://console/'),
      );
      console?.webContents.send('desk:event', name, payload);
    },
    [event, value] as const,
  );

export const feedCalls = (desk: Desk, state: SoftphoneState): Promise<void> =>
  feed(desk, 'softphone.changed', state);

/** The size of the console's page in CSS pixels at a zoom of 1. */
export const resizeConsole = (desk: Desk, width: number, height: number): Promise<void> =>
  desk.app.evaluate(
    ({ BrowserWindow }, size) => {
      const window = BrowserWindow.getAllWindows().find((one) =>
        one.webContents.getURL().startsWith('app://console/'),
      );
      window?.setContentSize(size.width, size.height);
    },
    { width, height },
  );

/** Fed states must not be overtaken by main's own: the answers of main are recorded and refused instead. */
export const recordCalls = (desk: Desk): Promise<void> =>
  desk.app.evaluate(({ ipcMain }) => {
    const seen: [string, unknown][] = [];
    (globalThis as unknown as { seenCalls: typeof seen }).seenCalls = seen;
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, (...args: unknown[]) => unknown> })
      ._invokeHandlers;
    const real = handlers.get('desk:call');
    if (real === undefined) throw new Error('main answers no calls');
    ipcMain.removeHandler('desk:call');
    ipcMain.handle('desk:call', (event, name: string, input: unknown) => {
      if (!name.startsWith('softphone.')) return real(event, name, input);
      seen.push([name, input]);
      return { ok: true, value: name === 'softphone.dial' ? { callId: 'new' } : {} };
    });
  });

export const seenCalls = (desk: Desk): Promise<[string, unknown][]> =>
  desk.app.evaluate(() => (globalThis as unknown as { seenCalls: [string, unknown][] }).seenCalls);
