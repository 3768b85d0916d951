import type { AgentLogRow } from './agent/agent-log.ts';
import type { Finding } from './issue/findings.ts';
import type { ReportAttempt, ReportTask, SurveyReply } from './report/rows.ts';
import type { IssueFile, IssueWithHistory, RecheckStep } from './issue/issue-file.ts';
import type { Barred, RecheckIssue } from './issue/recheck.ts';
import type { IssueEvent } from './issue/issue-life.ts';
import type { FollowUp } from './callback/follow-up-schema.ts';
import type { Complaint, ComplaintEvent } from './complaint/complaint.ts';
import type { Correction, CorrectionEvent } from './correction/correction.ts';
import type { CallbackKind } from './callback/callback-kind.ts';
import type { Policy } from './callback/policy.ts';
import type { CustomerPromise } from './callback/promise.ts';
import type { QualityStore } from './quality/quality-store.ts';
import type { PeopleStore } from './people/people-store.ts';
import type { SmsReplyStore } from './survey/match-replies.ts';
import type { SharedMobile } from './callback/shared-mobile.ts';
import type { ScanStore } from './callback/receipt-scan.ts';
import type { FiledAttempt } from './callback/tries.ts';
import type { Task, WorkMode } from './callback/task.ts';
import type { AnswerRecord, CallbackRecord, Issue } from './callback/record.ts';
import type { ScriptEvent } from './script/events.ts';
import type { SipAccount } from './call/account.ts';
import type { AudioPreferences, AudioState } from './call/audio.ts';
import type { DeviceCommand, DeviceEvent } from './call/device-desk.ts';
import type { CallLogEntry } from './call/call-log.ts';
import type { CallParty, CallSnapshot, MediaStats, Registration, Rejection } from './call/types.ts';
import type { TaskRow, TaskFilter, TaskCounts, RecordRow } from './ipc/features/worklist.ts';
import type { OutboxCounts, OutboxItem } from './ipc/features/sync.ts';

/** The edges the core and the composition speak to. Adapters live in main/, renderer/ and head-office/. */

export type Clock = {
  /** UTC milliseconds. */
  now(): number;
};

/** UUIDv7, made on the device (design.md section 4). */
export type NewId = () => string;

/** Seals small secrets with what the operating system offers. */
export type Vault = {
  /** `os` = keychain, `none` = the OS offers nothing and the app must say so. */
  protection(): 'os' | 'none';
  seal(plain: string): string;
  /** Throws VaultError when the secret was sealed by another user or machine. */
  open(sealed: string): string;
};

/**
 * The softphone behind which the SIP library hides (design.md section 1). Lives in the phone window. Several
 * calls may be up; at most one of them is not on hold. All fail with PhoneError codes of phone-window.ts.
 */
export type PhonePort = {
  register(account: SipAccount): Promise<void>;
  unregister(): Promise<void>;
  /** After sleep or a change of network: checks the connection at once instead of waiting for a timer. */
  wake(): Promise<void>;
  /** `target` is a SIP URI; resolves when the INVITE was handed to the library. */
  dial(call: { callId: string; target: string; headers: readonly string[] }): Promise<void>;
  /** Another call that is up is put on hold first. */
  answer(callId: string): Promise<void>;
  reject(callId: string, rejection: Rejection): Promise<void>;
  hangUp(callId: string): Promise<void>;
  setMuted(callId: string, muted: boolean): Promise<void>;
  /** Resumed means that every other call is put on hold first. */
  setHeld(callId: string, held: boolean): Promise<void>;
  sendDtmf(callId: string, tones: string): Promise<void>;
  /** Resolves when the REFER was accepted; its progress comes as `transfer` of the call. */
  transfer(callId: string, target: string): Promise<void>;
  transferTo(callId: string, consultCallId: string): Promise<void>;
  conference(): Promise<void>;
  audio(): Promise<AudioState>;
  setAudio(preferences: AudioPreferences): Promise<AudioState>;
  setDoNotDisturb(on: boolean): Promise<void>;
  onEvent(listener: (event: PhoneEvent) => void): () => void;
};

export type PhoneEvent =
  | { type: 'registration'; registration: Registration }
  | { type: 'call'; call: CallSnapshot; party: CallParty }
  | { type: 'stats'; callId: string; stats: MediaStats }
  | { type: 'audio'; audio: AudioState }
  | { type: 'devices'; event: DeviceEvent };

