import { ipcMain } from 'electron';
import type { Log } from '../log/log.ts';
import type { WindowRegistry } from '../windows/registry.ts';
import type { Gate, Handlers } from './run-call.ts';
import { runCall } from './run-call.ts';

/** Binds the contract to its handlers: the only listener for calls in the app. */
export const registerIpc = (
  handlers: Handlers,
  registry: WindowRegistry,
  log: Log,
  allowed: () => readonly string[],
  gate: Gate,
): void => {
  ipcMain.handle('desk:call', (event, name: unknown, input: unknown) => {
    const frame = event.senderFrame;
    const isTop = frame !== null && frame === event.sender.mainFrame;
    return runCall(
      handlers,
      log,
      isTop ? registry.roleOf(event.sender, frame.url) : null,
      name,
      input,
      allowed,
      gate,
    );
  });
};
