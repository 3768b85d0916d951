import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { payFrequencies, productDesigns } from '../../../core/callback/policy.ts';
import type { CallbackSubject } from '../../../core/callback/callback-kind.ts';
import type { Policy } from '../../../core/callback/policy.ts';
import type { ScriptEvent } from '../../../core/script/events.ts';
import { choosePlan } from '../../../core/script/plan.ts';
import type { Plan } from '../../../core/script/plan.ts';
import { positionOf } from '../../../core/script/position.ts';
import { project } from '../../../core/script/project.ts';
import { optionsOf, questionOf } from '../../../core/script/questions.ts';
import type { ScriptState } from '../../../core/script/state.ts';
import { next, replay, start } from '../../../core/script/stepper.ts';
import { scriptViewSchema } from '../../../core/script/view.ts';
import { scriptVariables, spokenDate, yuan } from '../../../core/script/variables.ts';
import { now, pack, policyOf, session } from '../../unit/core/script/support.ts';

// Shrinking a run of 120 moves takes minutes and tells little more than the run itself.
const settings = { seed: 20261122, numRuns: 60, endOnFailure: true };

/** Numbers that cannot stand in a view by accident. */
const rareNumber = fc.integer({ min: 7_310_000, max: 9_990_000 });
const day = fc
  .integer({ min: Date.UTC(1940, 0, 1), max: Date.UTC(2040, 0, 1) })
  .map((ms) => new Date(ms).toISOString().slice(0, 10));
const word = fc.string({ unit: fc.constantFrom(...'鑫瑞福祥嘉盈康泰恒禧'), minLength: 3, maxLength: 8 });

/** Every kind of callback, so that every script of the pack is played. */
const callbacks: fc.Arbitrary<CallbackSubject | undefined> = fc.oneof(
  { weight: 5, arbitrary: fc.constant(undefined) },
  fc.record({ kind: fc.constant('lapse' as const), date: day }),
  fc.record({
    kind: fc.constant('pos' as const),
    date: day,
    service: fc.oneof(fc.constant('退保'), word),
    requestedOn: day,
    hasPayout: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('recheck' as const),
    date: day,
    problem: word,
    issue: fc.constantFrom('I07', 'I12'),
    questions: fc.subarray(['Q18', 'Q24', 'Q30', 'N01', 'L03', 'Q01', 'V1', 'Q90', 'Z99']),
  }),
  fc.record({
    kind: fc.constant('orphan' as const),
    date: day,
    contractStatus: fc.constantFrom('有效' as const, '效力中止' as const),
  }),
  fc.record({ kind: fc.constant('survey' as const), date: day }),
);

const policies: fc.Arbitrary<Policy> = fc
  .record({
    product: word.map((name) => `${name}保险`),
    design: fc.constantFrom(...productDesigns),
    coverage: word,
    termText: word,
    waitingDays: fc.oneof(fc.constant(0), rareNumber),
    payYears: rareNumber,
    payFrequency: fc.constantFrom(...payFrequencies),
    premiumFen: fc.integer({ min: 700_000_001, max: 900_000_000 }),
    coolingOffStart: day,
    coolingOffEnd: day,
    coolingOffDays: rareNumber,
    effectiveDate: day,
    channel: fc.constantFrom('个险', '银保'),
    bank: word,
    holderBirthDate: fc.option(day),
    holderIdLast4: fc.option(fc.constantFrom('987X', '5566')),
    insuredBirthDate: fc.option(day),
    insuredIsHolder: fc.boolean(),
    hasHealthDeclaration: fc.boolean(),
    dualRecordRequired: fc.boolean(),
    dualRecordConfirmed: fc.boolean(),
    sellerName: fc.option(word.map((name) => `${name}业务员`)),
    callback: callbacks,
  })
  .map((changes) => policyOf(changes));

/** A choice of the agent; what it means depends on the card, so that runs come far. */
type Move = { pick: number; of: number };
const moves = fc.array(fc.record({ pick: fc.nat(999), of: fc.nat(999) }), {
  minLength: 20,
  maxLength: 120,
  size: 'max',
});

const flags = ['abnormal', 'customer_question', 'complaint', 'voice_mismatch', 'cancel_wish'] as const;

const eventFor = (plan: Plan, state: ScriptState, { pick, of }: Move, at: number): ScriptEvent => {
  const stamp = { at, offsetMs: null };
  const position = positionOf(plan, state);
  if (pick < 8) return { type: 'resumed', ...stamp };
  if (pick < 16)
    return { type: 'flag', flag: flags[of % flags.length] ?? 'complaint', words: '原话', ...stamp };
  if (pick < 45) {
    const answered = state.answers[of % Math.max(1, state.answers.length)];
    return { type: 'correct', questionId: answered?.questionId ?? 'Q01', ...stamp };
  }
  switch (position.kind) {
    case 'question': {
      const { questionId } = position.step;
      const options = optionsOf(plan.pack, questionOf(plan.pack, questionId));
      // Mostly the first, normal answers; else one of them all.
      const normal = options.find((option) => option.abnormal !== true && option.refusal !== true);
      const option = pick < 950 ? normal : options[of % options.length];
      if (pick > 990) return { type: 'skip', questionId, ...stamp };
      return { type: 'answer', questionId, value: option?.value ?? '', words: '客户的话', ...stamp };
    }
    case 'abnormal':
      return { type: of % 3 === 0 ? 'go_on' : 'ask_again', questionId: position.step.questionId, ...stamp };
    case 'verify': {
      const outcome = pick < 880 ? 'pass' : pick < 940 ? 'forgot' : 'fail';
      return { type: 'verify', factorId: position.factor.id, outcome, ...stamp };
    }
    default:
      return { type: 'go_on', questionId: 'NOT_SELF', ...stamp };
  }
};

/** Plays the moves and hands every state on the way to `look`. */
const play = (
  plan: Plan,
  list: readonly Move[],
  look: (state: ScriptState, events: readonly ScriptEvent[]) => void,
): void => {
  let state = start(plan);
  const events: ScriptEvent[] = [];
  look(state, events);
  list.forEach((move, index) => {
    const event = eventFor(plan, state, move, now + index);
    const result = next(plan, state, event);
    if (!result.ok) return;
    state = result.state;
    events.push(event);
    look(state, events);
  });
};

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
  if (events.some((event) => event.type === 'flag')) return false;
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
