import { parentPort } from 'node:worker_threads';
import { asStoreError, StoreError } from './errors.ts';
import { openDatabase } from './open.ts';
import type { StoreRequest, StoreResponse, SyncStore } from './protocol.ts';
import { createSqliteStore } from './sqlite-store.ts';

/** Entry of the store's worker thread: one request at a time, in order, each answered once. */
const port = parentPort;
if (port === null) throw new Error('main/store/worker.ts runs as a worker thread only');

let store: SyncStore | null = null;

const run = (request: StoreRequest): unknown => {
  if (request.kind === 'open') {
    store = createSqliteStore(openDatabase(request.file), request.rules);
    return null;
  }
  if (store === null) throw new StoreError('store_unavailable', 'not open');
  const method = store[request.method] as (...args: readonly unknown[]) => unknown;
  return method(...request.args);
};

port.on('message', (request: StoreRequest) => {
  let response: StoreResponse;
  try {
    response = { id: request.id, ok: true, value: run(request) };
  } catch (error) {
    const { code, detail } = asStoreError(error);
    response = { id: request.id, ok: false, code, detail };
  }
  port.postMessage(response);
});
