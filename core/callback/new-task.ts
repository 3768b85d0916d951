import type { AttemptRules } from './rules-schema.ts';
import type { Task, WorkMode } from './task.ts';
import { deadlineOf } from './deadline.ts';

/** The task that a newly imported policy gives: a 新契约 callback, to be dialled at once. */
export const newTask = (input: {
  id: string;
  policyId: string;
  mode: WorkMode;
  coolingOffEnd: string;
  rules: AttemptRules;
  now: number;
}): Task => ({
  id: input.id,
  policyId: input.policyId,
  mode: input.mode,
  type: 'new',
  state: 'to_dial',
  deadlineAt: deadlineOf(input.coolingOffEnd, input.rules.timeZone),
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
