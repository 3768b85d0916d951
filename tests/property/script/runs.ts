import fc from 'fast-check';
import { payFrequencies, productDesigns } from '../../../core/callback/policy.ts';
import type { CallbackSubject } from '../../../core/callback/callback-kind.ts';
import type { Policy } from '../../../core/callback/policy.ts';
import type { ScriptEvent } from '../../../core/script/events.ts';
import type { Plan } from '../../../core/script/plan.ts';
import { positionOf } from '../../../core/script/position.ts';
import { optionsOf, questionOf } from '../../../core/script/questions.ts';
import type { ScriptState } from '../../../core/script/state.ts';
import { next, start } from '../../../core/script/stepper.ts';
import { now, policyOf } from '../../unit/core/script/support.ts';

/** Policies and runs of the guided script at random, for the properties. */

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

export const policies: fc.Arbitrary<Policy> = fc
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
export type Move = { pick: number; of: number };
export const moves = fc.array(fc.record({ pick: fc.nat(999), of: fc.nat(999) }), {
  minLength: 20,
  maxLength: 120,
  size: 'max',
});

export const flags = ['abnormal', 'customer_question', 'complaint', 'voice_mismatch', 'cancel_wish'] as const;

/** What the agent does about questions of the customer, objections and tags, rightly and wrongly. */
const questionMove = (
  plan: Plan,
  state: ScriptState,
  pick: number,
  of: number,
  stamp: { at: number; offsetMs: null },
): ScriptEvent => {
  const n = 1 + (of % Math.max(1, state.questions.length + 1));
  const owners = plan.pack.promises?.owners ?? [];
  if (pick < 22) return { type: 'question_asked', text: of % 7 === 0 ? ' ' : `疑问${of % 3}`, ...stamp };
  if (pick < 26)
    return { type: 'question_answered', n, words: of % 5 === 0 ? '' : '已说明', entry: null, ...stamp };
  if (pick < 32)
    return {
      type: 'question_promised',
      n,
      promiseId: `p-${n}`,
      what: of % 6 === 0 ? '' : '答复',
      dueAt: stamp.at + (of % 9 === 0 ? -1 : 3_600_000),
      way: of % 8 === 0 ? 'pigeon' : 'call',
      owner: owners[of % owners.length]?.code ?? '',
      ...stamp,
    };
  if (pick < 36)
    return {
      type: 'objection',
      objectionId: 'O1',
      cause: '价格',
      trigger: '太贵了',
      issue: of % 3 === 0 ? null : of % 3 === 1 ? 'I18' : 'I19',
      ...stamp,
    };
  if (pick < 37)
    return {
      type: 'keyword',
      word: '退保',
      source: 'notes',
      questionId: null,
      issue: of % 2 === 0 ? null : 'I18',
      ...stamp,
    };
  const tags = plan.pack.noteTags ?? [];
  return { type: 'note_tag', tag: tags[of % tags.length]?.code ?? '', on: of % 2 === 0, ...stamp };
};

export const eventFor = (plan: Plan, state: ScriptState, { pick, of }: Move, at: number): ScriptEvent => {
  const stamp = { at, offsetMs: null };
  const position = positionOf(plan, state);
  if (pick < 8) return { type: 'resumed', ...stamp };
  if (pick < 16)
    return { type: 'flag', flag: flags[of % flags.length] ?? 'complaint', words: '原话', ...stamp };
  if (pick < 40) return questionMove(plan, state, pick, of, stamp);
  if (pick < 60) {
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
export const play = (
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
