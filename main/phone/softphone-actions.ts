import type { CallKind } from '../../core/call/call-log.ts';
import { newOutgoingCall } from '../../core/call/call-machine.ts';
import { isInternalNumber } from '../../core/call/phone-number.ts';
import type { Rejection } from '../../core/call/types.ts';
import type { SoftphoneState, TransferTarget } from '../../core/ipc/features/softphone.ts';
import { AppError } from '../ipc/app-error.ts';
import { callsUp, changed, withCall } from './softphone-calls.ts';
import type { SoftphoneEvents } from './softphone-events.ts';
import type { SoftphoneDeps } from './softphone-service.ts';
import type { SoftphoneBook } from './softphone-state.ts';

/** What a person can do with calls; everything is refused with a reason rather than ignored. */
export const softphoneActions = (deps: SoftphoneDeps, book: SoftphoneBook, events: SoftphoneEvents) => {
  const { phone, session, clock, rules, transferTargets } = deps;
  let lastFree: string | null = null;

  const isTarget = (number: string): boolean =>
    transferTargets.get().some((target) => target.number === number.trim());

  /** A target that may be dialled: one of the list, or any where the role allows it (domain.md F22). */
  const allowed = (number: string, toColleague: boolean): string => {
    if (!isTarget(number) && !rules.freeDialling()) throw new AppError('not_permitted', 'number');
    return deps.targetOf(number, toColleague);
  };
  const free = (): void => {
    if (callsUp(book.calls()).length > 0) throw new AppError('call_in_progress');
    if (session.view() !== null) throw new AppError('attempt_open');
  };

  const dial = async (number: string, kind: CallKind): Promise<{ callId: string }> => {
    const target = allowed(number, kind === 'consult');
    const { state } = deps.registration();
    if (state !== 'registered') throw new AppError('not_registered', null, { reason: state });
    const callId = deps.newId();
    events.expect(callId, kind);
    const call = newOutgoingCall(callId, clock.now());
    const party = { user: number, displayName: '', headers: {} };
    book.put(withCall(book.calls(), call, party, kind));
    book.publish();
    try {
      await phone.dial({ callId, target, headers: [] });
    } catch (error) {
      // The phone's own account of the failure, if it came first, is the better one.
      if (book.calls().get(callId)?.call.phase === 'dialling')
        events.take({
          type: 'call',
          call: { ...call, phase: 'ended', ending: 'failed', endedAt: clock.now() },
          party,
        });
      throw error;
    }
    return { callId };
  };

  const idOf = (callId: string): string => book.known(callId).call.callId;

  return {
    dial: async (number: string): Promise<{ callId: string }> => {
      free();
      lastFree = number;
      return dial(number, 'free');
    },
    redial: async (): Promise<{ callId: string }> => {
      if (lastFree === null) throw new AppError('not_found', 'number');
      free();
      return dial(lastFree, 'free');
    },
    /** A second call, so that there must be a first: without one it would be free dialling by another name. */
    consult: async (number: string): Promise<{ callId: string }> => {
      if (!callsUp(book.calls()).some(({ call }) => call.phase === 'talking')) throw new AppError('no_call');
      return dial(number, 'consult');
    },
    answer: (callId: string) => phone.answer(idOf(callId)),
    reject: (callId: string, rejection: Rejection) => phone.reject(idOf(callId), rejection),
    hangUp: (callId: string) => phone.hangUp(idOf(callId)),
    setMuted: (callId: string, muted: boolean) => phone.setMuted(idOf(callId), muted),
    setHeld: (callId: string, held: boolean) => phone.setHeld(idOf(callId), held),
    swap: async (): Promise<void> => {
      const waiting = callsUp(book.calls()).find(({ call }) => call.phase === 'talking' && call.held.local);
      if (waiting === undefined) throw new AppError('no_call');
      await phone.setHeld(waiting.call.callId, false);
    },
    sendDtmf: (callId: string, tones: string) => phone.sendDtmf(idOf(callId), tones),
    transfer: async (callId: string, number: string): Promise<void> =>
      phone.transfer(idOf(callId), allowed(number, true)),
    completeTransfer: (callId: string, consultCallId: string) =>
      phone.transferTo(idOf(callId), idOf(consultCallId)),
    conference: async (): Promise<void> => {
      if (!deps.canConference()) throw new AppError('no_conference');
      await phone.conference();
    },
    stopAutoAnswer: (callId: string): void => {
      rules.stopAutoAnswer(callId);
      book.put(changed(book.calls(), callId, { autoAnswerAt: null }));
      book.publish();
    },
    /** The callback of a task on a call that is up already: the customer rang, or a robot handed over. */
    takeUp: async (callId: string, taskId: string): Promise<void> => {
      const { call, handover } = book.known(callId);
      if (call.phase !== 'talking') throw new AppError('no_call');
      await session.takeUp({ taskId, call, handover: handover?.taskId === taskId ? handover : null });
      book.publish();
    },
    /**
     * Who may dial only tasks may list only colleagues: an outside number on the list would be a number of his own
     * to dial. What somebody else listed stays.
     */
    setTransferTargets: (targets: TransferTarget[]): SoftphoneState => {
      if (
        !rules.freeDialling() &&
        targets.some(({ number }) => !isTarget(number) && !isInternalNumber(number))
      )
        throw new AppError('not_permitted', 'transferTarget');
      transferTargets.set(targets);
      book.publish();
      return book.state();
    },
  };
};
