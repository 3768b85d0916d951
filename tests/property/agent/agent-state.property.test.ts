import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeOf, timeInStates, type AgentLogRow } from '../../../core/agent/agent-log.ts';
import type { AgentEvent, AgentState } from '../../../core/agent/agent-state.ts';
import {
  chosenStates,
  nextAgentState,
  ringsNow,
  shownOf,
  shownStates,
  startedSeat,
} from '../../../core/agent/agent-state.ts';
import { shippedPolicy as policy } from '../../unit/core/phone-policy/shipped-policy.ts';

const seed = 20_261_122;
const runs = { seed, numRuns: 400 };

type Untimed = AgentEvent extends infer E ? (E extends AgentEvent ? Omit<E, 'at'> : never) : never;
const untimed: fc.Arbitrary<Untimed> = fc.oneof(
  fc.record({
    type: fc.constant('chosen' as const),
    state: fc.constantFrom(...chosenStates),
    reason: fc.constantFrom(null, 'meeting', 'meal'),
  }),
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('call' as const),
      callId: fc.constantFrom('a', 'b', 'c'),
      call: fc.constantFrom('up' as const, 'answered' as const, 'ended' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('record' as const),
      record: fc.constantFrom('none' as const, 'open' as const, 'closing' as const),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ type: 'time' as const }) },
  fc.constant({ type: 'extended' as const }),
  fc.constant({ type: 'finished' as const }),
);

/** Events with the milliseconds that pass before each. */
const course = fc.array(fc.tuple(untimed, fc.integer({ min: 0, max: 120_000 })), { maxLength: 40 });

type Step = { before: AgentState; after: AgentState; event: AgentEvent };
const play = (events: readonly (readonly [Untimed, number])[]): { steps: Step[]; end: number } => {
  let state = startedSeat(0);
  let at = 0;
  const steps = events.map(([body, passed]): Step => {
    at += passed;
    const event: AgentEvent = { ...body, at };
    const before = state;
    state = nextAgentState(before, event, policy);
    return { before, after: state, event };
  });
  return { steps, end: at };
};

describe('any course of a day', () => {
  it('shows exactly one known state after each event, on a call just while a call is up', () => {
    fc.assert(
      fc.property(course, (events) => {
        for (const { after } of play(events).steps) {
          const { state } = shownOf(after);
          expect(shownStates).toContain(state);
          expect(state === 'on_call').toBe(after.calls.length > 0);
        }
      }),
      runs,
    );
  });

  it('never rings where the state forbids it, and never becomes ready without a person', () => {
    fc.assert(
      fc.property(course, (events) => {
        let asked = false;
        for (const { after, event } of play(events).steps) {
          if (event.type === 'chosen') asked = event.state === 'ready';
          const { state } = shownOf(after);
          if (ringsNow(after, policy)) expect(['ready', 'on_call']).toContain(state);
          if (state === 'ready') expect(asked).toBe(true);
          if (after.chosen.state !== 'ready') expect(ringsNow(after, policy)).toBe(false);
        }
      }),
      runs,
    );
  });

  it('has a history whose times add up to the day, and whose last row is what is shown', () => {
    fc.assert(
      fc.property(course, fc.integer({ min: 0, max: 1_000_000 }), (events, rest) => {
        const rows: Pick<AgentLogRow, 'at' | 'state' | 'reason'>[] = [
          { at: 0, state: 'busy', reason: 'restart' },
        ];
        const { steps, end } = play(events);
        for (const { before, after, event } of steps) {
          const change = changeOf(before, after, event.at, 'system');
          if (change !== null) rows.push(change);
        }
        const until = end + rest;
        const total = Object.values(timeInStates(rows, until)).reduce((sum, ms) => sum + ms, 0);
        expect(total).toBe(until);
        const last = steps.at(-1)?.after ?? startedSeat(0);
        expect(rows.at(-1)).toMatchObject(shownOf(last));
      }),
      runs,
    );
  });

  it('ends a wrap-up with an open record only by its record, by a call or by a person', () => {
    fc.assert(
      fc.property(course, (events) => {
        for (const { before, after, event } of play(events).steps) {
          const left = before.activity?.kind === 'wrap_up' && after.activity?.kind !== 'wrap_up';
          if (left && before.record !== 'none') expect(['record', 'call', 'chosen']).toContain(event.type);
        }
      }),
      runs,
    );
  });

  it('extends a wrap-up no more often than the policy allows', () => {
    fc.assert(
      fc.property(course, (events) => {
        for (const { after } of play(events).steps) {
          if (after.activity?.kind === 'wrap_up')
            expect(after.activity.extensions).toBeLessThanOrEqual(policy.wrapUp.extensions);
        }
      }),
      runs,
    );
  });
});
