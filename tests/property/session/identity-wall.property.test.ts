import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Policy } from '../../../core/callback/policy.ts';
import { newOutgoingCall } from '../../../core/call/call-machine.ts';
import type { SessionView } from '../../../core/ipc/features/call.ts';
import { sessionViewSchema } from '../../../core/ipc/features/call.ts';
import type { ScriptEvent } from '../../../core/script/events.ts';
import { choosePlan } from '../../../core/script/plan.ts';
import type { Plan } from '../../../core/script/plan.ts';
import { openingQuestions } from '../../../core/script/position.ts';
import type { ScriptState } from '../../../core/script/state.ts';
import { next, start } from '../../../core/script/stepper.ts';
import { spokenDate, yuan } from '../../../core/script/variables.ts';
import type { LiveSession } from '../../../main/session/live-session.ts';
import { sessionView } from '../../../main/session/session-view.ts';
import { now, pack, policyOf } from '../../unit/core/script/support.ts';
import { eventFor, moves, policies } from '../script/runs.ts';

const settings = { seed: 20261123, numRuns: 80, endOnFailure: true };
const speaker = { company: '华丰人寿', servicePhone: '95500', agentName: '李敏', agentNumber: '1024' };

/** Everything the console is handed of the running callback, as main makes it. */
const viewOf = (
  plan: Plan,
  policy: Policy,
  state: ScriptState,
  events: readonly ScriptEvent[],
  locale: 'zh-CN' | 'en',
): SessionView => {
  const live: LiveSession = {
    attempt: {
      id: 'attempt-1',
      taskId: 'task-1',
      agentId: 'agent-1',
      mode: 'live',
      packId: pack.pack.id,
      packVersion: pack.pack.version,
      packHash: pack.hash,
      scriptId: plan.scriptId,
      startedAt: now,
      answeredAt: now,
      callEndedAt: null,
      notes: '客户说别的公司存款返现',
      events: [...events],
    },
    task: {
      id: 'task-1',
      policyId: policy.id,
      mode: 'live',
      type: policy.callback?.kind ?? 'new',
      state: 'calling',
      deadlineAt: now + 86_400_000,
      notBeforeAt: null,
      notBeforeReason: null,
      appointmentAt: null,
      appointmentAgentId: null,
      tries: 1,
      grade: null,
      lastDisposition: null,
      createdAt: now,
      updatedAt: now,
    },
    policy,
    earlierIssues: [],
    foundBefore: [],
    attempts: [],
    followUps: [],
    checks: [],
    pack,
    plan,
    state,
    issues: [],
    call: { ...newOutgoingCall('call-1', now), phase: 'talking', answeredAt: now },
    clock: {},
    interrupted: false,
    caption: null,
  };
  return sessionView(live, { now, locale, speaker });
};

/** What both policies of a pair share: the person, and what the work list shows of the deadline. */
const samePerson = (policy: Policy): Policy => {
  const {
    id,
    policyNo,
    holderName,
    holderGender,
    holderBirthDate,
    holderIdLast4,
    holderMobile,
    coolingOffEnd,
  } = policyOf();
  return {
    ...policy,
    id,
    policyNo,
    holderName,
    holderGender,
    holderBirthDate,
    holderIdLast4,
    holderMobile,
    coolingOffEnd,
  };
};

const kindOf = (policy: Policy): string => pack.kinds[policy.callback?.kind ?? 'new'].name.zh;

