import { afterDisposition } from '../../core/callback/after-disposition.ts';
import { insideBands } from '../../core/callback/dial-window.ts';
import { highestGrade } from '../../core/issue/open-issue.ts';
import type { ChannelInput, ChannelOutput } from '../../core/ipc/contract.ts';
import type { SessionView } from '../../core/ipc/features/call.ts';
import { recordIssues } from '../../core/script/issues.ts';
import { findSensitiveNumbers } from '../../core/privacy/sensitive-numbers.ts';
import { AppError } from '../ipc/app-error.ts';
import type { LiveSession } from './live-session.ts';
import { issuesFor, storedGrade } from './open-issues.ts';
import { buildRecord } from './record.ts';
import type { SessionDeps } from './session-service.ts';

const checkAppointment = (live: LiveSession, at: number | null, now: number): number => {
  if (at === null || at <= now) throw new AppError('appointment_in_past', 'appointmentAt');
  const { deadlineAt } = live.task;
  // Once the 犹豫期 is over every further date is late, and still better than none.
  if (deadlineAt > now && at > deadlineAt)
    throw new AppError('appointment_after_deadline', 'appointmentAt', { deadlineAt });
  if (!insideBands(at, live.pack.attempts))
    throw new AppError('outside_dial_window', 'appointmentAt', { reason: 'outside_bands', nextAt: 0 });
  return at;
};

/**
 * Closes the attempt with a disposition: checks it, builds the record, works out the task's next state and
 * writes all of it with the outbox row in one transaction (design.md section 2, step 4).
 */
export const closeSession = async (
  live: LiveSession,
  view: SessionView,
  input: ChannelInput<'session.close'>,
  deps: SessionDeps,
): Promise<ChannelOutput<'session.close'>> => {
  const now = deps.clock.now();
  const choice = view.script.dispositions.find((candidate) => candidate.code === input.disposition);
  const disposition = live.pack.dispositions.find((candidate) => candidate.code === input.disposition);
  if (choice === undefined || disposition === undefined) {
    throw new AppError('disposition_not_allowed', 'disposition', { code: input.disposition });
  }
  const reason = input.reason.trim();
  if (choice.needs.includes('reason') && reason === '') throw new AppError('reason_needed', 'reason');
  if (findSensitiveNumbers(reason, { allow: live.plan.harmlessNumbers }).length > 0)
    throw new AppError('sensitive_number', 'reason');
  const appointmentAt = choice.needs.includes('appointment')
    ? checkAppointment(live, input.appointmentAt, now)
    : null;

  const own = live.issues.map((issue) => issue.code);
  const opened = issuesFor(
    live,
    disposition.opens
      .filter((code) => !own.includes(code))
      .map((code) => {
        const type = live.pack.issues.find((candidate) => candidate.code === code);
        if (type === undefined) throw new Error(`Issue type ${code} is not in the script pack.`);
        return { code, grade: type.grade, questionId: null, note: reason };
      }),
    { now, newId: deps.newId },
  );
  const record = buildRecord({
    attempt: live.attempt,
    policy: live.policy,
    disposition,
    reason,
    appointmentAt,
    attemptNumber: live.tries.length + 1,
    speaker: deps.speaker(),
    identityPassed: view.script.identity.status === 'passed',
    answers: live.state.answers,
    verifications: live.state.verifications,
    issues: [
      ...recordIssues(live.plan, live.state).map((issue) => ({ ...issue, grade: storedGrade(issue, live) })),
      ...opened,
    ],
    endedAt: now,
  });
  const task = afterDisposition({
    task: { ...live.task, grade: highestGrade([...live.earlierIssues, ...live.issues, ...opened]) },
    disposition,
    rules: live.pack.attempts,
    tries: [...live.tries, { at: live.attempt.startedAt, counts: disposition.try }],
    now,
    appointmentAt,
    agentId: live.attempt.agentId,
  });
  await deps.store.closeAttempt({ record, task, issues: opened, at: now });
  const next = await deps.store.nextTask(live.attempt.mode, now, live.attempt.agentId);
  return { attemptId: live.attempt.id, nextTaskId: next.task?.id ?? null };
};
