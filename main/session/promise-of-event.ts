import type { CustomerPromise } from '../../core/callback/promise.ts';
import type { ScriptEvent } from '../../core/script/events.ts';
import type { ScriptState } from '../../core/script/state.ts';
import type { OpenAttempt } from '../../core/ports.ts';

/** How a promise that was answered within the call is marked, for whoever reads the list. */
const keptInCall = '通话中已答复';

/**
 * The promise as an event of the script leaves it, to be stored with the event; null where it concerns none.
 * `after` is the state that the event led to.
 */
export const promiseOfEvent = (
  attempt: Pick<OpenAttempt, 'id' | 'taskId' | 'mode' | 'agentId'>,
  after: ScriptState,
  event: ScriptEvent,
): CustomerPromise | null => {
  if (event.type !== 'question_promised' && event.type !== 'question_answered') return null;
  const question = after.questions.find(({ n }) => n === event.n);
  const made = question?.promise ?? null;
  if (question === undefined || made === null) return null;
  const promise: CustomerPromise = {
    id: made.id,
    taskId: attempt.taskId,
    attemptId: attempt.id,
    mode: attempt.mode,
    question: question.text,
    what: made.what,
    dueAt: made.dueAt,
    way: made.way,
    owner: made.owner,
    madeAt: made.at,
    madeBy: attempt.agentId,
    state: 'open',
    reply: '',
    repliedAt: null,
    repliedBy: null,
    note: '',
    closedAt: null,
    closedBy: null,
  };
  if (event.type === 'question_promised') return promise;
  return {
    ...promise,
    state: event.at <= made.dueAt ? 'kept' : 'late',
    note: keptInCall,
    closedAt: event.at,
    closedBy: attempt.agentId,
  };
};
