import { maskMobile } from '../../core/callback/masking.ts';
import { daysLeft, isElderly } from '../../core/callback/deadline.ts';
import type { SessionView } from '../../core/ipc/features/call.ts';
import type { Locale } from '../../core/ipc/features/app.ts';
import { project } from '../../core/script/project.ts';
import { readableSince } from '../../core/script/card-clock.ts';
import { spokenLength } from '../../core/script/render.ts';
import { watchView } from '../../core/script/watch.ts';
import { scriptVariables } from '../../core/script/variables.ts';
import { promiseChoices } from './promise-choices.ts';
import { storedGrade } from './open-issues.ts';
import type { Card, IssueView } from '../../core/script/view.ts';
import type { LiveSession } from './live-session.ts';

export type Speaker = { company: string; servicePhone: string; agentName: string; agentNumber: string };

const phaseOf = (live: LiveSession): SessionView['phase'] => {
  if (live.interrupted) return 'interrupted';
  if (live.call === null || live.call.phase === 'ended') return 'wrap_up';
  return live.call.phase === 'talking' ? 'talking' : 'dialling';
};

const withStoredGrade = (issue: IssueView, live: LiveSession): IssueView => ({
  ...issue,
  grade: storedGrade(issue, live),
});

const cardWithGrades = (card: Card, live: LiveSession): Card =>
  card.kind === 'abnormal'
    ? { ...card, issues: card.issues.map((issue) => withStoredGrade(issue, live)) }
    : card;

/**
 * What the console may see of the session. The identity wall is here and in `project`: policy facts leave main
 * only after the gate has passed (design.md I4).
 */
export const sessionView = (
  live: LiveSession,
  context: { now: number; locale: Locale; speaker: Speaker },
): SessionView => {
  const { policy, task, pack } = live;
  const variables = scriptVariables(policy, context.speaker);
  const script = project(live.plan, live.state, {
    variables,
    call: { answered: live.attempt.answeredAt !== null, up: live.call?.phase === 'talking' },
    locale: context.locale,
  });
  const open = script.identity.status === 'passed';
  return {
    attemptId: live.attempt.id,
    taskId: task.id,
    mode: live.attempt.mode,
    phase: phaseOf(live),
    customer: {
      holderName: policy.holderName,
      mobileMasked: maskMobile(policy.holderMobile),
      policyNo: policy.policyNo,
      coolingOffEnd: policy.coolingOffEnd,
      coolingOffDaysLeft: daysLeft(policy.coolingOffEnd, context.now, pack.attempts.timeZone),
      tries: task.tries,
      triesNeeded: pack.attempts.minTries,
      openIssues: live.earlierIssues.length + live.issues.length,
      elderly: isElderly(
        policy.holderBirthDate,
        context.now,
        pack.issueRules.raiseAge,
        pack.attempts.timeZone,
      ),
      facts: open
        ? {
            product: policy.product,
            design: policy.design,
            coverage: policy.coverage,
            premium: `${variables['保费'] ?? ''}元`,
            payment:
              policy.payFrequency === '趸交'
                ? policy.payFrequency
                : `${policy.payFrequency} · ${policy.payYears}年`,
            term: policy.termText,
          }
        : null,
    },
    script: {
      ...script,
      issues: script.issues.map((issue) => withStoredGrade(issue, live)),
      card: cardWithGrades(script.card, live),
    },
    notes: live.attempt.notes,
    watch: watchView(live.plan, live.state, {
      events: live.attempt.events,
      notes: live.attempt.notes,
      locale: context.locale,
      startedAt: live.attempt.startedAt,
      shownAt:
        live.call?.phase === 'talking'
          ? readableSince(live.clock, live.plan, live.state, live.call.answeredAt)
          : null,
      characters: 'text' in script.card ? spokenLength(script.card.text) : 0,
    }),
    promiseChoices: promiseChoices(pack, context),
    dialBands: pack.attempts.bands,
    savedEvents: live.attempt.events.length,
    caption: live.caption,
  };
};
