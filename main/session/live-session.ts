import type { FollowUp } from '../../core/callback/follow-up-schema.ts';
import type { Issue } from '../../core/callback/record.ts';
import type { Policy } from '../../core/callback/policy.ts';
import type { Task } from '../../core/callback/task.ts';
import type { FiledAttempt } from '../../core/callback/tries.ts';
import type { CallSnapshot } from '../../core/call/types.ts';
import type { RecheckIssue } from '../../core/issue/recheck.ts';
import type { OpenAttempt } from '../../core/ports.ts';
import type { CardClock } from '../../core/script/card-clock.ts';
import type { Pack } from '../../core/script/pack-schema.ts';
import type { Plan } from '../../core/script/plan.ts';
import type { ScriptState } from '../../core/script/state.ts';

/** Everything main knows of the callback that is going on. Replaced, never changed in place. */
export type LiveSession = {
  attempt: OpenAttempt;
  task: Task;
  policy: Policy;
  /** Issues of the task that were open before this attempt. */
  earlierIssues: readonly Issue[];
  /** Codes of all issues of earlier calls, closed ones too: a second finding weighs more (domain.md 3.4). */
  foundBefore: readonly string[];
  /** Closed attempts of the task, oldest first, and its follow-ups, for the rules of its life. */
  attempts: readonly FiledAttempt[];
  followUps: readonly FollowUp[];
  /** Issues that this callback checks as a second one. */
  checks: readonly RecheckIssue[];
  pack: Pack;
  plan: Plan;
  state: ScriptState;
  /** Issues this attempt opened, as stored. */
  issues: readonly Issue[];
  call: CallSnapshot | null;
  /** Since when each card of the present call has been on screen, for the pace. */
  clock: CardClock;
  /** True after a restart of the app in mid-call, until the agent dials again or closes. */
  interrupted: boolean;
  /** Practice only: what the simulated customer says. */
  caption: string | null;
};
