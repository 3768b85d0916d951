import type { CallbackRecord } from '../../../../core/callback/record.ts';
import type { Policy } from '../../../../core/callback/policy.ts';
import { reviewDrill } from '../../../../core/practice/review.ts';
import type { DrillReview } from '../../../../core/practice/review-schema.ts';
import { readingSeconds } from '../../../../core/script/render.ts';
import type { ScriptEvent } from '../../../../core/script/events.ts';
import { recordIssues } from '../../../../core/script/issues.ts';
import { start, next } from '../../../../core/script/stepper.ts';
import { project } from '../../../../core/script/project.ts';
import { scriptVariables } from '../../../../core/script/variables.ts';
import { Running, now, planOf, policyOf, session } from '../script/support.ts';
import { shippedBook } from './shipped-book.ts';

const book = shippedBook();

/** The events with times at which every text was read at `pace` characters a minute. */
const atPace = (run: Running, policy: Policy, pace: number): ScriptEvent[] => {
  let state = start(run.plan);
  let at = now;
  return run.events.map((event) => {
    const { card } = project(run.plan, state, {
      variables: scriptVariables(policy, session),
      call: { answered: true, up: true },
      locale: 'zh-CN',
    });
    const characters = 'text' in card ? readingSeconds(card.text, 60) : 0;
    at += Math.ceil((characters * 60_000) / pace) + 20;
    const result = next(run.plan, state, event);
    if (!result.ok) throw new Error(result.reason);
    state = result.state;
    return { ...event, at, offsetMs: at - now };
  });
};

/** One practice call as an agent would have led it, and its review by the shipped drill book. */
export const played = (input: {
  drill: string;
  agent: (run: Running) => Running;
  disposition: string;
  policy?: Partial<Policy>;
  /** Characters a minute. */
  pace?: number;
  answered?: boolean;
  /** What the policy has become until the review. */
  later?: Partial<Policy>;
}): DrillReview => {
  const drill = book.drills.find(({ id }) => id === input.drill);
  if (drill === undefined) throw new Error(`no drill ${input.drill}`);
  const policy = policyOf({ insuredIsHolder: true, ...input.policy });
  const run = input.agent(new Running(planOf(policy)));
  const answeredAt = input.answered === false ? null : now;
  const record: CallbackRecord = {
    id: 'a-1',
    taskId: 't-1',
    mode: 'practice',
    policyNo: policy.policyNo,
    holderName: policy.holderName,
    holderMobileMasked: '',
    agentId: 'u-1',
    agentName: session.agentName,
    agentNumber: session.agentNumber,
    packId: run.plan.pack.pack.id,
    packVersion: run.plan.pack.pack.version,
    packHash: '',
    scriptId: run.plan.scriptId,
    attemptNumber: 1,
    startedAt: now,
    answeredAt,
    endedAt: now + 600_000,
    completed: false,
    successful: false,
    disposition: input.disposition,
    dispositionReason: '',
    appointmentAt: null,
    identityPassed: false,
    answers: [],
    verifications: [],
    issues: recordIssues(run.plan, run.state),
    notes: '',
  };
  return reviewDrill({
    book,
    drill,
    plan: input.later === undefined ? run.plan : planOf({ ...policy, ...input.later }),
    policy,
    variables: scriptVariables(policy, session),
    events: atPace(run, policy, input.pace ?? 110),
    answeredAt,
    record,
  });
};

/** Outcome of each finding by its rule. */
export const outcomes = (review: DrillReview): Record<string, string> =>
  Object.fromEntries([...review.rules, ...review.always].map((one) => [one.ruleId, one.outcome]));
