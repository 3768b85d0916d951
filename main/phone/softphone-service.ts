import type { CallKind } from '../../core/call/call-log.ts';
import { newOutgoingCall } from '../../core/call/call-machine.ts';
import { foregroundOf } from '../../core/call/foreground.ts';
import { handoverOf } from '../../core/call/handover.ts';
import { lookupDigits, shownParty } from '../../core/call/party-number.ts';
import { qualitySummary, type QualityRules } from '../../core/call/quality.ts';
import type { CallEnding, CallParty, CallSnapshot, Registration, Rejection } from '../../core/call/types.ts';
import type { WorkMode } from '../../core/callback/task.ts';
import type { CallView, SoftphoneState, TransferTarget } from '../../core/ipc/features/softphone.ts';
import type { Clock, NewId, PhoneEvent, PhonePort, Store } from '../../core/ports.ts';
import { AppError } from '../ipc/app-error.ts';
import type { Log } from '../log/log.ts';
import type { SessionService } from '../session/session-service.ts';
import { callsUp, changed, withCall, withStats, type KnownCall, type KnownCalls } from './softphone-calls.ts';

/** What the phone's policy data decides (resources/phone/policy.yaml). */
export type SoftphoneRules = {
  quality: QualityRules;
  /** Disposition for the way a call ended; null when none fits. */
  suggest(call: { ending: CallEnding; sipStatus: number | null; reasonCause: number | null }): string | null;
  /** Whether the person may dial a number that is on no task. */
  freeDialling(): boolean;
  /** UTC ms at which an incoming call answers itself, or null. */
  autoAnswerAt(callId: string, party: CallParty): number | null;
  stopAutoAnswer(callId: string): void;
};

export type SoftphoneDeps = {
  phone: PhonePort;
  session: SessionService;
  store: Store;
  clock: Clock;
  newId: NewId;
  log: Log;
  mode: () => WorkMode;
  agentId: () => string;
  registration: () => Registration;
  rules: SoftphoneRules;
  /** SIP URI of a typed number by the line in use. Throws `number_not_usable`. */
  targetOf: (number: string) => string;
  transferTargets: { get(): TransferTarget[]; set(targets: TransferTarget[]): void };
  canConference: () => boolean;
  /** The foreground call, or the callback's call that is over; for screens that show one call. */
  onCall: (call: CallSnapshot | null) => void;
  onState: (state: SoftphoneState) => void;
};

export type SoftphoneService = ReturnType<typeof createSoftphone>;

/** How many tasks of one number a screen pop shows. */
const mostTasks = 3;

