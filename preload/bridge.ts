import { contextBridge, ipcRenderer } from 'electron';
import type { DeskBridge } from '../core/ipc/contract.ts';

/**
 * The only door between a window and main. It forwards names and values; main checks the sender, the channel
 * and the schemas (main/ipc/register.ts), so nothing is parsed here.
 */
const bridge: DeskBridge = {
  call: (channel, input) => ipcRenderer.invoke('desk:call', channel, input),
  on: (event, listener) => {
    const forward = (_: unknown, name: string, payload: Parameters<typeof listener>[0]): void => {
      if (name === event) listener(payload);
    };
    ipcRenderer.on('desk:event', forward);
    return () => ipcRenderer.off('desk:event', forward);
  },
};

contextBridge.exposeInMainWorld('desk', bridge);