describe('design.md I4, over everything the console is handed of a callback', () => {
  test('before identity two policies of one person look the same, whatever is done', () => {
    let compared = 0;
    const scripts = new Set<string>();
    fc.assert(
      fc.property(
        policies,
        policies,
        moves,
        fc.constantFrom('zh-CN' as const, 'en' as const),
        (a, b, list, locale) => {
          fc.pre(a.callback?.kind !== 'survey' && b.callback?.kind !== 'survey' && kindOf(a) === kindOf(b));
          const pair = [a, b].map(samePerson).map((policy) => {
            const plan = choosePlan(pack, policy, { now });
            return { policy, plan, state: start(plan), events: [] as ScriptEvent[] };
          });
          const [one, other] = pair;
          if (one === undefined || other === undefined) throw new Error('a pair has two');
          for (const [index, move] of list.entries()) {
            const [left, right] = pair.map(({ plan, policy, state, events }) =>
              viewOf(plan, policy, state, events, locale),
            );
            if (left?.script.identity.status === 'passed') return;
            expect(right).toEqual(left);
            compared += 1;
            scripts.add(one.plan.scriptId).add(other.plan.scriptId);
            const event = eventFor(one.plan, one.state, move, now + index);
            const results = pair.map(({ plan, state }) => next(plan, state, event));
            expect(results[0]?.ok).toBe(results[1]?.ok);
            pair.forEach((each, at) => {
              const result = results[at];
              if (result?.ok !== true) return;
              each.state = result.state;
              each.events.push(event);
            });
          }
        },
      ),
      { ...settings, numRuns: 300 },
    );
    expect(compared).toBeGreaterThan(1000);
    const gated = Object.entries(pack.scripts).filter(
      ([, script]) => script.overlay !== true && script.enabled !== false && script.identity !== 'none',
    );
    expect(scripts).toEqual(new Set(gated.map(([id]) => id)));
  });

  test('nothing that tells the policy or its script is in the view, after a first call that had passed either', () => {
    let locked = 0;
    let again = 0;
    fc.assert(
      fc.property(
        policies,
        moves,
        fc.constantFrom('zh-CN' as const, 'en' as const),
        (drawn, list, locale) => {
          const policy = { ...drawn, coolingOffEnd: policyOf().coolingOffEnd };
          const plan = choosePlan(pack, policy, { now });
          if (!plan.gated) return;
          const opening = new Set(openingQuestions(plan));
          const behind = plan.steps.flatMap((step) =>
            step.kind === 'question' && !opening.has(step.questionId) ? [step] : [],
          );
          const gateSection = plan.steps.find((step) => step.kind === 'identity')?.section;
          const shownSections = new Set(
            plan.steps.flatMap((step) =>
              step.kind === 'question' && opening.has(step.questionId) ? [step.section] : [],
            ),
          );
          const hidden = [...new Set(behind.map(({ section }) => section))].filter(
            (section) => section !== gateSection && !shownSections.has(section),
          );
          const secrets = [
            policy.product,
            policy.coverage,
            policy.termText,
            policy.bank ?? '',
            yuan(policy.premiumFen),
            policy.coolingOffStart,
            spokenDate(policy.coolingOffStart),
            policy.effectiveDate,
            String(policy.payYears),
            String(policy.coolingOffDays),
            plan.scriptName.zh,
            plan.scriptName.en,
            `"${plan.scriptId}"`,
            ...hidden.flatMap((section) => {
              const block = pack.blocks[section];
              return [
                `"id":"${section}"`,
                `"name":"${block?.name.zh ?? section}"`,
                `"name":"${block?.name.en ?? section}"`,
              ];
            }),
            ...behind.flatMap(({ questionId }) => {
              const text = pack.questions[questionId]?.text ?? questionId;
              return [`"${questionId}"`, text.split('{')[0] ?? text].filter((part) => part.length > 3);
            }),
          ];
          let state = start(plan);
          const events: ScriptEvent[] = [];
          let passedOnce = false;
          list.forEach((move, index) => {
            const view = viewOf(plan, policy, state, events, locale);
            if (view.script.identity.status === 'passed') passedOnce = true;
            else {
              locked += 1;
              if (passedOnce) again += 1;
              const shown = JSON.stringify(view).replace(/[0-9a-f]{64}/g, '');
              for (const secret of secrets) expect(shown).not.toContain(secret);
              expect(view.customer.facts).toBeNull();
              expect(sessionViewSchema.safeParse(view).success).toBe(true);
            }
            const event = eventFor(plan, state, move, now + index);
            const result = next(plan, state, event);
            if (!result.ok) return;
            state = result.state;
            events.push(event);
          });
        },
      ),
      settings,
    );
    expect(locked).toBeGreaterThan(1000);
    // A call that had passed and was taken up again must hide what it found, too.
    expect(again).toBeGreaterThan(100);
  });
});
