import type { Worker } from 'node:worker_threads';
import type { Store } from '../../core/ports.ts';
import { StoreError } from './errors.ts';
import type { StoreMethod, StoreRequest, StoreResponse, StoreRules } from './protocol.ts';
import { storeMethods } from './protocol.ts';

type Waiting = { resolve: (value: unknown) => void; reject: (error: StoreError) => void };

/** Omit that keeps a union a union. */
type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

/**
 * Opens the local store in a worker thread of its own, so that no disk flush ever stops the main process.
 *
 * `file` is the absolute path of the database, made when it is not there. `createWorker` starts
 * main/store/worker.ts (or its bundle). Rejects with a StoreError: `store_newer`, `store_foreign`,
 * `store_damaged`, `store_not_durable`, `disk_full`, `store_busy`.
 *
 * Every method of the result rejects with a StoreError and no other kind; once the worker has ended, for
 * whatever reason, with `store_unavailable`. Calls run in the order in which they were made.
 */
export const openStore = async (options: {
  file: string;
  createWorker: () => Worker;
  rules: StoreRules;
}): Promise<Store> => {
  const worker = options.createWorker();
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let gone: StoreError | null = null;

  const end = (reason: string): void => {
    gone ??= new StoreError('store_unavailable', reason);
    for (const { reject } of waiting.values()) reject(gone);
    waiting.clear();
  };

  worker.on('message', (response: StoreResponse) => {
    const call = waiting.get(response.id);
    if (call === undefined) return;
    waiting.delete(response.id);
    if (response.ok) call.resolve(response.value);
    else call.reject(new StoreError(response.code, response.detail));
  });
  worker.on('error', (error) => end(error instanceof Error ? error.name : 'worker error'));
  worker.on('exit', (code) => end(`worker exit ${code}`));

  const send = (request: WithoutId<StoreRequest>): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (gone !== null) {
        reject(gone);
        return;
      }
      const id = ++lastId;
      try {
        worker.postMessage({ ...request, id });
      } catch {
        // What cannot be copied to a thread (a function, a proxy) is no data.
        reject(new StoreError('bad_input', 'not cloneable'));
        return;
      }
      waiting.set(id, { resolve, reject });
    });

  try {
    await send({ kind: 'open', file: options.file, rules: options.rules });
  } catch (error) {
    await worker.terminate();
    throw error;
  }

  const call =
    (method: StoreMethod) =>
    async (...args: unknown[]): Promise<unknown> => {
      const value = await send({ kind: 'call', method, args });
      if (method === 'close') {
        end('closed');
        await worker.terminate();
      }
      return value;
    };
  // The worker implements SyncStore (checked there), so each method's types are those of Store.
  return Object.fromEntries(storeMethods.map((method) => [method, call(method)])) as unknown as Store;
};
