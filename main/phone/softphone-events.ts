import type { CallKind } from '../../core/call/call-log.ts';
import { shownParty } from '../../core/call/party-number.ts';
import { qualitySummary } from '../../core/call/quality.ts';
import type { CallSnapshot } from '../../core/call/types.ts';
import type { PhoneEvent } from '../../core/ports.ts';
import { createScreenPop } from './screen-pop.ts';
import { changed, withCall, withStats, type KnownCall } from './softphone-calls.ts';
import type { SoftphoneDeps } from './softphone-service.ts';
import type { SoftphoneBook } from './softphone-state.ts';

type CallEvent = Extract<PhoneEvent, { type: 'call' }>;

/** What follows when the phone says that something has happened to a call. */
export type SoftphoneEvents = {
  /** What a call is dialled for, told before the phone window's first word of it. */
  expect(callId: string, kind: CallKind): void;
  take(event: CallEvent): void;
};

/** Follows the phone: looks a caller up, takes over from a robot, writes the log of every call that ends. */
export const followPhone = (deps: SoftphoneDeps, book: SoftphoneBook): SoftphoneEvents => {
  const { phone, session, store, clock, log, rules } = deps;
  const kinds = new Map<string, CallKind>();
  const screenPop = createScreenPop(deps);

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

  /** A call that nobody here dialled: somebody rings, the callback's own, or the leg to the PBX's conference. */
  const kindOf = (call: CallSnapshot): CallKind => {
    if (call.direction === 'incoming') return 'incoming';
    return session.attemptOf(call.callId) === null ? 'consult' : 'callback';
  };

  /** The robot's callback becomes this agent's: unless another one is still open, which the screen then says. */
  const takeOver = ({ call, handover }: KnownCall): void => {
    if (handover === null || session.view() !== null) return;
    session
      .takeUp({ taskId: handover.taskId, call, handover })
      .then(book.publish, logFailure('softphone.handover_failed'));
  };

  const ringing = ({ call: { callId }, party }: CallEvent): void => {
    book.put(changed(book.calls(), callId, { autoAnswerAt: rules.autoAnswerAt(callId, party) }));
    screenPop(party).then((found) => {
      book.put(changed(book.calls(), callId, found));
      const known = book.calls().get(callId);
      // A quick hand answers before the store has looked up whose call it is.
      if (known?.call.phase === 'talking') takeOver(known);
      book.publish();
    }, logFailure('softphone.lookup_failed'));
  };

  const take = (event: CallEvent): void => {
    const { call, party } = event;
    const before = book.calls().get(call.callId);
    book.put(withCall(book.calls(), call, party, kinds.get(call.callId) ?? kindOf(call)));
    if (before === undefined && call.phase === 'incoming') ringing(event);
    const known = book.calls().get(call.callId);
    if (known !== undefined && call.phase !== before?.call.phase) {
      if (call.phase === 'talking') takeOver(known);
      if (call.phase === 'ended') {
        kinds.delete(call.callId);
        writeLog(known).catch(logFailure('softphone.call_not_logged'));
      }
    }
    book.publish();
  };

  phone.onEvent((event) => {
    if (event.type === 'call') take(event);
    else if (event.type === 'stats') {
      book.put(withStats(book.calls(), event.callId, event.stats, rules.quality));
      book.publish();
    } else if (event.type === 'registration') book.publish();
  });

  return {
    expect: (callId, kind) => {
      kinds.set(callId, kind);
    },
    take,
  };
};
