import type Database from 'better-sqlite3';
import { orderCuts } from '../../core/callback/order.ts';
import type { StoreRules, SyncStore } from './protocol.ts';
import { createAttempts } from './repositories/attempts.ts';
import { createAgentEvents } from './repositories/agent-events.ts';
import { createFollowUps } from './repositories/follow-ups.ts';
import type { AuditEntry } from './repositories/audit.ts';
import { createAudit } from './repositories/audit.ts';
import { createDevice } from './repositories/device.ts';
import { createIssueDesk } from './repositories/issue-desk.ts';
import { createIssues } from './repositories/issues.ts';
import { createOutboxLists } from './repositories/outbox-lists.ts';
import { createPhoneCalls } from './repositories/phone-calls.ts';
import { createOutbox } from './repositories/outbox.ts';
import { createPolicies } from './repositories/policies.ts';
import { createRecords } from './repositories/records.ts';
import { createSettings } from './repositories/settings.ts';
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
  const policies = createPolicies(db, rules, audit);
  const records = createRecords(db, outbox.boundary);
  const followUps = createFollowUps(db, audit);
  const attempts = createAttempts(db, { issues, outbox, audit, followUps });
  const taskRows = createTaskRows(db, rules, followUps);
  const tasks = createTasks(db, rules, taskRows);
  const settings = createSettings(db);
  const taskById = db.prepare<[string], TaskRecord & { n: number }>('SELECT * FROM task WHERE id = ?');
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
        policy,
        row,
        issues: issues.openIssues(taskId),
        issuesEver: issues.issuesEver(taskId),
        records: records.recordsOfTask(taskId),
        attempts: followUps.attemptsOf([taskId]).get(taskId) ?? [],
        followUps: followUps.ofTasks([taskId]).get(taskId) ?? [],
      };
    },

    ...attempts,
    ...createIssueDesk(db, audit),
    ...followUps.port,
    ...createPhoneCalls(db),
    records: records.records,
    record: records.record,
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
