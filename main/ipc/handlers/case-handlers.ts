import type { ComplaintService } from '../../cases/complaint-service.ts';
import type { CorrectionService } from '../../cases/correction-service.ts';
import type { Handlers } from '../run-call.ts';

/** Complaints and correction requests. */
export const caseHandlers = (
  complaints: ComplaintService,
  corrections: CorrectionService,
): Pick<Handlers, Extract<keyof Handlers, `complaint.${string}` | `correction.${string}`>> => ({
  'complaint.board': ({ scope, search }) => complaints.board(scope, search),
  'complaint.get': ({ issueId }) => complaints.detail(issueId),
  'complaint.act': ({ issueId, action }) => complaints.act(issueId, action),
  'correction.board': ({ scope, search }) => corrections.board(scope, search),
  'correction.ofTask': ({ taskId }) => corrections.ofTask(taskId),
  'correction.request': ({ taskId, issueId, request }) => corrections.request(taskId, issueId, request),
  'correction.act': ({ correctionId, action }) => corrections.act(correctionId, action),
  'correction.reveal': async ({ correctionId }) => ({ newValue: await corrections.reveal(correctionId) }),
});
