import type Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import type { CallbackSubject } from '../../../core/callback/callback-kind.ts';
import { callbackSubjectSchema, dueDay } from '../../../core/callback/callback-kind.ts';
import { deadlineOf } from '../../../core/callback/deadline.ts';
import { newTask } from '../../../core/callback/new-task.ts';
import { doneStates, openStates } from '../../../core/callback/order.ts';
import type { Policy } from '../../../core/callback/policy.ts';
import { policySchema } from '../../../core/callback/policy.ts';
import type { TaskState, WorkMode } from '../../../core/callback/task.ts';
import { fingerprint } from '../../../core/import/fingerprint.ts';
import type { StoreRules } from '../protocol.ts';
import type { Audit } from './audit.ts';
import type { TaskIndex } from './task-index.ts';

type Import = {
  mode: WorkMode;
  policies: readonly Omit<Policy, 'id'>[];
  at: number;
  source: string;
  agentId: string;
};
type Known = { id: string; body: string };
type KnownTask = {
  id: string;
  type: string;
  state: TaskState;
  subject: string | null;
  origin: 'list' | 'issue';
};

const parsePolicy = (body: string): Policy => policySchema.parse(JSON.parse(body));
export const parseSubject = (text: string | null): CallbackSubject | undefined =>
  text === null ? undefined : callbackSubjectSchema.parse(JSON.parse(text));

/** A call on it is over, or it has been settled otherwise. */
const finishedStates: readonly TaskState[] = ['issue', ...doneStates];

/** Policies and the tasks they give. A policy is known by its number, live and practice apart. */
export const createPolicies = (db: Database.Database, rules: StoreRules, audit: Audit, index: TaskIndex) => {
  const { timeZone } = rules.attempts;
  const find = db.prepare<[string, string], Known>(
    'SELECT id, body FROM policy WHERE mode = ? AND policy_no = ?',
  );
  const tasksOf = db.prepare<[string], KnownTask>(
    'SELECT id, type, state, subject, origin FROM task WHERE policy_id = ?',
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
    `INSERT INTO task (id, policy_id, mode, type, state, deadline_at, tries, subject, created_at, updated_at)
     VALUES (@id, @policyId, @mode, @type, @state, @deadlineAt, 0, @subject, @createdAt, @updatedAt)`,
  );
  const moveDeadline = db.prepare<[number, string]>('UPDATE task SET deadline_at = ? WHERE id = ?');
  const closeTask = db.prepare<[number, string]>(
    "UPDATE task SET state = 'closed', updated_at = ? WHERE id = ?",
  );

  /** One more callback on a policy. */
  const open = (policy: Policy, mode: WorkMode, at: number): void => {
    const task = newTask({
      id: uuidv7(),
      policyId: policy.id,
      mode,
      type: policy.callback?.kind ?? 'new',
      dueOn: dueDay(policy, rules.due),
      rules: rules.attempts,
      now: at,
    });
    const { id, policyId, type, state, deadlineAt, createdAt, updatedAt } = task;
    const subject = policy.callback === undefined ? null : JSON.stringify(policy.callback);
    const row = { id, policyId, mode, type, state, deadlineAt, subject, createdAt, updatedAt };
    index.put(insertTask.run(row).lastInsertRowid, policy);
  };

  /**
   * Whether the list's next callback may begin: not while one of the list is on the telephone, and not beside a second
   * callback that arose here. One of the same kind that waits for something else (visit, number check) gives way to
   * it; its records and its task stay.
   */
  const makeRoom = (tasks: readonly KnownTask[], kind: string, at: number): boolean => {
    const onTelephone = tasks.some((task) =>
      task.origin === 'list'
        ? openStates.includes(task.state)
        : task.type === kind && !finishedStates.includes(task.state),
    );
    if (onTelephone) return false;
    for (const task of tasks)
      if (task.type === kind && !finishedStates.includes(task.state)) closeTask.run(at, task.id);
    return true;
  };

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
    if (known === undefined) {
      const text = JSON.stringify(policy);
      insertPolicy.run({ id, mode, policyNo: policy.policyNo, body: text, importId, at });
      open(policy, mode, at);
      return 'inserted';
    }
    const before = parsePolicy(known.body);
    const tasks = tasksOf.all(id);
    const { callback } = policy;
    const next =
      callback !== undefined &&
      JSON.stringify(before.callback) !== JSON.stringify(callback) &&
      makeRoom(tasks, callback.kind, at);
    // A callback that is still on the telephone is finished first; the list's next one is taken when it comes again.
    const kept = next ? policy : { ...policy, callback: before.callback };
    updatePolicy.run({ id, body: JSON.stringify(kept), importId, at });
    // A task that is done stays done whatever a later list says about its policy.
    for (const task of tasks.filter(({ state }) => !doneStates.includes(state))) {
      const dueOn = dueDay({ ...policy, callback: parseSubject(task.subject) }, rules.due);
      moveDeadline.run(deadlineOf(dueOn, timeZone), task.id);
    }
    index.putAll(id, policy);
    if (next) open(policy, mode, at);
    return 'updated';
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
