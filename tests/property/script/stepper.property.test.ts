import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Policy } from '../../../core/callback/policy.ts';
import type { ScriptEvent } from '../../../core/script/events.ts';
import { choosePlan } from '../../../core/script/plan.ts';
import type { Plan } from '../../../core/script/plan.ts';
import { project } from '../../../core/script/project.ts';
import { optionsOf, questionOf } from '../../../core/script/questions.ts';
import type { ScriptState } from '../../../core/script/state.ts';
import { next, replay, start } from '../../../core/script/stepper.ts';
import { scriptViewSchema } from '../../../core/script/view.ts';
import { scriptVariables, spokenDate, yuan } from '../../../core/script/variables.ts';
import { now, pack, session } from '../../unit/core/script/support.ts';
import { eventFor, flags, moves, play, policies } from './runs.ts';

// Shrinking a run of 120 moves takes minutes and tells little more than the run itself.
const settings = { seed: 20261122, numRuns: 60, endOnFailure: true };

/** Whether success would be right, told from the bare events and the tables, without the stepper. */
const trulyClean = (plan: Plan, events: readonly ScriptEvent[]): boolean => {
  const lastCall = events.slice(events.findLastIndex((event) => event.type === 'resumed') + 1);
  const passed = new Set(
    lastCall.flatMap((event) =>
      event.type === 'verify' && event.outcome === 'pass' ? [event.factorId] : [],
    ),
  );
  const proved = passed.size >= 2 && (passed.has('F_dob') || passed.has('F_id4'));
  if (!proved && plan.scriptId !== 'SURVEY') return false;
  if (events.some((event) => event.type === 'flag' || event.type === 'question_promised')) return false;
  if (events.some((event) => event.type === 'objection' && event.issue !== null)) return false;
  return plan.steps.every((step) => {
    if (step.kind === 'identity' || !step.required || step.handover === true) return true;
    const lastOf = (questionId: string) =>
      events.findLast((event) => event.type === 'answer' && event.questionId === questionId);
    if (step.after !== undefined) {
      const hanging = lastOf(step.after.q);
      if (hanging?.type !== 'answer' || !step.after.answers.includes(hanging.value)) return true;
    }
    const answer = lastOf(step.questionId);
    if (answer?.type !== 'answer') return false;
    const option = optionsOf(pack, questionOf(pack, step.questionId)).find(
      (one) => one.value === answer.value,
    );
    return option !== undefined && option.abnormal !== true && option.refusal !== true;
  });
};

/** Questions of the customer without answer and promise, told from the bare events: the stepper had accepted them all. */
const openByHand = (events: readonly ScriptEvent[]): number => {
  const log: { settled: boolean; of: string | null; text: string }[] = [];
  for (const event of events) {
    if (event.type === 'question_asked') log.push({ settled: false, of: null, text: event.text });
    if (event.type === 'question_answered' || event.type === 'question_promised') {
      const entry = log[event.n - 1];
      if (entry !== undefined) entry.settled = true;
    }
    if (event.type !== 'answer') continue;
    const asks = pack.questions[event.questionId]?.options?.find(({ value }) => value === event.value)?.asks;
    // A later answer to the same question takes an open one back.
    const own = log.filter((entry) => entry.of === event.questionId);
    const living = own.filter((entry) => entry.settled);
    for (const entry of own) entry.settled = true;
    if (asks === undefined || living.some((entry) => entry.text === event.words)) continue;
    log.push({ settled: asks === 'answered', of: event.questionId, text: event.words });
  }
  return log.filter(({ settled }) => !settled).length;
};

const subjectSecrets = (policy: Policy): string[] => {
  const { callback } = policy;
  const dates = callback === undefined ? [] : [callback.date, spokenDate(callback.date)];
  const seller = policy.sellerName === null ? [] : [policy.sellerName];
  if (callback?.kind === 'pos') return [...dates, ...seller, callback.service, callback.requestedOn];
  if (callback?.kind === 'recheck') return [...dates, ...seller, callback.problem];
  if (callback?.kind === 'orphan') return [...dates, ...seller, callback.contractStatus];
  return [...dates, ...seller];
};

const viewOf = (
  plan: Plan,
  state: ScriptState,
  policy: Policy,
  up: boolean,
  locale: 'zh-CN' | 'en' = 'zh-CN',
) =>
  project(plan, state, { variables: scriptVariables(policy, session), call: { answered: true, up }, locale });

/** Seeds of the generator must reach them all, or the properties would say nothing of some. */
const scriptsPlayed = new Set<string>();

