import type { AgentStateId, PhonePolicy, StateRule } from '../phone-policy/policy-schema.ts';

/** States a person may choose. Wrap-up comes by itself at the end of a call. */
export const chosenStates = ['ready', 'busy', 'break', 'offline'] as const satisfies readonly AgentStateId[];
export type ChosenState = (typeof chosenStates)[number];

/** What a seat shows at any moment: exactly one of these. */
export const shownStates = ['ready', 'busy', 'break', 'offline', 'wrap_up', 'on_call'] as const;
export type ShownState = (typeof shownStates)[number];

/** none; open = a callback is going on; closing = its call is over and it waits for a disposition. */
export type RecordState = 'none' | 'open' | 'closing';

type Call = { callId: string; answered: boolean };
type WrapUp = {
  kind: 'wrap_up';
  /** UTC ms; later by every extension. */
  deadline: number;
  extensions: number;
  /** The time is over and the record is still open. */
  overTime: boolean;
  /** The call it follows; null when the phone never told of one. */
  callId: string | null;
};

/** The seat of one agent. Replaced, never changed in place. Times are UTC ms. */
export type AgentState = {
  /** What the person chose, and what a call and its wrap-up only cover. */
  chosen: { state: ChosenState; reason: string | null; at: number };
  activity: { kind: 'on_call'; callId: string; recordClosed: boolean } | WrapUp | null;
  /** When what is shown began. */
  since: number;
  /** When the present call began, so that a choice made during it is known. */
  coveredSince: number | null;
  calls: readonly Call[];
  /** Whether anybody was talked to in the present stretch of calls. */
  talked: boolean;
  record: RecordState;
};

export type AgentEvent =
  | { type: 'chosen'; at: number; state: ChosenState; reason: string | null }
  /** An outgoing call from its dialling on, an incoming one from its answer on. */
  | { type: 'call'; at: number; callId: string; call: 'up' | 'answered' | 'ended' }
  | { type: 'record'; at: number; record: RecordState }
  | { type: 'extended'; at: number }
  | { type: 'finished'; at: number }
  /** Time went by; has an effect once the wrap-up's deadline is reached. */
  | { type: 'time'; at: number };

/**
 * A seat whose program has just started: busy, whatever it was before. Only a person can say that somebody sits
 * there again, so nobody becomes ready without his own act.
 */
export const startedSeat = (at: number): AgentState => ({
  chosen: { state: 'busy', reason: 'restart', at },
  activity: null,
  since: at,
  coveredSince: null,
  calls: [],
  talked: false,
  record: 'none',
});

/** What the seat shows: a call covers wrap-up, and both cover what the person chose. */
export function shownOf({ chosen, activity }: AgentState): { state: ShownState; reason: string | null } {
  if (activity === null) return { state: chosen.state, reason: chosen.reason };
  if (activity.kind === 'on_call') return { state: 'on_call', reason: null };
  const reason = activity.overTime ? 'over_time' : activity.extensions > 0 ? 'extended' : null;
  return { state: 'wrap_up', reason };
}

/**
 * The state after an event. An event that has no effect returns the same object. Nothing here ever ends a call
 * or closes a record: the machine only says what the seat counts as.
 */
export function nextAgentState(before: AgentState, event: AgentEvent, policy: PhonePolicy): AgentState {
  const after = step(before, event, policy);
  const [was, is] = [shownOf(before), shownOf(after)];
  // An extension or the end of the time does not begin the wrap-up anew.
  const begins = was.state !== is.state || (is.state !== 'wrap_up' && was.reason !== is.reason);
  return begins ? { ...after, since: event.at } : after;
}

function step(before: AgentState, event: AgentEvent, policy: PhonePolicy): AgentState {
  switch (event.type) {
    case 'chosen':
      return choose(before, event);
    case 'call':
      return event.call === 'ended' ? callEnded(before, event, policy) : callUp(before, event);
    case 'record':
      return recordChanged(before, event, policy);
    case 'extended': {
      const { activity } = before;
      if (activity?.kind !== 'wrap_up' || activity.extensions >= policy.wrapUp.extensions) return before;
      const deadline = Math.max(activity.deadline, event.at) + policy.wrapUp.extensionSeconds * 1000;
      return {
        ...before,
        activity: { ...activity, deadline, extensions: activity.extensions + 1, overTime: false },
      };
    }
    case 'finished':
      return before.activity?.kind === 'wrap_up' && before.record === 'none'
        ? uncovered(before, event.at, policy)
        : before;
    case 'time': {
      const { activity } = before;
      if (activity?.kind !== 'wrap_up' || event.at < activity.deadline || activity.overTime) return before;
      return before.record === 'none'
        ? uncovered(before, event.at, policy)
        : { ...before, activity: { ...activity, overTime: true } };
    }
  }
}

