import { parentPort } from 'node:worker_threads';
import { AppError } from '../ipc/app-error.ts';
import type { EngineMethod, EngineRequest, EngineResponse } from './engine-protocol.ts';
import { createEngine } from './import-engine.ts';

/** Entry of the import's worker thread: one engine, served by messages in the order they come. */

// Each message carries the arguments of its method; both ends have their types from SyncEngine.
const engine = createEngine() as unknown as Readonly<
  Record<EngineMethod, (...args: readonly unknown[]) => unknown>
>;

const answer = ({ id, method, args }: EngineRequest): EngineResponse => {
  try {
    return { id, ok: true, value: engine[method](...args) };
  } catch (error) {
    if (error instanceof AppError) {
      return {
        id,
        ok: false,
        error: { code: error.code, field: error.field, params: error.params },
        name: error.name,
      };
    }
    return { id, ok: false, error: null, name: error instanceof Error ? error.name : 'unknown' };
  }
};

parentPort?.on('message', (request: EngineRequest) => {
  parentPort?.postMessage(answer(request));
});
