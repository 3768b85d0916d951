import type { Issue } from '../callback/record.ts';
import type { TaskState, WorkMode } from '../callback/task.ts';
import type { IssueEvent, IssueLife } from './issue-life.ts';
import type { Barred } from './recheck.ts';

/** An issue with its life and what handling it needs to know about policy and finder. */
export type IssueFile = Issue &
  IssueLife & {
    mode: WorkMode;
    taskState: TaskState;
    policyNo: string;
    holderName: string;
    holderMobile: string;
    branch: string | null;
    /** Last day of the 犹豫期. */
    coolingOffEnd: string;
    seller: { name: string | null; code: string | null };
    /** Number of the agent whose callback found it; null while that attempt is open. */
    finder: string | null;
  };

/** Head office may know more closed issues; the local board shows this many of the latest. */
export const closedOnBoard = 200;

/** The second callback that an issue waits for. */
export type RecheckTask = {
  taskId: string;
  state: TaskState;
  tries: number;
  notBeforeAt: number | null;
  deadlineAt: number;
  barred: Barred[];
};

export type IssueWithHistory = { issue: IssueFile; events: IssueEvent[]; recheck: RecheckTask | null };

/** What a second callback makes of an issue that it checked; written as the call is closed. */
export type RecheckStep = { issue: IssueFile; event: IssueEvent; result: 'accepted' | 'reopened' };