function choose(before: AgentState, event: Extract<AgentEvent, { type: 'chosen' }>): AgentState {
  const after = { ...before, chosen: { state: event.state, reason: event.reason, at: event.at } };
  if (before.activity?.kind !== 'wrap_up') return after;
  // Ready with a record that waits for its disposition would let the next customer in on top of it.
  return event.state === 'ready' && before.record !== 'none'
    ? after
    : { ...after, activity: null, coveredSince: null };
}

function callUp(before: AgentState, event: Extract<AgentEvent, { type: 'call' }>): AgentState {
  const { callId, at } = event;
  const answered = event.call === 'answered';
  const known = before.calls.find((call) => call.callId === callId);
  if (known !== undefined && (known.answered || !answered)) return before;
  const others = before.calls.filter((call) => call.callId !== callId);
  const covered = {
    ...before,
    calls: [...others, { callId, answered }],
    talked: before.talked || answered,
  };
  if (before.activity?.kind === 'on_call') return covered;
  return {
    ...covered,
    talked: answered,
    coveredSince: before.coveredSince ?? at,
    activity: { kind: 'on_call', callId, recordClosed: false },
  };
}

function callEnded(
  before: AgentState,
  event: Extract<AgentEvent, { type: 'call' }>,
  policy: PhonePolicy,
): AgentState {
  if (!before.calls.some(({ callId }) => callId === event.callId)) return before;
  const after = { ...before, calls: before.calls.filter(({ callId }) => callId !== event.callId) };
  if (after.calls.length > 0 || after.activity?.kind !== 'on_call') return after;
  // A record that was closed while the call was still up leaves nothing to write up; a call that nobody took
  // and that belongs to no record neither.
  const nothingLeft = after.record === 'none' && (after.activity.recordClosed || !after.talked);
  return nothingLeft ? uncovered(after, event.at, policy) : wrapUp(after, event.at, event.callId, policy);
}

function recordChanged(
  before: AgentState,
  { record, at }: Extract<AgentEvent, { type: 'record' }>,
  policy: PhonePolicy,
): AgentState {
  if (record === before.record) return before;
  const after = { ...before, record };
  if (after.activity?.kind === 'on_call') {
    return record === 'none' ? { ...after, activity: { ...after.activity, recordClosed: true } } : after;
  }
  if (after.activity?.kind === 'wrap_up') return record === 'none' ? uncovered(after, at, policy) : after;
  // A call that failed before the phone could tell of it still leaves a record to close.
  return record === 'closing' ? wrapUp(after, at, null, policy) : after;
}

const wrapUp = (before: AgentState, at: number, callId: string | null, policy: PhonePolicy): AgentState => ({
  ...before,
  talked: false,
  coveredSince: before.coveredSince ?? at,
  activity: {
    kind: 'wrap_up',
    deadline: at + policy.wrapUp.seconds * 1000,
    extensions: 0,
    overTime: false,
    callId,
  },
});

/** What the call and its wrap-up covered shows again, or what the person chose meanwhile. */
function uncovered(before: AgentState, at: number, policy: PhonePolicy): AgentState {
  const choseMeanwhile = before.coveredSince !== null && before.chosen.at >= before.coveredSince;
  const keeps = policy.wrapUp.goesTo === 'previous' || choseMeanwhile;
  const wrapped = before.activity?.kind === 'wrap_up';
  return {
    ...before,
    chosen: keeps || !wrapped ? before.chosen : { state: 'ready', reason: null, at },
    activity: null,
    coveredSince: null,
    talked: false,
  };
}

/** Whether an incoming call may ring now; where it may not the caller is told busy (486). */
export function ringsNow(state: AgentState, policy: PhonePolicy): boolean {
  const { activity, chosen } = state;
  if (activity?.kind === 'wrap_up') return policy.agentStates.wrap_up.rings;
  const rings = policy.agentStates[chosen.state].rings;
  return activity === null ? rings : rings && policy.onCall.rings;
}

/** UTC ms at which the person is to be reminded of a state that lasts too long; null = never. */
export function remindAt(state: AgentState, policy: PhonePolicy): number | null {
  if (state.activity !== null) return null;
  const { state: id, reason } = state.chosen;
  const rule: StateRule = policy.agentStates[id];
  const own = rule.reasons.find((candidate) => candidate.id === reason)?.remindAfterMin;
  const minutes = own === undefined ? rule.remindAfterMin : own;
  return minutes === null ? null : state.since + minutes * 60_000;
}
