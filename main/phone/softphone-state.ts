import { foregroundOf } from '../../core/call/foreground.ts';
import { shownParty } from '../../core/call/party-number.ts';
import type { CallSnapshot } from '../../core/call/types.ts';
import type { CallView, SoftphoneState } from '../../core/ipc/features/softphone.ts';
import { AppError } from '../ipc/app-error.ts';
import { callsUp, type KnownCall, type KnownCalls } from './softphone-calls.ts';
import type { SoftphoneDeps } from './softphone-service.ts';

/** The calls of the seat as main holds them, and who is told when they change. */
export type SoftphoneBook = {
  calls(): KnownCalls;
  /** Replaces the calls; whoever changed them tells it with `publish` once all is said. */
  put(calls: KnownCalls): void;
  /** A call that is up. Throws `no_call`. */
  known(callId: string): KnownCall;
  state(): SoftphoneState;
  foreground(): CallSnapshot | null;
  publish(): void;
  onChange(listener: (state: SoftphoneState) => void): () => void;
};

/** Holds the calls and makes of them what the console may see: names of the work list, numbers masked. */
export const createSoftphoneBook = (deps: SoftphoneDeps): SoftphoneBook => {
  const { session, rules } = deps;
  let calls: KnownCalls = new Map();
  const listeners = new Set<(state: SoftphoneState) => void>();

  const viewOf = ({ call, party, kind, tasks, handover, quality, autoAnswerAt }: KnownCall): CallView => ({
    call,
    party: {
      name: kind === 'callback' ? (session.view()?.customer.holderName ?? '') : party.displayName,
      number: shownParty(party.user),
    },
    tasks: [...tasks],
    handover:
      handover === null
        ? null
        : { taskId: handover.taskId, reason: handover.reason, answered: handover.answers.length },
    callback: session.call()?.callId === call.callId,
    quality: quality.view,
    suggestedDisposition:
      call.ending === null
        ? null
        : rules.suggest({ ending: call.ending, sipStatus: call.sipStatus, reasonCause: call.q850Cause }),
    autoAnswerAt,
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

  return {
    calls: () => calls,
    put: (next) => {
      calls = next;
    },
    known: (callId) => {
      const found = calls.get(callId);
      if (found === undefined || found.call.phase === 'ended') throw new AppError('no_call');
      return found;
    },
    state,
    foreground,
    publish: () => {
      const now = state();
      deps.onState(now);
      deps.onCall(foreground() ?? session.call());
      for (const listener of listeners) listener(now);
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
