import { describe, expect, it } from 'vitest';
import type { AgentEvent, AgentState } from '../../../../core/agent/agent-state.ts';
import {
  nextAgentState,
  remindAt,
  ringsNow,
  shownOf,
  startedSeat,
} from '../../../../core/agent/agent-state.ts';
import { shippedPolicy } from '../phone-policy/shipped-policy.ts';

const second = 1000;
/** Wrap-up of 90 s, two extensions of 60 s, as shipped. */
const policy = shippedPolicy;

const run = (events: readonly AgentEvent[], from: AgentState = startedSeat(0), rules = policy): AgentState =>
  events.reduce((state, event) => nextAgentState(state, event, rules), from);
const ready = (at = 0): AgentEvent => ({ type: 'chosen', at, state: 'ready', reason: null });
const call = (what: 'up' | 'answered' | 'ended', at: number, callId = 'c1'): AgentEvent => ({
  type: 'call',
  at,
  callId,
  call: what,
});
const record = (state: 'none' | 'open' | 'closing', at: number): AgentEvent => ({
  type: 'record',
  at,
  record: state,
});
const aCallback: readonly AgentEvent[] = [
  ready(),
  record('open', 10),
  call('up', 10),
  call('answered', 20),
  call('ended', 30),
  record('closing', 30),
];

describe('a seat that starts', () => {
  it('is busy and does not ring, whatever it was: nobody becomes ready without his own act', () => {
    expect(shownOf(startedSeat(5))).toEqual({ state: 'busy', reason: 'restart' });
    expect(ringsNow(startedSeat(5), policy)).toBe(false);
  });

  it('whose record waits for its disposition is in wrap-up, and busy when that is done', () => {
    const state = run([record('closing', 1)]);
    expect(shownOf(state).state).toBe('wrap_up');
    expect(shownOf(run([record('none', 2)], state))).toEqual({ state: 'busy', reason: 'restart' });
  });
});

describe('a call', () => {
  it('covers what the person chose, and a second one may ring if he was ready', () => {
    const state = run([ready(), call('up', 10)]);
    expect(shownOf(state).state).toBe('on_call');
    expect(ringsNow(state, policy)).toBe(true);
    expect(ringsNow(run([call('up', 10)]), policy)).toBe(false);
    expect(ringsNow(state, { ...policy, onCall: { rings: false } })).toBe(false);
  });

  it('that nobody took and that belongs to no record leaves nothing to write up', () => {
    expect(shownOf(run([ready(), call('up', 10), call('ended', 20)])).state).toBe('ready');
  });

  it('that nobody took but that is a callback leaves its record', () => {
    const state = run([ready(), record('open', 10), call('up', 10), call('ended', 20)]);
    expect(shownOf(state).state).toBe('wrap_up');
  });

  it('whose record was closed while it was still up leaves nothing to write up', () => {
    const state = run([
      ready(),
      record('open', 10),
      call('up', 10),
      call('answered', 11),
      record('none', 12),
    ]);
    expect(shownOf(state).state).toBe('on_call');
    expect(shownOf(run([call('ended', 13)], state)).state).toBe('ready');
  });

  it('is over for the seat when the last of several is', () => {
    const state = run([
      ready(),
      call('answered', 10, 'a'),
      call('answered', 11, 'b'),
      call('ended', 12, 'a'),
    ]);
    expect(shownOf(state).state).toBe('on_call');
    expect(shownOf(run([call('ended', 13, 'b')], state)).state).toBe('wrap_up');
  });

  it('takes over from wrap-up, and begins a new one', () => {
    const again = run([call('up', 40, 'c2'), call('ended', 50, 'c2')], run(aCallback));
    expect(again.activity).toMatchObject({ kind: 'wrap_up', deadline: 50 + 90 * second, extensions: 0 });
  });

  it('lets the person choose what follows; the choice takes effect when all is done', () => {
    const meal: AgentEvent = { type: 'chosen', at: 25, state: 'break', reason: 'meal' };
    const state = run([ready(), record('open', 10), call('answered', 20), meal]);
    expect(shownOf(state).state).toBe('on_call');
    expect(ringsNow(state, policy)).toBe(false);
    const after = run([call('ended', 30), record('none', 40)], state);
    expect(shownOf(after)).toEqual({ state: 'break', reason: 'meal' });
    expect(after.since).toBe(40);
  });
});

