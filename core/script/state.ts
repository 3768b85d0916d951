import type { AnswerRecord, VerificationRecord } from '../callback/record.ts';
import type { IssueGrade } from '../callback/task.ts';
import type { KeywordDecision } from './keywords.ts';
import type { CustomerQuestion } from './customer-question.ts';
import type { endEffects } from './pack-schema.ts';
import type { stages } from './view.ts';

export type Stage = (typeof stages)[number];

/** Why the script is over before its last step: the effects of the pack's `ends`, refusals and identity. */
export type EndReason =
  (typeof endEffects)[number] | 'refused_twice' | 'identity_failed' | 'identity_forgotten';

/** Reasons of the ending card (locale group `ending`); `complete` when the last step is done. */
export type EndingReason = EndReason | 'complete';

/** An answer as it goes into the record, with the call of the attempt chain in which it was given (1, 2, …). */
export type AnswerEntry = AnswerRecord & { call: number };

/**
 * `open`: stands. `explained`: the agent explained, asked again and the answer was normal. `corrected`: the
 * answer was a slip that the agent put right.
 */
export type IssueOutcome = 'open' | 'explained' | 'corrected';

export type ScriptIssue = {
  code: string;
  grade: IssueGrade;
  /** The question it arose at; null for flags and identity as a whole. */
  questionId: string | null;
  /** For the owner of the issue, in Chinese. */
  note: string;
  outcome: IssueOutcome;
  /** The agent flagged it by hand: an answer that turns out normal does not settle it. */
  flagged: boolean;
};
export type OpenedIssue = Omit<ScriptIssue, 'outcome' | 'flagged'>;

/** An objection of the playbook that the customer raised (domain.md rows 41-42). */
export type RaisedObjection = {
  objectionId: string;
  cause: string;
  trigger: string;
  issue: string | null;
  at: number;
  offsetMs: number | null;
};

export type FactorState = {
  /** Wrong replies so far. */
  fails: number;
  outcome: 'open' | 'passed' | 'failed' | 'forgotten';
};

export type IdentityState = {
  /** By factor id; a factor never asked is missing. */
  factors: Readonly<Record<string, FactorState>>;
  /** Voice does not fit: more factors are needed. */
  doubted: boolean;
};

/** What is settled about a question: `abnormal` = answered abnormally, the agent has not yet gone on. */
export type QuestionPhase = 'abnormal' | 'done' | 'skipped';

/**
 * State of a running script: plain JSON, never changed in place. It is not stored; the events are, and
 * `replay` gives it again.
 */
export type ScriptState = {
  /** 1 for the first call of the chain, one more with every `resumed`. */
  call: number;
  /** A question without an entry is still to be asked. */
  phases: Readonly<Record<string, QuestionPhase>>;
  /** Number of the next asking where it is not the first. */
  askings: Readonly<Record<string, number>>;
  /** Questions that were asked again after an explanation. */
  explained: readonly string[];
  answers: readonly AnswerEntry[];
  verifications: readonly VerificationRecord[];
  identity: IdentityState;
  issues: readonly ScriptIssue[];
  objections: readonly RaisedObjection[];
  /** Keywords the agent has looked at. */
  keywords: readonly KeywordDecision[];
  /** What the customer asked, in its order. */
  questions: readonly CustomerQuestion[];
  /** Codes of `noteTags` of the pack, in the order in which they were set. */
  noteTags: readonly string[];
  /** True while only the robot that handed over has answered anything. */
  robot: boolean;
};

/** Why `next` refuses an event. */
export type Refusal =
  | 'not_current'
  | 'unknown_question'
  | 'unknown_value'
  | 'unknown_factor'
  | 'words_needed'
  | 'sensitive_number'
  | 'not_optional'
  | 'no_abnormal_answer'
  | 'asked_again_already'
  | 'correct_first'
  | 'not_answered'
  | 'identity_locked'
  | 'nothing_to_flag'
  | 'not_robots'
  | 'question_settled'
  | 'promise_in_past'
  | 'promise_too_far'
  | 'ended';
