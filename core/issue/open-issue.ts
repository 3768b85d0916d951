import type { Policy } from '../callback/policy.ts';
import type { Issue } from '../callback/record.ts';
import type { IssueRules, IssueType } from '../callback/rules-schema.ts';
import type { IssueGrade } from '../callback/task.ts';
import { issueGrades } from '../callback/task.ts';
import { daysLeft, isElderly } from '../callback/deadline.ts';
import { gradeUp } from './issue-life.ts';

/** The highest grade among issues, null when there is none. */
export const highestGrade = (issues: readonly { grade: IssueGrade }[]): IssueGrade | null =>
  issueGrades.find((grade) => issues.some((issue) => issue.grade === grade)) ?? null;

/**
 * Grade of an issue of the type on this policy: one step up, once, when little of the 犹豫期 is left, when the
 * same type was found in an earlier call already, or when an elderly holder has a product of a new type
 * (domain.md 3.4).
 */
const raisedGrade = (input: {
  grade: IssueGrade;
  rules: IssueRules;
  timeZone: string;
  policy: Pick<Policy, 'coolingOffEnd' | 'holderBirthDate' | 'design'>;
  foundBefore: boolean;
  now: number;
}): IssueGrade => {
  const { rules, policy, now, timeZone } = input;
  const isUrgent = daysLeft(policy.coolingOffEnd, now, timeZone) <= rules.raiseWhenDaysLeft;
  const isElderlyWithNewType =
    policy.design !== '普通型' && isElderly(policy.holderBirthDate, now, rules.raiseAge, timeZone) === true;
  return isUrgent || input.foundBefore || isElderlyWithNewType ? gradeUp(input.grade) : input.grade;
};

/**
 * Opens an issue (问题件) with its grade, its owner and the moment its first handling is due, in real hours
 * (domain.md 3.4). Pure: the id comes from `newId`.
 */
export const openIssue = (input: {
  type: IssueType;
  rules: IssueRules;
  timeZone: string;
  policy: Policy;
  /** The type was found in an earlier call on the same policy, whatever became of it. */
  foundBefore: boolean;
  taskId: string;
  attemptId: string;
  questionId: string | null;
  note: string;
  now: number;
  newId: () => string;
}): Issue => {
  const grade = raisedGrade({ ...input, grade: input.type.grade });
  return {
    id: input.newId(),
    taskId: input.taskId,
    attemptId: input.attemptId,
    code: input.type.code,
    grade,
    questionId: input.questionId,
    owner: input.type.owner,
    firstDueAt: input.now + input.rules.firstHandlingHours[grade] * 3_600_000,
    openedAt: input.now,
    note: input.note,
  };
};
