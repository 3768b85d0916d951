import type Database from 'better-sqlite3';
import { orderCuts } from '../../core/callback/order.ts';
import { policySchema } from '../../core/callback/policy.ts';
import type { StoreRules, SyncStore } from './protocol.ts';
import { createAttempts } from './repositories/attempts.ts';
import { createAgentEvents } from './repositories/agent-events.ts';
import { createFollowUps } from './repositories/follow-ups.ts';
import type { AuditEntry } from './repositories/audit.ts';
import { createAudit } from './repositories/audit.ts';
import { createCases } from './repositories/cases.ts';
import { createDevice } from './repositories/device.ts';
import { createFindings } from './repositories/findings.ts';
import { createReports } from './repositories/reports.ts';
import { createIssueDesk } from './repositories/issue-desk.ts';
import { createIssues } from './repositories/issues.ts';
import { createOutboxLists } from './repositories/outbox-lists.ts';
import { createPeople } from './repositories/people.ts';
import { createPhoneCalls } from './repositories/phone-calls.ts';
import { createPackReceipts } from './repositories/pack-receipts.ts';
import { createPromises } from './repositories/promises.ts';
import { createOutbox } from './repositories/outbox.ts';
import { createQuality } from './repositories/quality.ts';
import { createPolicies, parseSubject } from './repositories/policies.ts';
import { createPracticeRuns } from './repositories/practice-runs.ts';
import { createReceiptScans } from './repositories/receipt-scans.ts';
import { createRechecks } from './repositories/rechecks.ts';
import { createRecords } from './repositories/records.ts';
import { createSharedMobiles } from './repositories/shared-mobiles.ts';
import { createSmsReplies } from './repositories/sms-replies.ts';
import { createSettings } from './repositories/settings.ts';
import { createTaskIndex } from './repositories/task-index.ts';
import type { TaskRecord } from './repositories/task-rows.ts';
import { createTaskRows, toTask } from './repositories/task-rows.ts';
import { createTasks } from './repositories/tasks.ts';

type TaskWhole = NonNullable<ReturnType<SyncStore['task']>>;

/**
 * The whole store on one open database (see `openDatabase`), without a thread of its own. The worker runs it;
 * tests may run it directly. Throws what SQLite throws and StoreErrors. `now` is for what has no time of its own
 * in the port (the reason on a single line of the work list, a new epoch).
 */
export const createSqliteStore = (
  db: Database.Database,
  rules: StoreRules,
  now: () => number = Date.now,
): SyncStore => {
  const audit = createAudit(db);
  const devices = createDevice(db, now);
  const outbox = createOutbox(db, { devices, audit, now });
  const issues = createIssues(db);
  const index = createTaskIndex(db);
  const policies = createPolicies(db, rules, audit, index);
  const records = createRecords(db, outbox.boundary);
  const rechecks = createRechecks(db, { rules, audit, index });
  const desk = createIssueDesk(db, audit, rechecks);
  const followUps = createFollowUps(db, audit, rechecks);
  const promises = createPromises(db, audit);
  const attempts = createAttempts(db, { issues, outbox, audit, followUps, promises, desk, rechecks });
  const taskRows = createTaskRows(db, rules, followUps);
  const tasks = createTasks(db, rules, taskRows);
  const settings = createSettings(db);
  const taskById = db.prepare<[string], TaskRecord & { n: number; subject: string | null }>(
    'SELECT * FROM task WHERE id = ?',
  );
  const append = db.transaction((entry: AuditEntry) => audit.append(entry));

  return {
    ...tasks,
    ...settings,
    importPolicies: policies.importPolicies,
    knownPolicies: policies.knownPolicies,

    task: (taskId: string): TaskWhole | null => {
      const found = taskById.get(taskId);
      if (found === undefined) return null;
      const policy = policies.policy(found.policy_id);
      const [row] = taskRows.rows([found.n], orderCuts(now(), rules.attempts), '');
      if (policy === null || row === undefined) return null;
      return {
        task: toTask(found),
        // What a callback is about belongs to the task: a policy may have several.
        policy: policySchema.parse({ ...policy, callback: parseSubject(found.subject) }),
        row,
        issues: issues.openIssues(taskId),
        issuesEver: issues.issuesEver(taskId),
        records: records.recordsOfTask(taskId),
        otherRecords: records.otherTasks(taskId).flatMap(records.recordsOfTask),
        attempts: followUps.attemptsOf([taskId]).get(taskId) ?? [],
        followUps: followUps.ofTasks([taskId]).get(taskId) ?? [],
        checks: rechecks.ofTask(taskId),
        barred: rechecks.barred(taskId),
      };
    },

    ...attempts,
    ...desk.port,
    ...createCases(db, audit),
    ...createFindings(db),
    ...createReports(db),
    ...followUps.port,
    ...promises.port,
    ...createPackReceipts(db, audit),
    ...createPeople(db, audit),
    ...createQuality(db, { audit, issues }),
    ...createReceiptScans(db, audit),
    ...createSmsReplies(db, { audit, issues }),
    ...createSharedMobiles(db),
    ...createPhoneCalls(db),
    ...createPracticeRuns(db),
    records: records.records,
    record: records.record,
    recordBodies: records.recordBodies,
    audit: (entry) => append.immediate(entry),
    ...createAgentEvents(db),

    device: devices.device,
    setIncarnation: devices.setIncarnation,
    newEpoch: outbox.newEpoch,
    outboxState: outbox.outboxState,
    outboxAfter: outbox.outboxAfter,
    outboxAck: outbox.outboxAck,
    ...createOutboxLists(db, outbox.boundary),
    requeueRefused: outbox.requeueRefused,

    // No PRAGMA optimize: statistics of a small file would make SQLite scan tables that have grown since.
    close: () => {
      db.close();
    },
  };
};