/** Trying the sound devices, beside the calls; lives in the phone window too. Fails with PhoneError codes. */
export type DevicePort = {
  devices(command: DeviceCommand): Promise<void>;
};

/** A correction request with what a list shows beside it. */
export type CorrectionFile = {
  correction: Correction;
  holderName: string;
  policyNo: string;
  events: CorrectionEvent[];
};

export type OpenAttempt = {
  id: string;
  taskId: string;
  agentId: string;
  mode: WorkMode;
  packId: string;
  packVersion: string;
  packHash: string;
  scriptId: string;
  startedAt: number;
  answeredAt: number | null;
  /** Set when the call went down but the attempt still has no disposition. */
  callEndedAt: number | null;
  notes: string;
  /** The stored truth; replay gives the script state. */
  events: ScriptEvent[];
};

/** A closed practice call with what its review is made from (core/practice/review.ts). */
export type PracticeRun = { drill: string; record: CallbackRecord; events: ScriptEvent[] };

/**
 * The local store. Every method is one transaction, durable (`synchronous=FULL`) when its promise resolves:
 * only then may a screen call a thing saved (design.md I1). The adapter runs SQLite in a worker thread.
 */
export type Store = {
  close(): Promise<void>;

  importPolicies(input: {
    mode: WorkMode;
    policies: readonly Policy[];
    at: number;
    source: string;
    agentId: string;
  }): Promise<{ inserted: number; updated: number; unchanged: number }>;
  /** policyNo -> content fingerprint, for the preview's "already here" verdict. */
  knownPolicies(mode: WorkMode, policyNos: readonly string[]): Promise<Record<string, string>>;

  taskPage(query: {
    mode: WorkMode;
    filter: TaskFilter;
    search: string;
    offset: number;
    limit: number;
    now: number;
    agentId: string;
  }): Promise<{ total: number; rows: TaskRow[] }>;
  taskCounts(mode: WorkMode, now: number): Promise<TaskCounts>;
  /** The task that is to be called now (design.md section 2, step 2), or null with the next possible moment. */
  nextTask(
    mode: WorkMode,
    now: number,
    agentId: string,
    /** Who would call: a second callback is not for who found or handled the issue, nor for the seller. */
    person?: { number: string; name: string },
  ): Promise<{ task: TaskRow | null; nextPossibleAt: number | null }>;
  /** `row` is the task as the work list shows it; `issues` are the open ones, `issuesEver` the closed ones too; `records` newest first. */
  task(taskId: string): Promise<{
    task: Task;
    policy: Policy;
    row: TaskRow;
    issues: Issue[];
    issuesEver: { code: string; attemptId: string }[];
    records: RecordRow[];
    /** Of the same person's other callbacks, in no order. */
    otherRecords: RecordRow[];
    attempts: FiledAttempt[];
    followUps: FollowUp[];
    /** Issues that this callback checks as a second one, and who may not make it. */
    checks: RecheckIssue[];
    barred: Barred[];
  } | null>;

  /** Who else has the number of the task's customer; nobody where there is no such task. */
  sharedMobile(taskId: string): Promise<SharedMobile>;

  /** Issues opened since `from` (UTC ms), with the sale they belong to; in no order. */
  findings(mode: WorkMode, from: number): Promise<Finding[]>;

  /** Live callbacks that arose since `from` (UTC ms), for the reports; in no order, like the two below. */
  reportTasks(from: number): Promise<ReportTask[]>;
  /** Live calls that began since `from`, and the one whose record is still open. */
  reportAttempts(from: number): Promise<ReportAttempt[]>;
  /** Live surveys by telephone since `from`, each with the callback that it rates. */
  surveyReplies(from: number, kind: CallbackKind): Promise<SurveyReply[]>;

  /**
   * Locks the task to the agent and opens an attempt. Its `events` (those of a hung-up call that is resumed)
   * are stored with it. Fails with `task_not_diallable` / `attempt_open`.
   */
  openAttempt(attempt: OpenAttempt): Promise<void>;
  /** The attempt without a disposition, if any: there is at most one per seat. */
  openAttemptNow(): Promise<OpenAttempt | null>;
  /** Events of the task's last attempt when that ended midway and may be resumed (D11), oldest first; else empty. */
  resumableEvents(taskId: string): Promise<ScriptEvent[]>;
  markAnswered(attemptId: string, at: number): Promise<void>;
  markCallEnded(attemptId: string, at: number): Promise<void>;
  /** One event, with the answer row and the issues it opened, in one transaction (design.md I6). */
  appendEvent(input: {
    attemptId: string;
    n: number;
    event: ScriptEvent;
    answer: AnswerRecord | null;
    issues: readonly Issue[];
    /** The promise that the event made, changed or kept. */
    promise?: CustomerPromise | null;
  }): Promise<void>;
  saveNotes(attemptId: string, notes: string): Promise<void>;
  /** Every open issue oldest first, then the latest closed ones (core/issue/issue-file.ts). */
  issueBoard(mode: WorkMode): Promise<IssueFile[]>;
  issue(issueId: string): Promise<IssueWithHistory | null>;
  /** The issue as it is after the event: issue, history, grade of the task and audit in one transaction. */
  issueAct(input: { issue: IssueFile; event: IssueEvent }): Promise<void>;
  issueReminded(input: { issueId: string; event: IssueEvent }): Promise<void>;
  /** Closes the attempt, sets the task's next state, opens issues and appends the outbox rows: one transaction. */
  closeAttempt(input: {
    record: CallbackRecord;
    task: Task;
    issues: readonly Issue[];
    /** All of the task's follow-ups as they are then; left out = unchanged. */
    followUps?: readonly FollowUp[];
    /** What a second callback makes of the issues that it checked. */
    rechecked?: readonly RecheckStep[];
    /** Names of the tags of the notes, by which the record is found. */
    noteTagNames?: readonly string[];
    at: number;
  }): Promise<void>;

  /**
   * What happened to a task outside of a call, with its follow-ups, in one transaction. `readAt` is the task's
   * `updatedAt` when the change was worked out: fails with `task_changed` when it is another by now.
   */
  saveLife(input: {
    task: Task;
    readAt: number;
    followUps: readonly FollowUp[];
    at: number;
    agentId: string;
    audit: { action: string; ref: string; detail: string };
  }): Promise<void>;
  /** Open ones by their due time, closed ones newest first. */
  followUps(query: {
    mode: WorkMode;
    list: 'open' | 'closed';
    offset: number;
    limit: number;
  }): Promise<(FollowUp & { holderName: string; policyNo: string })[]>;
  followUpCounts(mode: WorkMode, now: number): Promise<{ open: number; overdue: number; closed: number }>;
  /** Tasks that end by `until`, are not settled and were not escalated yet, the most urgent first. */
  tasksToEscalate(mode: WorkMode, until: number, limit: number): Promise<string[]>;

  /** What people have put down about a complaint, with its history; null while nobody has. */
  complaint(issueId: string): Promise<{ complaint: Complaint; events: ComplaintEvent[] } | null>;
  complaintAct(input: { complaint: Complaint; event: ComplaintEvent; agentId: string }): Promise<void>;
  /** All of the task's policy, newest first. */
  correctionsOfTask(taskId: string): Promise<CorrectionFile[]>;
  /** Running ones oldest first, settled ones newest first. */
  corrections(query: { mode: WorkMode; list: 'open' | 'closed'; limit: number }): Promise<CorrectionFile[]>;
  correction(id: string): Promise<CorrectionFile | null>;
  correctionAct(input: { correction: Correction; event: CorrectionEvent; agentId: string }): Promise<void>;
  /** Open ones by their time, those dealt with newest first. */
  promises(query: {
    mode: WorkMode;
    list: 'open' | 'closed';
    limit: number;
  }): Promise<(CustomerPromise & { holderName: string; policyNo: string })[]>;
  promise(id: string): Promise<CustomerPromise | null>;
  /** The promise as it is after a deed, with its audit row; fails with `promise_closed` when it was dealt with meanwhile. */
  promiseAct(input: {
    promise: CustomerPromise;
    audit: { at: number; agentId: string; action: string; ref: string; detail: string };
  }): Promise<void>;
  promiseCounts(
    mode: WorkMode,
    now: number,
  ): Promise<{ open: number; overdue: number; kept: number; late: number; broken: number }>;

  /** The agent has read this script pack; once is enough. Written with its audit row. */
  addPackReceipt(receipt: {
    agentId: string;
    packHash: string;
    packId: string;
    packVersion: string;
    at: number;
  }): Promise<void>;
  /** When the agent confirmed to have read the pack, UTC ms; null when not yet. */
  packReceipt(agentId: string, packHash: string): Promise<number | null>;
  /** The pack that the agent read last. */
  lastPackReceipt(agentId: string): Promise<{ packHash: string; packVersion: string; at: number } | null>;

  /** A call that is over; logging the same call again changes nothing. */
  logCall(entry: CallLogEntry): Promise<void>;
  /** Oldest first. */
  callsOfAttempt(attemptId: string): Promise<CallLogEntry[]>;

  records(query: {
    mode: WorkMode;
    search: string;
    offset: number;
    limit: number;
  }): Promise<{ total: number; rows: RecordRow[] }>;
  record(attemptId: string): Promise<{
    record: CallbackRecord;
    /** The JSON text as it was kept and sent. */
    body: string;
    syncState: 'waiting' | 'sent' | 'refused';
  } | null>;
  /** JSON texts of the callbacks that a search finds and that were closed by `until` (UTC ms), newest first. */
  recordBodies(query: {
    mode: WorkMode;
    search: string;
    until: number;
    offset: number;
    limit: number;
  }): Promise<string[]>;

  /** Which drill a practice call is; the first word on an attempt stands. */
  noteDrill(attemptId: string, drill: string): Promise<void>;
  /** Closed practice calls of a person, newest first. */
  practiceRuns(query: { agentId: string; limit: number }): Promise<PracticeRun[]>;
  practiceRun(attemptId: string): Promise<PracticeRun | null>;

  setting(key: string): Promise<string | null>;
  setSetting(key: string, value: string): Promise<void>;
  audit(entry: { at: number; agentId: string; action: string; ref: string; detail: string }): Promise<void>;
} & AgentEventStore &
  PeopleStore &
  QualityStore &
  ScanStore &
  SmsReplyStore &
  OutboxStore;

