import type { Issue } from '../../core/callback/record.ts';
import type { IssueGrade } from '../../core/callback/task.ts';
import { openIssue } from '../../core/issue/open-issue.ts';
import type { NewId } from '../../core/ports.ts';
import type { OpenedIssue } from '../../core/script/state.ts';
import type { LiveSession } from './live-session.ts';

/** Turns what the script opened into issues with grade, owner and clock. */
export const issuesFor = (
  live: LiveSession,
  opened: readonly OpenedIssue[],
  context: { now: number; newId: NewId },
): Issue[] =>
  opened.map((item) => {
    const type = live.pack.issues.find((candidate) => candidate.code === item.code);
    if (type === undefined) throw new Error(`Issue type ${item.code} is not in the script pack.`);
    return openIssue({
      type: { ...type, grade: item.grade },
      rules: live.pack.issueRules,
      timeZone: live.pack.attempts.timeZone,
      policy: live.policy,
      // A script that opens an earlier issue anew has raised it already: two reasons raise one step only.
      foundBefore: item.grade === type.grade && live.foundBefore.includes(item.code),
      taskId: live.task.id,
      attemptId: live.attempt.id,
      questionId: item.questionId,
      note: item.note,
      now: context.now,
      newId: context.newId,
    });
  });

/**
 * The grade of a script's issue as stored: it may have been raised for this policy (domain.md 3.4), while the
 * script knows only the type's.
 */
export const storedGrade = (
  issue: { code: string; grade: IssueGrade; questionId: string | null },
  live: LiveSession,
): IssueGrade =>
  [...live.earlierIssues, ...live.issues].find(
    (stored) => stored.code === issue.code && stored.questionId === issue.questionId,
  )?.grade ?? issue.grade;
