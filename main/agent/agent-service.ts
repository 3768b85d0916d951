import { changeOf } from '../../core/agent/agent-log.ts';
import type { AgentEvent, AgentState, ChosenState } from '../../core/agent/agent-state.ts';
import { nextAgentState, ringsNow, shownOf, startedSeat } from '../../core/agent/agent-state.ts';
import type { CallParty, CallSnapshot } from '../../core/call/types.ts';
import type { AgentView } from '../../core/ipc/features/agent.ts';
import type { SessionView } from '../../core/ipc/features/call.ts';
import type { Clock, NewId, PhonePort, Store } from '../../core/ports.ts';
import { AppError } from '../ipc/app-error.ts';
import type { Log } from '../log/log.ts';
import type { ActivePhonePolicy } from '../phone-policy/read-phone-policy.ts';
import type { Timers } from '../sync/timers.ts';
import { createAgentHistory } from './agent-history.ts';
import { agentView } from './agent-view.ts';
import { createAutoAnswer } from './auto-answer.ts';

export type AgentService = {
  /** Writes the start into the history. The seat begins busy: nobody becomes ready without his own act. */
  start(): Promise<void>;
  /** Writes the end of the program into the history. */
  stop(): Promise<void>;
  view(): AgentView;
  /** What the seat is, for the tray and for permission to ring. */
  state(): AgentState;
  /** Whether an incoming call may ring now. */
  ringsNow(): boolean;
  /** Throws `reason_needed` or `bad_input` when the policy has no such choice. */
  set(state: ChosenState, reason: string | null): AgentView;
  /** Somebody has sat down, or nobody looks at the screen now: busy until a person says otherwise. */
  seat(what: 'signed_in' | 'locked'): void;
  /** Changes nothing outside wrap-up and when no extension is left. */
  extendWrapUp(): AgentView;
  /** Throws `attempt_open` while the record waits for its disposition. */
  finishWrapUp(): AgentView;
  /** UTC ms at which an incoming call answers itself, or null. Asked again it says the same. */
  autoAnswer(callId: string, party: CallParty): number | null;
  stopAutoAnswer(callId: string): void;
  /** The callback on screen, after each change of it. */
  onSession(session: SessionView | null): void;
  onChange(listener: (view: AgentView) => void): () => void;
};

export type AgentServiceDeps = {
  store: Pick<Store, 'appendAgentEvent' | 'lastAgentEvent' | 'setting' | 'setSetting'>;
  phone: Pick<PhonePort, 'onEvent' | 'setDoNotDisturb' | 'reject' | 'answer'>;
  clock: Clock;
  timers: Pick<Timers, 'after'>;
  newId: NewId;
  log: Log;
  policy: ActivePhonePolicy;
  agentId: () => string;
  /** Heard by the agent when a call answers itself. */
  beep: () => void;
};

/**
 * Owns the agent's state. In a state that does not ring the phone is told not to disturb: the line stays
 * registered, so that the PBX hears 486 at once instead of ringing out, also off duty. A call that slips through
 * (the phone window was just loaded) is refused here.
 */
