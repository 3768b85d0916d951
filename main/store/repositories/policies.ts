import type Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { dueDay } from '../../../core/callback/callback-kind.ts';
import { deadlineOf } from '../../../core/callback/deadline.ts';
import { newTask } from '../../../core/callback/new-task.ts';
import { doneStates, openStates } from '../../../core/callback/order.ts';
import type { Policy } from '../../../core/callback/policy.ts';
import { policySchema } from '../../../core/callback/policy.ts';
import type { WorkMode } from '../../../core/callback/task.ts';
import { fingerprint } from '../../../core/import/fingerprint.ts';
import type { StoreRules } from '../protocol.ts';
import { indexedText } from '../search-text.ts';
import type { Audit } from './audit.ts';

type Import = {
  mode: WorkMode;
  policies: readonly Omit<Policy, 'id'>[];
  at: number;
  source: string;
  agentId: string;
};
type Known = { id: string; body: string; task_n: number };

const parsePolicy = (body: string): Policy => policySchema.parse(JSON.parse(body));

/** Policies and the tasks they give. A policy is known by its number, live and practice apart. */
export const createPolicies = (db: Database.Database, rules: StoreRules, audit: Audit) => {
  const { timeZone } = rules.attempts;
  const find = db.prepare<[string, string], Known>(
    `SELECT policy.id, policy.body, task.n AS task_n FROM policy JOIN task ON task.policy_id = policy.id
     WHERE policy.mode = ? AND policy.policy_no = ?`,
  );
  const body = db.prepare<[string], { body: string }>('SELECT body FROM policy WHERE id = ?');
  const batch = db.prepare(
    `INSERT INTO import_batch (id, mode, at, source, agent_id, inserted, updated, unchanged)
     VALUES (@id, @mode, @at, @source, @agentId, 0, 0, 0)`,
  );
  const total = db.prepare(
    'UPDATE import_batch SET inserted = @inserted, updated = @updated, unchanged = @unchanged WHERE id = @id',
  );
  const insertPolicy = db.prepare(
    `INSERT INTO policy (id, mode, policy_no, body, import_id, created_at, updated_at)
     VALUES (@id, @mode, @policyNo, @body, @importId, @at, @at)`,
  );
  const updatePolicy = db.prepare(
    'UPDATE policy SET body = @body, import_id = @importId, updated_at = @at WHERE id = @id',
  );
  const insertTask = db.prepare(
    `INSERT INTO task (id, policy_id, mode, type, state, deadline_at, tries, created_at, updated_at)
     VALUES (@id, @policyId, @mode, @type, @state, @deadlineAt, 0, @createdAt, @updatedAt)`,
  );
  // A task that is done stays done whatever a later list says about its policy.
  const moveDeadline = db.prepare(
    `UPDATE task SET deadline_at = @deadlineAt WHERE policy_id = @policyId
     AND state NOT IN (${doneStates.map((state) => `'${state}'`).join(', ')})`,
  );
  // A policy whose callback has left the telephone (done, or an issue with somebody else) takes up its next one.
  // The attempts made before stay with it; created_at tells which belong to the callback that runs now.
  const nextCallback = db.prepare(
    `UPDATE task SET type = @type, state = 'to_dial', deadline_at = @deadlineAt, not_before_at = NULL,
       not_before_reason = NULL, appointment_at = NULL, appointment_agent_id = NULL, tries = 0,
       last_disposition = NULL, created_at = @at, updated_at = @at
     WHERE policy_id = @policyId AND state NOT IN (${openStates.map((state) => `'${state}'`).join(', ')})`,
  );
  const index = db.prepare<[number | bigint, string, string, string]>(
    'INSERT OR REPLACE INTO task_fts (rowid, name, policy_no, phone) VALUES (?, ?, ?, ?)',
  );

  const put = (
    draft: Omit<Policy, 'id'>,
    importId: string,
    input: Import,
  ): 'inserted' | 'updated' | 'unchanged' => {
    const { mode, at } = input;
    const known = find.get(mode, draft.policyNo);
    const id = known?.id ?? uuidv7();
    // Parsed anew, so that nothing gets into the file that is not in the schema (design.md I10).
    const policy = policySchema.parse({ ...draft, id });
    if (known !== undefined && fingerprint(parsePolicy(known.body)) === fingerprint(policy))
      return 'unchanged';
    const before = known === undefined ? null : parsePolicy(known.body);
    const deadlineAt = deadlineOf(dueDay(policy, rules.due), timeZone);
    const again =
      before !== null &&
      policy.callback !== undefined &&
      JSON.stringify(before.callback) !== JSON.stringify(policy.callback);
    const restarted =
      again && nextCallback.run({ type: policy.callback?.kind, policyId: id, deadlineAt, at }).changes > 0;
    // A callback that is still on the telephone is finished first; the list's next one is taken when it comes again.
    const kept = before === null || restarted ? policy : { ...policy, callback: before.callback };
    const text = JSON.stringify(kept);
    let taskN: number | bigint;
    if (known === undefined) {
      insertPolicy.run({ id, mode, policyNo: policy.policyNo, body: text, importId, at });
      const task = newTask({
        id: uuidv7(),
        policyId: id,
        mode,
        type: policy.callback?.kind ?? 'new',
        dueOn: dueDay(policy, rules.due),
        rules: rules.attempts,
        now: at,
      });
      const { id: taskId, policyId, type, state, deadlineAt, createdAt, updatedAt } = task;
      taskN = insertTask.run({
        id: taskId,
        policyId,
        mode,
        type,
        state,
        deadlineAt,
        createdAt,
        updatedAt,
      }).lastInsertRowid;
    } else {
      updatePolicy.run({ id, body: text, importId, at });
      moveDeadline.run({ policyId: id, deadlineAt: deadlineOf(dueDay(kept, rules.due), timeZone) });
      taskN = known.task_n;
    }
    const { name, policyNo, phone } = indexedText(policy);
    index.run(taskN, name, policyNo, phone);
    return known === undefined ? 'inserted' : 'updated';
  };

  const importAll = db.transaction((input: Import) => {
    const { mode, at, source, agentId } = input;
    const id = uuidv7();
    const sums = { inserted: 0, updated: 0, unchanged: 0 };
    batch.run({ id, mode, at, source, agentId });
    for (const draft of input.policies) sums[put(draft, id, input)]++;
    total.run({ id, ...sums });
    audit.append({
      at,
      agentId,
      action: 'policies.imported',
      ref: id,
      detail: JSON.stringify({ mode, ...sums }),
    });
    return sums;
  });

  return {
    importPolicies: (input: Import) => importAll.immediate(input),
    /** policyNo -> fingerprint (core/import/fingerprint.ts) of the policies that are here. */
    knownPolicies: (mode: WorkMode, policyNos: readonly string[]): Record<string, string> => {
      const known: Record<string, string> = {};
      for (const policyNo of policyNos) {
        const row = find.get(mode, policyNo);
        if (row !== undefined) known[policyNo] = fingerprint(parsePolicy(row.body));
      }
      return known;
    },
    policy: (id: string): Policy | null => {
      const row = body.get(id);
      return row === undefined ? null : parsePolicy(row.body);
    },
  };
};
