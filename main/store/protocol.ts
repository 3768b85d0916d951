import type { LifeRules } from '../../core/callback/task-life.ts';
import type { AttemptRules, IssueRules } from '../../core/callback/rules-schema.ts';
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
  /** For second callbacks and complaints that arise from issues. */
  issues: {
    /** Chinese names by code, as they are read out. */
    names: Readonly<Record<string, string>>;
    /** Until when an issue of each grade should be closed; a second callback comes before that. */
    targetClose: IssueRules['targetClose'];
    /** Types whose end needs no call: a visit, or nothing. */
    notByPhone: readonly string[];
    /** Types that are complaints. */
    complaints: readonly string[];
  };
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
  findings: true,
  reportTasks: true,
  reportAttempts: true,
  surveyReplies: true,
  issueBoard: true,
  issue: true,
  issueAct: true,
  issueReminded: true,
  complaint: true,
  complaintAct: true,
  correctionsOfTask: true,
  corrections: true,
  correction: true,
  correctionAct: true,
  saveLife: true,
  followUps: true,
  followUpCounts: true,
  tasksToEscalate: true,
  promises: true,
  promise: true,
  promiseAct: true,
  promiseCounts: true,
  addPackReceipt: true,
  packReceipt: true,
  lastPackReceipt: true,
  logCall: true,
  callsOfAttempt: true,
  recordBodies: true,
  records: true,
  record: true,
  noteDrill: true,
  practiceRuns: true,
  practiceRun: true,
  qualityReviews: true,
  addQualityReview: true,
  followUpEnd: true,
  sharedMobile: true,
  smsAsked: true,
  addSmsReplies: true,
  smsReplies: true,
  addScan: true,
  scansOf: true,
  scan: true,
  noteScanSaved: true,
  people: true,
  addPerson: true,
  changePerson: true,
  setPin: true,
  setTries: true,
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
