import { appointmentFault } from '../../core/callback/appointment.ts';
import { intoBands } from '../../core/callback/dial-window.ts';
import { mondayToFriday, withOpened } from '../../core/callback/follow-up.ts';
import type { FollowUp } from '../../core/callback/follow-up-schema.ts';
import type { Task } from '../../core/callback/task.ts';
import { nextLife } from '../../core/callback/task-life.ts';
import { highestGrade } from '../../core/issue/open-issue.ts';
import type { ChannelInput, ChannelOutput } from '../../core/ipc/contract.ts';
import type { SessionView } from '../../core/ipc/features/call.ts';
import { followUpsOfAnswers } from '../../core/script/answer-follow-ups.ts';
import { closeBlockedBy, recordQuestions } from '../../core/script/customer-question.ts';
import { recordIssues } from '../../core/script/issues.ts';
import { recordChecks } from '../../core/script/record-checks.ts';
import { scriptVariables } from '../../core/script/variables.ts';
import { findSensitiveNumbers } from '../../core/privacy/sensitive-numbers.ts';
import { AppError } from '../ipc/app-error.ts';
import type { LiveSession } from './live-session.ts';
import { issuesFor, storedGrade } from './open-issues.ts';
import { recheckSteps } from './recheck-steps.ts';
import { buildRecord } from './record.ts';
import type { SessionDeps } from './session-service.ts';

const checkAppointment = (live: LiveSession, at: number | null, now: number): number | null => {
  const { deadlineAt } = live.task;
  const rules = live.pack.attempts;
  const fault = appointmentFault(at, { now, deadlineAt, rules });
  switch (fault) {
    case null:
      return at;
    case 'appointment_after_deadline':
      throw new AppError(fault, 'appointmentAt', { deadlineAt });
    case 'outside_dial_window':
      throw new AppError(fault, 'appointmentAt', {
        reason: 'outside_bands',
        nextAt: intoBands(at ?? now, rules),
      });
    case 'appointment_needed':
    case 'appointment_in_past':
      throw new AppError('appointment_in_past', 'appointmentAt');
  }
};

/** The follow-ups with what the answers ask for; an answer that a resumed call brings along asks once. */
const withAnswered = (
  live: LiveSession,
  followUps: readonly FollowUp[],
  task: Task,
  at: number,
): readonly FollowUp[] => {
  const asked = followUpsOfAnswers(live.pack, live.state.answers);
  const kinds = live.pack.followUps.filter(
    ({ code }) => asked.includes(code) && !followUps.some(({ kind }) => kind === code),
  );
  const { timeZone } = live.pack.attempts;
  return withOpened(followUps, kinds, {
    task,
    at,
    origin: 'disposition',
    timeZone,
    isWorkingDay: mondayToFriday,
  });
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
  const [firstOpen] = closeBlockedBy(live.state);
  if (firstOpen !== undefined)
    throw new AppError('question_open', null, {
      count: closeBlockedBy(live.state).length,
      number: firstOpen,
    });
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
    attemptNumber: live.attempts.length + 1,
    speaker: deps.speaker(),
    identityPassed: view.script.identity.status === 'passed',
    answers: live.state.answers,
    verifications: live.state.verifications,
    issues: [
      ...recordIssues(live.plan, live.state).map((issue) => ({ ...issue, grade: storedGrade(issue, live) })),
      ...opened,
    ],
    checks: recordChecks(live.plan, live.state, {
      events: live.attempt.events,
      notes: live.attempt.notes,
      variables: scriptVariables(live.policy, deps.speaker()),
      startedAt: live.attempt.startedAt,
      callEndedAt: live.call?.phase === 'ended' ? live.call.endedAt : live.attempt.callEndedAt,
      closedAt: now,
    }),
    endedAt: now,
    noteTags: live.state.noteTags,
    customerQuestions: recordQuestions(live.state),
  });
  const life = nextLife(
    {
      task: { ...live.task, grade: highestGrade([...live.earlierIssues, ...live.issues, ...opened]) },
      attempts: live.attempts,
      followUps: live.followUps,
    },
    {
      type: 'attempt_closed',
      dialledAt: live.attempt.startedAt,
      disposition: disposition.code,
      appointmentAt,
      agentId: live.attempt.agentId,
      at: now,
    },
    live.pack,
  );
  if (!life.ok) throw new Error(`The task refuses ${disposition.code}: ${life.fault}.`);
  const { task } = life.file;
  const { agentName: name, agentNumber: number } = deps.speaker();
  const rechecked = await recheckSteps(live, disposition, { number, name }, { ...deps, now });
  const followUps = withAnswered(live, life.file.followUps, task, now);
  const noteTagNames = (live.pack.noteTags ?? [])
    .filter(({ code }) => live.state.noteTags.includes(code))
    .map((tag) => tag.name.zh);
  await deps.store.closeAttempt({
    record,
    task,
    issues: opened,
    followUps,
    rechecked,
    noteTagNames,
    at: now,
  });
  const next = await deps.store.nextTask(live.attempt.mode, now, live.attempt.agentId, { number, name });
  return { attemptId: live.attempt.id, nextTaskId: next.task?.id ?? null };
};