export const createAgentService = (deps: AgentServiceDeps): AgentService => {
  const { phone, clock, log } = deps;
  const { policy } = deps.policy;
  const listeners = new Set<(view: AgentView) => void>();
  /** Incoming calls that ring. */
  const ringing = new Set<string>();
  let state = startedSeat(clock.now());
  let cancelDeadline: () => void = () => undefined;
  const history = createAgentHistory(deps);

  const view = (): AgentView => agentView(state, deps.policy);
  const publish = (): void => {
    const now = view();
    for (const listener of listeners) listener(now);
  };

  const autoAnswer = createAutoAnswer({
    ...deps,
    policy,
    state: () => shownOf(state).state,
    otherCalls: (callId) =>
      state.calls.filter((call) => call.callId !== callId).length +
      [...ringing].filter((id) => id !== callId).length,
    onStopped: publish,
  });

  const warn =
    (event: string) =>
    (error: unknown): void =>
      log.warn(event, { reason: error instanceof Error ? error.message : 'unknown' });

  const tellPhone = (): void => {
    phone.setDoNotDisturb(!ringsNow(state, policy)).catch(warn('agent.do_not_disturb_failed'));
  };

  /** The wrap-up's end comes by a timer; a late one (sleep) only comes late. */
  const watchDeadline = (): void => {
    cancelDeadline();
    const { activity } = state;
    if (activity?.kind !== 'wrap_up' || activity.overTime) return;
    cancelDeadline = deps.timers.after(Math.max(0, activity.deadline - clock.now()), () => {
      apply({ type: 'time', at: Math.max(clock.now(), activity.deadline) }, 'system');
    });
  };

  const apply = (event: AgentEvent, by: 'person' | 'system'): void => {
    const before = state;
    state = nextAgentState(before, event, policy);
    if (state === before) return;
    const change = changeOf(before, state, event.at, by);
    if (change !== null) history.add(change);
    if (ringsNow(before, policy) !== ringsNow(state, policy)) tellPhone();
    watchDeadline();
    publish();
  };

  const takeIncoming = (call: CallSnapshot, party: CallParty): void => {
    if (ringing.has(call.callId)) return;
    if (!ringsNow(state, policy)) {
      log.info('agent.call_refused', { state: shownOf(state).state });
      phone.reject(call.callId, 'busy').catch((error: unknown) => {
        // The phone window refused it already and only reports whom the desk has missed.
        if (!(error instanceof AppError && error.code === 'no_call')) warn('agent.reject_failed')(error);
      });
      return;
    }
    ringing.add(call.callId);
    autoAnswer.decide(call.callId, party);
  };

  phone.onEvent((event) => {
    // A phone window that was loaded anew knows nothing of the agent's state.
    if (event.type === 'registration' && event.registration.state === 'registered') tellPhone();
    if (event.type !== 'call') return;
    const { call, party } = event;
    const at = clock.now();
    if (call.phase === 'incoming') {
      takeIncoming(call, party);
      return;
    }
    ringing.delete(call.callId);
    if (call.phase === 'talking' || call.phase === 'ended') autoAnswer.forget(call.callId);
    const what = call.phase === 'ended' ? 'ended' : call.phase === 'talking' ? 'answered' : 'up';
    apply({ type: 'call', at, callId: call.callId, call: what }, 'system');
  });

  return {
    start: () => history.start(),
    stop: () => {
      cancelDeadline();
      return history.stop();
    },
    view,
    state: () => state,
    ringsNow: () => ringsNow(state, policy),
    set: (chosen, reason) => {
      const { reasons } = policy.agentStates[chosen];
      if (reasons.length > 0 && reason === null) throw new AppError('reason_needed', 'reason');
      if (reason !== null && !reasons.some(({ id }) => id === reason))
        throw new AppError('bad_input', 'reason');
      apply({ type: 'chosen', at: clock.now(), state: chosen, reason }, 'person');
      return view();
    },
    seat: (what) => {
      const { chosen } = state;
      // A break goes on behind the lock.
      if (what === 'locked' && chosen.state !== 'ready') return;
      apply({ type: 'chosen', at: clock.now(), state: 'busy', reason: what }, 'system');
    },
    extendWrapUp: () => {
      apply({ type: 'extended', at: clock.now() }, 'person');
      return view();
    },
    finishWrapUp: () => {
      if (state.activity?.kind === 'wrap_up' && state.record !== 'none') throw new AppError('attempt_open');
      apply({ type: 'finished', at: clock.now() }, 'person');
      return view();
    },
    autoAnswer: (callId, party) => autoAnswer.decide(callId, party),
    stopAutoAnswer: (callId) => {
      autoAnswer.stop(callId);
    },
    onSession: (session) => {
      const record = session === null ? 'none' : session.phase === 'wrap_up' ? 'closing' : 'open';
      apply({ type: 'record', at: clock.now(), record }, 'system');
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
