import type { CallbackKind } from '../callback/callback-kind.ts';
import type { TaskState } from '../callback/task.ts';

/** One callback as the reports see it; live ones only. Times are UTC ms. */
export type ReportTask = {
  taskId: string;
  kind: CallbackKind;
  policyNo: string;
  holderName: string;
  channel: string | null;
  branch: string | null;
  /** `YYYY-MM-DD`. */
  effectiveDate: string;
  /** The moment of the import. */
  createdAt: number;
  updatedAt: number;
  deadlineAt: number;
  state: TaskState;
  lastDisposition: string | null;
  /** Dispositions of its closed calls, in no order. */
  dispositions: string[];
  /** End of the first call that was completed; null where none was. */
  completedAt: number | null;
};

/** One call on a callback with the moments of its stages. */
export type ReportAttempt = {
  attemptId: string;
  taskId: string;
  policyNo: string;
  holderName: string;
  agentName: string;
  agentNumber: string;
  startedAt: number;
  answeredAt: number | null;
  /** The last factor that fitted in this call. */
  verifiedAt: number | null;
  /** The last answer that was written down in this call. */
  lastAnswerAt: number | null;
  callEndedAt: number | null;
  identityPassed: boolean;
  /** Null while the record is still open; `completed` and `disposition` are not known yet then. */
  closedAt: number | null;
  completed: boolean;
  disposition: string | null;
};

/** The three scores of domain.md row 59; null where the customer gave none. */
export const scoreNames = ['attitude', 'skill', 'outcome'] as const;
export type ScoreName = (typeof scoreNames)[number];

export const surveySources = ['phone', 'sms'] as const;

/** One reply to a survey with the callback it was about: the last completed one of the policy before it. */
export type SurveyReply = {
  id: string;
  source: (typeof surveySources)[number];
  /** The call in which the survey was asked; null for a reply by SMS. */
  attemptId: string | null;
  policyNo: string;
  holderName: string;
  at: number;
  /** Answers by question, the last one given. */
  answers: Record<string, string>;
  rated: { attemptId: string; agentName: string; agentNumber: string; startedAt: number } | null;
};
