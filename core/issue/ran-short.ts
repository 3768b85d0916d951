import type { IssueRules, IssueType } from '../callback/rules-schema.ts';
import { issueGrades } from '../callback/task.ts';
import { daysLeft } from '../callback/deadline.ts';
import type { IssueFile } from './issue-file.ts';
import { gradeUp, type IssueEvent } from './issue-life.ts';

/**
 * What the days that went by make of an open issue: one grade up, once, when little of the 犹豫期 is left now and more
 * was left when it was opened (domain.md 3.4). Null when nothing changes: also when it stands above its type's grade
 * already, for whichever reason.
 */
export const ranShort = (input: {
  issue: Pick<IssueFile, 'grade' | 'openedAt' | 'closedAt' | 'coolingOffEnd'>;
  events: readonly IssueEvent[];
  type: Pick<IssueType, 'grade'>;
  rules: Pick<IssueRules, 'raiseWhenDaysLeft'>;
  timeZone: string;
  now: number;
}): Extract<IssueEvent['did'], { type: 'ran_short' }> | null => {
  const { issue, events, type, rules, timeZone, now } = input;
  if (issue.closedAt !== null || events.some(({ did }) => did.type === 'ran_short')) return null;
  const left = daysLeft(issue.coolingOffEnd, now, timeZone);
  const atOpening = daysLeft(issue.coolingOffEnd, issue.openedAt, timeZone);
  if (left > rules.raiseWhenDaysLeft || atOpening <= rules.raiseWhenDaysLeft) return null;
  const grade = gradeUp(issue.grade);
  const stands = issueGrades.indexOf(issue.grade) < issueGrades.indexOf(type.grade);
  return stands || grade === issue.grade ? null : { type: 'ran_short', grade, daysLeft: left };
};