/** All calls of the seat: what the console, tray, hotkeys and headset see and do. */
export const createSoftphone = (deps: SoftphoneDeps) => {
  const { phone, session, store, clock, log, rules } = deps;
  let calls: KnownCalls = new Map();
  /** What a call was dialled for, from before the phone window's first word of it. */
  const kinds = new Map<string, CallKind>();
  let lastFree: string | null = null;
  const listeners = new Set<(state: SoftphoneState) => void>();

  const viewOf = (known: KnownCall): CallView => ({
    call: known.call,
    party: {
      name: known.kind === 'callback' ? (session.view()?.customer.holderName ?? '') : known.party.displayName,
      number: shownParty(known.party.user),
    },
    tasks: [...known.tasks],
    handover:
      known.handover === null
        ? null
        : {
            taskId: known.handover.taskId,
            reason: known.handover.reason,
            answered: known.handover.answers.length,
          },
    callback: session.call()?.callId === known.call.callId,
    quality: known.quality.view,
    suggestedDisposition:
      known.call.ending === null
        ? null
        : rules.suggest({
            ending: known.call.ending,
            sipStatus: known.call.sipStatus,
            reasonCause: known.call.q850Cause,
          }),
    autoAnswerAt: known.autoAnswerAt,
  });

  const foreground = (): CallSnapshot | null => foregroundOf(callsUp(calls).map(({ call }) => call));

  const state = (): SoftphoneState => ({
    registration: deps.registration(),
    // The end of a callback's call is told on its own screen; closed with it, it is of no interest elsewhere.
    calls: [...calls.values()]
      .filter(
        ({ call, kind }) =>
          call.phase !== 'ended' || kind !== 'callback' || session.call()?.callId === call.callId,
      )
      .map(viewOf),
    foreground: foreground()?.callId ?? null,
    freeDialling: rules.freeDialling(),
    transferTargets: deps.transferTargets.get(),
    canConference: deps.canConference(),
  });

  const publish = (): void => {
    const now = state();
    deps.onState(now);
    deps.onCall(foreground() ?? session.call());
    for (const listener of listeners) listener(now);
  };

  const logFailure =
    (event: string) =>
    (error: unknown): void =>
      log.error(event, { reason: error instanceof Error ? error.message : 'unknown' });

  const writeLog = async ({ call, party, kind, quality }: KnownCall): Promise<void> => {
    await store.logCall({
      id: call.callId,
      mode: deps.mode(),
      agentId: deps.agentId(),
      kind,
      direction: call.direction,
      attemptId: session.attemptOf(call.callId),
      startedAt: call.startedAt,
      answeredAt: call.answeredAt,
      endedAt: call.endedAt ?? clock.now(),
      ending: call.ending ?? 'failed',
      sipStatus: call.sipStatus,
      numberMasked: shownParty(party.user),
      quality: qualitySummary(quality),
    });
  };

  /** Whom an incoming call is from, and what a robot says about it. */
  const lookUp = async (callId: string, party: CallParty): Promise<void> => {
    const search = async (text: string, limit: number) => {
      const { rows } = await store.taskPage({
        mode: deps.mode(),
        filter: 'all',
        search: text,
        offset: 0,
        limit,
        now: clock.now(),
        agentId: deps.agentId(),
      });
      return rows;
    };
    const digits = lookupDigits(party.user);
    const robot = handoverOf(party);
    const tasks = digits === null ? [] : await search(digits, mostTasks);
    const meant =
      robot === null
        ? null
        : ((await store.task(robot.task))?.row ??
          (await search(robot.task, mostTasks)).find(({ policyNo }) => policyNo === robot.task) ??
          null);
    const handover = robot !== null && meant !== null ? { ...robot, taskId: meant.id } : null;
    if (robot !== null && meant === null) log.warn('softphone.handover_unknown_task', {});
    const all =
      handover === null || meant === null ? tasks : [meant, ...tasks.filter(({ id }) => id !== meant.id)];
    calls = changed(calls, callId, { tasks: all.slice(0, mostTasks), handover });
    publish();
  };

  /** A call that nobody here dialled: somebody rings, the callback's own, or the leg to the PBX's conference. */
  const kindOf = (call: CallSnapshot): CallKind => {
    if (call.direction === 'incoming') return 'incoming';
    return session.attemptOf(call.callId) === null ? 'consult' : 'callback';
  };

  const takeEvent = (event: Extract<PhoneEvent, { type: 'call' }>): void => {
    const { call, party } = event;
    const before = calls.get(call.callId);
    const kind = kinds.get(call.callId) ?? kindOf(call);
    calls = withCall(calls, call, party, kind);
    const known = calls.get(call.callId);
    if (before === undefined && call.direction === 'incoming' && call.phase === 'incoming') {
      calls = changed(calls, call.callId, { autoAnswerAt: rules.autoAnswerAt(call.callId, party) });
      lookUp(call.callId, party).catch(logFailure('softphone.lookup_failed'));
    }
    if (
      call.phase === 'talking' &&
      before?.call.phase !== 'talking' &&
      known !== undefined &&
      known.handover !== null
    )
      takeOver(known);
    if (call.phase === 'ended' && before?.call.phase !== 'ended' && known !== undefined) {
      kinds.delete(call.callId);
      writeLog(known).catch(logFailure('softphone.call_not_logged'));
    }
    publish();
  };

  /** The robot's callback becomes this agent's: unless another one is still open, which the screen then says. */
  const takeOver = ({ call, handover }: KnownCall): void => {
    if (handover === null || session.view() !== null) return;
    session
      .takeUp({ taskId: handover.taskId, call, handover })
      .then(publish, logFailure('softphone.handover_failed'));
  };

  phone.onEvent((event) => {
    if (event.type === 'call') takeEvent(event);
    else if (event.type === 'stats') {
      calls = withStats(calls, event.callId, event.stats, rules.quality);
      publish();
    } else if (event.type === 'registration') publish();
  });

  const known = (callId: string): KnownCall => {
    const found = calls.get(callId);
    if (found === undefined || found.call.phase === 'ended') throw new AppError('no_call');
    return found;
  };

  /** A target that may be dialled: one of the list, or any where the role allows it (domain.md F22). */
  const allowed = (number: string): string => {
    const listed = deps.transferTargets.get().some((target) => target.number === number.trim());
    if (!listed && !rules.freeDialling()) throw new AppError('not_permitted', 'number');
    return deps.targetOf(number);
  };

  const dial = async (number: string, kind: CallKind): Promise<{ callId: string }> => {
    const target = allowed(number);
    if (deps.registration().state !== 'registered')
      throw new AppError('not_registered', null, { reason: deps.registration().state });
    const callId = deps.newId();
    kinds.set(callId, kind);
    const call = newOutgoingCall(callId, clock.now());
    calls = withCall(calls, call, { user: number, displayName: '', headers: {} }, kind);
    publish();
    try {
      await phone.dial({ callId, target, headers: [] });
    } catch (error) {
      // The phone's own account of the failure, if it came first, is the better one.
      if (calls.get(callId)?.call.phase === 'dialling')
        takeEvent({
          type: 'call',
          call: { ...call, phase: 'ended', ending: 'failed', endedAt: clock.now() },
          party: { user: number, displayName: '', headers: {} },
        });
      throw error;
    }
    return { callId };
  };

  return {
    state,
    foreground,
    /** The foreground call, or the callback's own that is over. */
    call: (): CallSnapshot | null => foreground() ?? session.call(),
    anyUp: (): boolean => callsUp(calls).length > 0,
    onChange: (listener: (state: SoftphoneState) => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Tells the console again, after something outside the calls has changed. */
    publish,
    /** The agent's state has changed: what would have answered itself may now have to ring on. */
    agentChanged: (): void => {
      for (const { call, party, autoAnswerAt } of callsUp(calls)) {
        if (call.phase === 'incoming' && autoAnswerAt !== null)
          calls = changed(calls, call.callId, { autoAnswerAt: rules.autoAnswerAt(call.callId, party) });
      }
      publish();
    },
    dial: async (number: string): Promise<{ callId: string }> => {
      if (callsUp(calls).length > 0) throw new AppError('call_in_progress');
      if (session.view() !== null) throw new AppError('attempt_open');
      lastFree = number;
      return dial(number, 'free');
    },
    redial: async (): Promise<{ callId: string }> => {
      if (lastFree === null) throw new AppError('not_found', 'number');
      if (callsUp(calls).length > 0) throw new AppError('call_in_progress');
      return dial(lastFree, 'free');
    },
    consult: (number: string) => dial(number, 'consult'),
    answer: (callId: string) => phone.answer(known(callId).call.callId),
    reject: (callId: string, rejection: Rejection) => phone.reject(known(callId).call.callId, rejection),
    hangUp: (callId: string) => phone.hangUp(known(callId).call.callId),
    setMuted: (callId: string, muted: boolean) => phone.setMuted(known(callId).call.callId, muted),
    setHeld: (callId: string, held: boolean) => phone.setHeld(known(callId).call.callId, held),
    swap: async (): Promise<void> => {
      const waiting = callsUp(calls).find(({ call }) => call.phase === 'talking' && call.held.local);
      if (waiting === undefined) throw new AppError('no_call');
      await phone.setHeld(waiting.call.callId, false);
    },
    sendDtmf: (callId: string, tones: string) => phone.sendDtmf(known(callId).call.callId, tones),
    transfer: async (callId: string, number: string): Promise<void> =>
      phone.transfer(known(callId).call.callId, allowed(number)),
    completeTransfer: (callId: string, consultCallId: string) =>
      phone.transferTo(known(callId).call.callId, known(consultCallId).call.callId),
    conference: async (): Promise<void> => {
      if (!deps.canConference()) throw new AppError('no_conference');
      await phone.conference();
    },
    stopAutoAnswer: (callId: string): void => {
      rules.stopAutoAnswer(callId);
      calls = changed(calls, callId, { autoAnswerAt: null });
      publish();
    },
    /** The callback of a task on a call that is up already: the customer rang, or a robot handed over. */
    takeUp: async (callId: string, taskId: string): Promise<void> => {
      const { call, handover } = known(callId);
      if (call.phase !== 'talking') throw new AppError('no_call');
      await session.takeUp({ taskId, call, handover: handover?.taskId === taskId ? handover : null });
      publish();
    },
    setTransferTargets: (targets: TransferTarget[]): SoftphoneState => {
      deps.transferTargets.set(targets);
      publish();
      return state();
    },
  };
};
