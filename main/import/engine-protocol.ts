import type { IpcError } from '../../core/ipc/envelope.ts';
import type { SyncEngine } from './import-engine.ts';

export type EngineMethod = keyof SyncEngine;

/** Messages between the import service and its worker thread; `args` are those of the method. */
export type EngineRequest = { id: number; method: EngineMethod; args: readonly unknown[] };

export type EngineResponse =
  | { id: number; ok: true; value: unknown }
  /** `error` is null for a defect; its text stays in the worker, since it may quote the file. */
  | { id: number; ok: false; error: IpcError | null; name: string };

/** Method names; the type makes the list complete. */
const methods: Record<EngineMethod, true> = {
  open: true,
  judge: true,
  settle: true,
  totals: true,
  page: true,
  toStore: true,
  saveMappingAs: true,
  refusedCsv: true,
};
export const engineMethods = Object.keys(methods) as EngineMethod[];