/** The history of the seat: append-only, for the working times and KPIs (domain.md 3.7). */
export type AgentEventStore = {
  /** The same id again changes nothing. */
  appendAgentEvent(row: AgentLogRow): Promise<void>;
  /** The row written last, or null. */
  lastAgentEvent(): Promise<AgentLogRow | null>;
  /** Rows with `from` <= at < `to` (UTC ms), oldest first; a row lasts until the next one. */
  agentEvents(span: { from: number; to: number }): Promise<AgentLogRow[]>;
};

export type OutboxMessage = {
  seq: number;
  entityId: string;
  entitySeq: number;
  type: string;
  schema: number;
  /** UTC ms by this workstation's clock. */
  wall: number;
  mode: WorkMode;
  /** JSON text as hashed. */
  body: string;
  /** Hex SHA-256 over prev + body identity; see core/outbox/chain.ts. */
  hash: string;
};

/** The sync loop's side of the store: watermarks, no per-row state flips (sync.md finding 7). */
export type OutboxStore = {
  device(): Promise<{ id: string; epoch: number; incarnation: string | null }>;
  setIncarnation(incarnation: string): Promise<void>;
  /** A cloned or restored profile gets a new epoch; unsent work is labelled anew. */
  newEpoch(): Promise<void>;
  outboxState(): Promise<{ nextSeq: number; acked: number; headHash: string }>;
  /** Messages after `afterSeq` in order, at most `limit` messages and `maxBytes` of body text, with the hash before the first. */
  outboxAfter(
    afterSeq: number,
    limit: number,
    maxBytes: number,
  ): Promise<{ prevHash: string; messages: OutboxMessage[] }>;
  /** Moves the watermark and records refusals of messages at or below it. Never deletes (design.md I3). */
  outboxAck(input: {
    acceptedThrough: number;
    refused: readonly { seq: number; code: string; detail: string; at: number }[];
  }): Promise<void>;
  outboxCounts(): Promise<OutboxCounts>;
  outboxItems(
    state: 'waiting' | 'sent' | 'refused',
    offset: number,
    limit: number,
  ): Promise<{ total: number; rows: OutboxItem[] }>;
  /** Puts a refused record back at the end of the queue as a new message of the same entity. */
  requeueRefused(seq: number, at: number): Promise<void>;
};