describe('wrap-up', () => {
  it('begins when the call ends, does not ring, and ends with the record', () => {
    const state = run(aCallback);
    expect(shownOf(state)).toEqual({ state: 'wrap_up', reason: null });
    expect(ringsNow(state, policy)).toBe(false);
    const after = run([record('none', 60)], state);
    expect(shownOf(after)).toEqual({ state: 'ready', reason: null });
    expect(after.since).toBe(60);
  });

  it('ends with its time when no record is open', () => {
    const state = run([ready(), call('answered', 10), call('ended', 20)]);
    expect(shownOf(run([{ type: 'time', at: 20 + 89 * second }], state)).state).toBe('wrap_up');
    expect(shownOf(run([{ type: 'time', at: 20 + 90 * second }], state)).state).toBe('ready');
  });

  it('with an open record only goes over time: what was typed is never in danger', () => {
    const late = run([{ type: 'time', at: 30 + 90 * second }], run(aCallback));
    expect(shownOf(late)).toEqual({ state: 'wrap_up', reason: 'over_time' });
    expect(late.since).toBe(30);
    expect(ringsNow(late, policy)).toBe(false);
    expect(shownOf(run([record('none', 999 * second)], late)).state).toBe('ready');
  });

  it('is extended as often as the policy says, also when its time is over already', () => {
    const extend = (at: number): AgentEvent => ({ type: 'extended', at });
    const once = run([extend(40)], run(aCallback));
    expect(once.activity).toMatchObject({ deadline: 30 + 150 * second, extensions: 1 });
    const late = run([{ type: 'time', at: 30 + 150 * second }], once);
    expect(shownOf(late).reason).toBe('over_time');
    const twice = run([extend(200 * second)], late);
    expect(twice.activity).toMatchObject({ deadline: 260 * second, extensions: 2, overTime: false });
    expect(run([extend(210 * second)], twice)).toBe(twice);
  });

  it('is finished by hand only when the record is closed', () => {
    const open = run(aCallback);
    expect(run([{ type: 'finished', at: 40 }], open)).toBe(open);
    const free = run([ready(), call('answered', 10), call('ended', 20)]);
    expect(shownOf(run([{ type: 'finished', at: 40 }], free)).state).toBe('ready');
  });

  it('with an open record notes 示闲 for later, and gives way to 小休 at once', () => {
    const busy = run([...aCallback.slice(1)]);
    const noted = run([ready(40)], busy);
    expect(shownOf(noted).state).toBe('wrap_up');
    expect(shownOf(run([record('none', 50)], noted)).state).toBe('ready');
    const away = run([{ type: 'chosen', at: 40, state: 'break', reason: 'short' }], busy);
    expect(shownOf(away)).toEqual({ state: 'break', reason: 'short' });
    // Closing the record later changes nothing any more.
    expect(shownOf(run([record('none', 60)], away)).state).toBe('break');
  });

  it('gives back the state before the call; ready only where head office says so', () => {
    const fromBusy = aCallback.slice(1);
    expect(shownOf(run([...fromBusy, record('none', 60)])).state).toBe('busy');
    const always = { ...policy, wrapUp: { ...policy.wrapUp, goesTo: 'ready' as const } };
    expect(shownOf(run([...fromBusy, record('none', 60)], startedSeat(0), always)).state).toBe('ready');
    const meeting: AgentEvent = { type: 'chosen', at: 25, state: 'busy', reason: 'meeting' };
    const chose = [...fromBusy.slice(0, 3), meeting, ...fromBusy.slice(3), record('none', 60)];
    expect(shownOf(run(chose, startedSeat(0), always))).toEqual({ state: 'busy', reason: 'meeting' });
  });
});

describe('reminders', () => {
  it.each([
    ['break', 'short', 15],
    ['break', 'meal', 45],
    ['busy', 'fault', 15],
    ['busy', 'meeting', 60],
  ] as const)('%s (%s) after %d minutes', (state, reason, minutes) => {
    const seat = run([{ type: 'chosen', at: 7, state, reason }]);
    expect(remindAt(seat, policy)).toBe(7 + minutes * 60 * second);
  });

  it('none while ready, off duty or on a call', () => {
    expect(remindAt(run([ready()]), policy)).toBeNull();
    expect(remindAt(run([{ type: 'chosen', at: 1, state: 'offline', reason: null }]), policy)).toBeNull();
    expect(remindAt(run([call('up', 1)]), policy)).toBeNull();
  });
});
