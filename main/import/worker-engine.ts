import type { ResourceLimits, Worker } from 'node:worker_threads';
import { AppError } from '../ipc/app-error.ts';
import { engineMethods, type EngineMethod, type EngineResponse } from './engine-protocol.ts';
import type { ImportEngine } from './import-engine.ts';

/**
 * Memory of an import's worker thread. A file that unpacks to more ends the thread, not the program. With the
 * largest list allowed (limits.ts) about half of it is used.
 */
export const engineLimits: { resourceLimits: ResourceLimits } = {
  resourceLimits: { maxOldGenerationSizeMb: 2048 },
};

type Waiting = { resolve: (value: unknown) => void; reject: (error: Error) => void };

/** The engine in a worker thread. Rejects with the worker's AppErrors; with `file_too_large` when it ran out of memory. */
export const workerEngine = (worker: Worker): ImportEngine => {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let gone: Error | null = null;

  const end = (error: Error): void => {
    gone ??= error;
    for (const { reject } of waiting.values()) reject(gone);
    waiting.clear();
  };
  worker.on('message', (response: EngineResponse) => {
    const call = waiting.get(response.id);
    waiting.delete(response.id);
    if (response.ok) call?.resolve(response.value);
    else if (response.error === null) call?.reject(new Error(`import engine: ${response.name}`));
    else call?.reject(new AppError(response.error.code, response.error.field, response.error.params));
  });
  worker.on('error', (error: Error & { code?: string }) => {
    end(
      error.code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? new AppError('file_too_large', null, { reason: 'unpacked' })
        : error,
    );
  });
  worker.on('exit', () => {
    end(new AppError('import_gone'));
  });

  const call =
    (method: EngineMethod) =>
    (...args: unknown[]): Promise<unknown> =>
      new Promise((resolve, reject) => {
        if (gone !== null) {
          reject(gone);
          return;
        }
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        worker.postMessage({ id: lastId, method, args });
      });
  const close = async (): Promise<void> => {
    end(new AppError('import_gone'));
    await worker.terminate();
  };
  // The worker runs a SyncEngine, so each method's types are those of ImportEngine.
  return {
    ...Object.fromEntries(engineMethods.map((method) => [method, call(method)])),
    close,
  } as unknown as ImportEngine;
};
