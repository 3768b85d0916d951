import type { IssueService } from '../../issues/issue-service.ts';
import type { Handlers } from '../run-call.ts';

/** The board of 问题件 and what people do about them. */
export const issueHandlers = (
  issues: IssueService,
): Pick<Handlers, Extract<keyof Handlers, `issue.${string}`>> => ({
  'issue.board': ({ scope, search }) => issues.board(scope, search),
  'issue.get': ({ issueId }) => issues.detail(issueId),
  'issue.act': ({ issueId, action }) => issues.act(issueId, action),
  'issue.counts': () => issues.counts(),
});
