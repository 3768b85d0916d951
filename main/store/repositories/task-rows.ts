import type Database from 'better-sqlite3';
import { maskMobile } from '../../../core/callback/masking.ts';
import type { OrderCuts } from '../../../core/callback/order.ts';
import { orderReason } from '../../../core/callback/order.ts';
import type { CallbackKind } from '../../../core/callback/callback-kind.ts';
import type { IssueGrade, Task, TaskState, WorkMode } from '../../../core/callback/task.ts';
import type { TaskRow } from '../../../core/ipc/features/worklist.ts';
import type { NextDialView } from '../../../core/callback/next-dial-view.ts';
import { nextDialView } from '../../../core/callback/next-dial-view.ts';
import type { FollowUps } from './follow-ups.ts';
import type { StoreRules } from '../protocol.ts';

/** A row of table task; its checks hold the closed sets. */
export type TaskRecord = {
  id: string;
  policy_id: string;
  mode: WorkMode;
  type: CallbackKind;
  state: TaskState;
  deadline_at: number;
  not_before_at: number | null;
  not_before_reason: string | null;
  appointment_at: number | null;
  appointment_agent_id: string | null;
  tries: number;
  grade: IssueGrade | null;
  last_disposition: string | null;
  created_at: number;
  updated_at: number;
};

export const toTask = (row: TaskRecord): Task => ({
  id: row.id,
  policyId: row.policy_id,
  mode: row.mode,
  type: row.type,
  state: row.state,
  deadlineAt: row.deadline_at,
  notBeforeAt: row.not_before_at,
  notBeforeReason: row.not_before_reason,
  appointmentAt: row.appointment_at,
  appointmentAgentId: row.appointment_agent_id,
  tries: row.tries,
  grade: row.grade,
  lastDisposition: row.last_disposition,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

type ListRecord = TaskRecord & {
  n: number;
  holder_name: string;
  holder_mobile: string;
  policy_no: string;
  channel: string;
  branch: string | null;
};

/** Lines of the work list for tasks given by their keys, in the order of the keys. */
export const createTaskRows = (db: Database.Database, rules: StoreRules, followUps: FollowUps) => {
  // The keys are found first, in index order; only the lines that are shown are read whole.
  const byKeys = db.prepare<[string], ListRecord>(
    `SELECT task.*, policy.holder_name, policy.holder_mobile, policy.policy_no, policy.channel, policy.branch
     FROM json_each(?) AS key JOIN task ON task.n = key.value JOIN policy ON policy.id = task.policy_id`,
  );
  const toRow = (row: ListRecord, cuts: OrderCuts, dial: NextDialView): TaskRow => ({
    dial,
    id: row.id,
    state: row.state,
    holderName: row.holder_name,
    mobileMasked: maskMobile(row.holder_mobile),
    policyNo: row.policy_no,
    scriptName: rules.kindNames[row.type],
    channel: row.channel,
    branch: row.branch,
    deadlineAt: row.deadline_at,
    appointmentAt: row.appointment_at,
    notBeforeAt: row.not_before_at,
    notBeforeReason: row.not_before_reason,
    tries: row.tries,
    grade: row.grade,
    lastDisposition: row.last_disposition,
    orderReason: orderReason(toTask(row), cuts),
  });
  return {
    rows: (keys: readonly number[], cuts: OrderCuts, agentId: string): TaskRow[] => {
      const found = new Map(byKeys.all(JSON.stringify(keys)).map((row) => [row.n, row]));
      const ids = [...found.values()].map((row) => row.id);
      const opened = followUps.ofTasks(ids);
      const attempts = followUps.attemptsOf(ids);
      return keys.flatMap((key) => {
        const row = found.get(key);
        if (row === undefined) return [];
        const file = {
          task: toTask(row),
          attempts: attempts.get(row.id) ?? [],
          followUps: opened.get(row.id) ?? [],
        };
        return [toRow(row, cuts, nextDialView(file, { rules: rules.life, now: cuts.now, agentId }))];
      });
    },
  };
};
export type TaskRows = ReturnType<typeof createTaskRows>;
