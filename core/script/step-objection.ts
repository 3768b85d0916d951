import { openIssue } from './issues.ts';
import type { Plan } from './plan.ts';
import type { ScriptState } from './state.ts';
import { accept, refuse } from './step-result.ts';
import type { EventOf, StepResult } from './step-result.ts';

/**
 * An objection goes on with the script and opens the issue the playbook names (domain.md rows 41-42). What a
 * flag or an earlier objection of the call opened already is not opened again.
 */
export const onObjection = (plan: Plan, state: ScriptState, event: EventOf<'objection'>): StepResult => {
  const { objectionId, cause, trigger, issue: code, at, offsetMs } = event;
  const raised: ScriptState = {
    ...state,
    objections: [...state.objections, { objectionId, cause, trigger, issue: code, at, offsetMs }],
  };
  if (code === null) return accept({ state: raised, opened: [] });
  if (!plan.pack.issues.some((type) => type.code === code)) return refuse('nothing_to_flag');
  const known = state.issues.find((issue) => issue.code === code && issue.questionId === null);
  const note = known?.note ?? `${cause}：${trigger}`;
  return accept(openIssue(plan, raised, { code, questionId: null, note }, true));
};
