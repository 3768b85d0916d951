import type { IssueGrade } from '../callback/task.ts';
import type { Plan } from './plan.ts';
import type { IssueOutcome, OpenedIssue, ScriptIssue, ScriptState } from './state.ts';

/** One step up (domain.md section 4 RECHECK `reopen_grade_plus_1`). */
const raisedGrade: Readonly<Record<IssueGrade, IssueGrade>> = { N: 'I', I: 'U', U: 'U' };

export type Opening = { state: ScriptState; opened: OpenedIssue[] };

/**
 * Opens an issue. Nothing is opened twice: identity trouble once in the attempt whatever shows it, an answer
 * once per question and type, a flag once per wording. An issue that had been explained or corrected and
 * comes up again stands again. `raised`: what comes up again in a second callback is one grade higher.
 */
export const openIssue = (
  plan: Plan,
  state: ScriptState,
  issue: { code: string; questionId: string | null; note: string },
  flagged = false,
  raised = false,
): Opening => {
  const sameTrouble = (known: ScriptIssue): boolean => {
    if (known.code !== issue.code) return false;
    if (issue.code === plan.pack.identity.failIssue) return true;
    return known.questionId === issue.questionId && (issue.questionId !== null || known.note === issue.note);
  };
  if (state.issues.some(sameTrouble)) {
    const issues = state.issues.map((known) =>
      sameTrouble(known) ? { ...known, outcome: 'open' as const, flagged: known.flagged || flagged } : known,
    );
    return { state: { ...state, issues }, opened: [] };
  }
  const type = plan.pack.issues.find((candidate) => candidate.code === issue.code);
  if (type === undefined) throw new RangeError(`no issue ${issue.code} in pack ${plan.pack.pack.id}`);
  const opened: OpenedIssue = { ...issue, grade: raised ? raisedGrade[type.grade] : type.grade };
  return {
    state: { ...state, issues: [...state.issues, { ...opened, outcome: 'open', flagged }] },
    opened: [opened],
  };
};

/** Notes on a question's issues that its answer is normal now; what was explained stays marked so. */
export const settleIssues = (state: ScriptState, questionId: string, outcome: IssueOutcome): ScriptState => ({
  ...state,
  issues: state.issues.map((issue) =>
    issue.questionId === questionId && issue.outcome === 'open' && !issue.flagged
      ? { ...issue, outcome }
      : issue,
  ),
});

/** Notes that what the agent had flagged by hand was cleared up in the call. */
export const settleFlagged = (state: ScriptState, code: string, note: string): ScriptState => ({
  ...state,
  issues: state.issues.map((issue) =>
    issue.code === code && issue.note === note && issue.questionId === null
      ? { ...issue, outcome: 'explained' }
      : issue,
  ),
});

/** Issues that stand in the way of 成功 (domain.md 3.3 D01, D02; `flow.successDespite`). */
export const standingIssues = (plan: Plan, state: ScriptState): ScriptIssue[] =>
  state.issues.filter(
    (issue) => issue.outcome === 'open' || !plan.pack.flow.successDespite.includes(issue.outcome),
  );

/** The issues as they go into the callback record: the note tells what became of them in the call. */
export const recordIssues = (plan: Plan, state: ScriptState): OpenedIssue[] =>
  state.issues.map(({ code, grade, questionId, note, outcome }) => ({
    code,
    grade,
    questionId,
    note: [note, outcome === 'open' ? '' : plan.pack.flow.outcomeNotes[outcome]]
      .filter((part) => part !== '')
      .join('；'),
  }));
