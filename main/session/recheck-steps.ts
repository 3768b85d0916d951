import type { Disposition } from '../../core/callback/rules-schema.ts';
import type { RecheckStep } from '../../core/issue/issue-file.ts';
import { nextIssue } from '../../core/issue/issue-life.ts';
import { recheckVerdict } from '../../core/issue/recheck.ts';
import type { Store } from '../../core/ports.ts';
import { latestAnswer, questionOf } from '../../core/script/questions.ts';
import type { Log } from '../log/log.ts';
import type { LiveSession } from './live-session.ts';

/** The answers that send the issue back, in the words of the script. */
const reasonsOf = (live: LiveSession, because: readonly string[]): string =>
  because
    .map((id) => `${questionOf(live.pack, id).name.zh}：${latestAnswer(live.state, id)?.label ?? ''}`)
    .join('；');

/**
 * What a second callback makes of the issues it checks (domain.md section 4, RECHECK): all original answers normal
 * closes an issue as accepted, else it goes back to its handler one grade up. Empty for every other callback, and
 * while the call has not got so far.
 */
export const recheckSteps = async (
  live: LiveSession,
  disposition: Disposition,
  by: { number: string; name: string },
  deps: { store: Pick<Store, 'issue'>; log: Log; now: number },
): Promise<RecheckStep[]> => {
  const { pack, plan, state } = live;
  const asked = plan.steps.flatMap((step) => (step.kind === 'question' ? [step.questionId] : []));
  const steps: RecheckStep[] = [];
  for (const { issueId, questionId } of live.checks) {
    const verdict = recheckVerdict({
      completed: disposition.completed,
      answers: state.answers,
      asked,
      questions: pack.questions,
      original: questionId,
    });
    if (verdict.kind === 'open') continue;
    const found = await deps.store.issue(issueId);
    if (found === null) continue;
    const { issue } = found;
    const passed = verdict.kind === 'accepted';
    const note = passed ? '' : reasonsOf(live, verdict.because);
    const step = nextIssue(
      issue,
      { type: 'recheck', passed, by, note },
      {
        now: deps.now,
        recall: 'yes',
        seller: issue.seller,
        finder: issue.finder ?? '',
        isLead: false,
      },
    );
    if (!step.ok) {
      // Somebody has decided it otherwise while the call went on; the board shows what.
      deps.log.warn('session.recheck_not_written', { refusal: step.refusal });
      continue;
    }
    const firstDueAt = issue.openedAt + pack.issueRules.firstHandlingHours[step.life.grade] * 3_600_000;
    steps.push({
      issue: { ...issue, ...step.life, firstDueAt },
      event: {
        at: deps.now,
        agentId: live.attempt.agentId,
        did: { type: 'recalled', passed, by, note, attemptId: live.attempt.id },
      },
      result: passed ? 'accepted' : 'reopened',
    });
  }
  return steps;
};
