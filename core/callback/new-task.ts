import type { CallbackKind } from './callback-kind.ts';
import type { AttemptRules } from './rules-schema.ts';
import type { Task, WorkMode } from './task.ts';
import { deadlineOf } from './deadline.ts';

/** The task that a newly imported policy gives, to be dialled at once. */
export const newTask = (input: {
  id: string;
  policyId: string;
  mode: WorkMode;
  type: CallbackKind;
  /** Last day of the callback, `YYYY-MM-DD` (callback-kind.ts, dueDay). */
  dueOn: string;
  rules: AttemptRules;
  now: number;
}): Task => ({
  id: input.id,
  policyId: input.policyId,
  mode: input.mode,
  type: input.type,
  state: 'to_dial',
  deadlineAt: deadlineOf(input.dueOn, input.rules.timeZone),
  notBeforeAt: null,
  notBeforeReason: null,
  appointmentAt: null,
  appointmentAgentId: null,
  tries: 0,
  grade: null,
  lastDisposition: null,
  createdAt: input.now,
  updatedAt: input.now,
});
