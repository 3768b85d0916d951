import type { LifeRules } from '../../core/callback/task-life.ts';
import type { AttemptRules } from '../../core/callback/rules-schema.ts';
import type { CallbackKind, DueRules } from '../../core/callback/callback-kind.ts';
import type { Store } from '../../core/ports.ts';
import type { StoreErrorCode } from './errors.ts';

/** What the store needs of the script pack; plain data, since it travels to the worker. */
export type StoreRules = {
  attempts: AttemptRules;
  /** Neutral name of each kind of callback, for the work list. */
  kindNames: Readonly<Record<CallbackKind, string>>;
  /** How the last day of each kind is found. */
  due: DueRules;
  /** For the next dial of each line of the work list. */
  life: LifeRules;
};

/** The store without its promises: what the worker runs. */
export type SyncStore = {
  [K in keyof Store]: (...args: Parameters<Store[K]>) => Awaited<ReturnType<Store[K]>>;
};

export type StoreMethod = keyof Store;

/** `open` is always the first request. */
export type StoreRequest =
  | { id: number; kind: 'open'; file: string; rules: StoreRules }
  | { id: number; kind: 'call'; method: StoreMethod; args: readonly unknown[] };

export type StoreResponse =
  { id: number; ok: true; value: unknown } | { id: number; ok: false; code: StoreErrorCode; detail: string };

/** Method names; the type makes the list complete, so the client needs no proxy. */
const methods: Record<StoreMethod, true> = {
  close: true,
  importPolicies: true,
  knownPolicies: true,
  taskPage: true,
  taskCounts: true,
  nextTask: true,
  task: true,
  openAttempt: true,
  openAttemptNow: true,
  resumableEvents: true,
  markAnswered: true,
  markCallEnded: true,
  appendEvent: true,
  saveNotes: true,
  closeAttempt: true,
  issueBoard: true,
  issue: true,
  issueAct: true,
  issueReminded: true,
  saveLife: true,
  followUps: true,
  followUpCounts: true,
  tasksToEscalate: true,
  logCall: true,
  callsOfAttempt: true,
  records: true,
  record: true,
  setting: true,
  setSetting: true,
  audit: true,
  appendAgentEvent: true,
  lastAgentEvent: true,
  agentEvents: true,
  device: true,
  setIncarnation: true,
  newEpoch: true,
  outboxState: true,
  outboxAfter: true,
  outboxAck: true,
  outboxCounts: true,
  outboxItems: true,
  requeueRefused: true,
};
export const storeMethods = Object.keys(methods) as StoreMethod[];