describe('guided script, any order of events', () => {
  test('design.md I5: D01 is offered only when every required question is answered normally', () => {
    let offered = 0;
    fc.assert(
      fc.property(policies, moves, fc.boolean(), (policy, list, up) => {
        const plan = choosePlan(pack, policy, { now });
        play(plan, list, (state, events) => {
          scriptsPlayed.add(plan.scriptId);
          const view = viewOf(plan, state, policy, up);
          const success = view.dispositions.some((choice) => choice.code === 'D01');
          expect(success).toBe(view.successBlockedBy.length === 0);
          if (!success) return;
          offered += 1;
          expect(trulyClean(plan, events)).toBe(true);
        });
      }),
      settings,
    );
    // The property would be empty if no run ever came to success.
    expect(offered).toBeGreaterThan(5);
    const chosen = Object.entries(pack.scripts).filter(
      ([, script]) => script.overlay !== true && script.enabled !== false,
    );
    expect(scriptsPlayed).toEqual(new Set(chosen.map(([id]) => id)));
  });

  test('design.md I4: no view before identity has passed tells anything about the policy', () => {
    let locked = 0;
    fc.assert(
      fc.property(
        policies,
        moves,
        fc.boolean(),
        fc.constantFrom('zh-CN' as const, 'en' as const),
        (policy, list, up, locale) => {
          const plan = choosePlan(pack, policy, { now });
          const dates = [policy.coolingOffStart, policy.coolingOffEnd, policy.effectiveDate];
          const numbers = [
            policy.payYears,
            policy.coolingOffDays,
            ...(policy.waitingDays === 0 ? [] : [policy.waitingDays]),
          ];
          const secrets = [
            policy.product,
            policy.design,
            policy.coverage,
            policy.termText,
            policy.payFrequency,
            policy.bank ?? '',
            policy.holderIdLast4 ?? '987X',
            policy.holderBirthDate ?? '1900-01-01',
            yuan(policy.premiumFen),
            ...(plan.gated ? [`"${plan.scriptId}"`, plan.scriptName.zh, plan.scriptName.en] : []),
            ...subjectSecrets(policy),
            ...dates,
            ...dates.map(spokenDate),
            ...numbers.map(String),
          ];
          const opening = new Set([
            'Q01',
            'Q02',
            'Q03',
            'Q04',
            'H01',
            ...plan.factors.map((factor) => factor.questionId),
          ]);
          // A survey tells nothing of the policy; its own questions are on screen without proof of identity.
          const asked = plan.steps.flatMap((step) =>
            plan.gated && step.kind === 'question' && !opening.has(step.questionId) ? [step.questionId] : [],
          );
          play(plan, list, (state) => {
            const view = viewOf(plan, state, policy, up, locale);
            if (view.identity.status === 'passed') return;
            locked += 1;
            const shown = JSON.stringify(view).replace(/[0-9a-f]{64}/g, '');
            for (const secret of secrets) expect(shown).not.toContain(secret);
            for (const id of asked) expect(shown).not.toContain(`"${id}"`);
          });
        },
      ),
      settings,
    );
    expect(locked).toBeGreaterThan(1000);
  });

  test('domain.md row 15: no order of events closes a call on a question with neither answer nor promise', () => {
    let blocked = 0;
    let settled = 0;
    fc.assert(
      fc.property(policies, moves, fc.boolean(), (policy, list, up) => {
        const plan = choosePlan(pack, policy, { now });
        // Every eighth move or so is about a question, so that runs hold many.
        const busy = list.map((move) =>
          move.of % 8 === 0 ? { pick: 16 + (move.pick % 16), of: move.pick } : move,
        );
        play(plan, busy, (state, events) => {
          const open = openByHand(events);
          const view = viewOf(plan, state, policy, up);
          expect(view.closeBlockedBy.length > 0).toBe(open > 0);
          expect(view.closeBlockedBy).toHaveLength(open);
          expect(view.questions.filter(({ status }) => status === 'open')).toHaveLength(open);
          for (const question of view.questions) {
            if (question.status === 'promised') expect(question.promise?.dueAt).toBeGreaterThan(now);
            if (question.status === 'answered') expect(question.answer).not.toBeNull();
          }
          if (open > 0) blocked += 1;
          else if (view.questions.length > 0) settled += 1;
        });
      }),
      settings,
    );
    expect(blocked).toBeGreaterThan(100);
    expect(settled).toBeGreaterThan(100);
  });

  test('design.md I1: state survives JSON, and replay of the stored events gives it again', () => {
    fc.assert(
      fc.property(policies, moves, (policy, list) => {
        const plan = choosePlan(pack, policy, { now });
        let last: { state: ScriptState; events: readonly ScriptEvent[] } = { state: start(plan), events: [] };
        play(plan, list, (state, events) => {
          last = { state, events: [...events] };
        });
        const saved = JSON.parse(JSON.stringify(last.state)) as ScriptState;
        expect(saved).toEqual(last.state);
        expect(replay(plan, JSON.parse(JSON.stringify(last.events)) as ScriptEvent[])).toEqual({
          ok: true,
          state: saved,
        });
        expect(viewOf(plan, saved, policy, true)).toEqual(viewOf(plan, last.state, policy, true));
      }),
      settings,
    );
  });

  test('every reachable view fits its schema, and there is always a disposition to end the call', () => {
    fc.assert(
      fc.property(policies, moves, fc.boolean(), (policy, list, up) => {
        const plan = choosePlan(pack, policy, { now });
        play(plan, list, (state) => {
          const view = viewOf(plan, state, policy, up);
          expect(scriptViewSchema.safeParse(view).success).toBe(true);
          expect(view.dispositions.length).toBeGreaterThan(0);
        });
      }),
      { ...settings, numRuns: 40 },
    );
  });

  test('domain.md (5): an abnormal answer opens its issue in the same step', () => {
    fc.assert(
      fc.property(policies, moves, (policy, list) => {
        const plan = choosePlan(pack, policy, { now });
        let state = start(plan);
        list.forEach((move, index) => {
          const event = eventFor(plan, state, move, now + index);
          const result = next(plan, state, event);
          if (!result.ok) return;
          if (
            result.answer?.abnormal === true &&
            !['Q02', 'Q03', 'Q04', 'Q90'].includes(result.answer.questionId)
          ) {
            const { questionId } = result.answer;
            expect(
              result.state.issues.some(
                (issue) => issue.questionId === questionId && issue.outcome === 'open',
              ),
            ).toBe(true);
          }
          expect(result.state.issues.length - state.issues.length).toBe(result.opened.length);
          state = result.state;
        });
      }),
      settings,
    );
  });

  test('next never throws, whatever the event, and a refused event changes nothing', () => {
    const id = fc.oneof(
      fc.constantFrom(
        'Q01',
        'Q02',
        'Q10',
        'Q90',
        'N01',
        'V1',
        'NOT_SELF',
        'F_dob',
        '__proto__',
        'constructor',
        'toString',
        '',
      ),
      fc.string(),
    );
    const stamp = { at: fc.integer(), offsetMs: fc.option(fc.integer()) };
    const words = fc.string();
    const events: fc.Arbitrary<ScriptEvent> = fc.oneof(
      fc.record({
        type: fc.constant('answer' as const),
        questionId: id,
        value: fc.oneof(fc.constantFrom('yes', 'no', 'read', 'refused'), id),
        words,
        ...stamp,
      }),
      fc.record({ type: fc.constant('skip' as const), questionId: id, ...stamp }),
      fc.record({
        type: fc.constant('verify' as const),
        factorId: id,
        outcome: fc.constantFrom('pass' as const, 'fail' as const, 'forgot' as const),
        ...stamp,
      }),
      fc.record({
        type: fc.constantFrom('ask_again' as const, 'go_on' as const, 'correct' as const),
        questionId: id,
        ...stamp,
      }),
      fc.record({ type: fc.constant('flag' as const), flag: fc.constantFrom(...flags), words, ...stamp }),
      fc.record({ type: fc.constant('question_asked' as const), text: words, ...stamp }),
      fc.record({
        type: fc.constant('question_answered' as const),
        n: fc.integer(),
        words,
        entry: fc.option(fc.record({ id, title: words })),
        ...stamp,
      }),
      fc.record({
        type: fc.constant('question_promised' as const),
        n: fc.integer({ min: -1, max: 5 }),
        promiseId: id,
        what: words,
        dueAt: fc.integer(),
        way: fc.oneof(fc.constant('call'), id),
        owner: fc.oneof(fc.constant('agent'), id),
        ...stamp,
      }),
      fc.record({ type: fc.constant('note_tag' as const), tag: id, on: fc.boolean(), ...stamp }),
      fc.record({
        type: fc.constant('objection' as const),
        objectionId: id,
        cause: words,
        trigger: words,
        issue: fc.option(fc.oneof(fc.constantFrom('I18', 'I19'), id)),
        ...stamp,
      }),
      fc.record({ type: fc.constant('resumed' as const), ...stamp }),
    );
    fc.assert(
      fc.property(policies, moves, fc.array(events, { maxLength: 20 }), (policy, list, wild) => {
        const plan = choosePlan(pack, policy, { now });
        let state = start(plan);
        play(plan, list, (so) => {
          state = so;
        });
        for (const event of wild) {
          const before = JSON.stringify(state);
          const result = next(plan, state, event);
          expect(JSON.stringify(state)).toBe(before);
          if (result.ok) state = result.state;
        }
      }),
      settings,
    );
  });
});
