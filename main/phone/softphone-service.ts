import type { QualityRules } from '../../core/call/quality.ts';
import type { CallEnding, CallParty, CallSnapshot, Registration } from '../../core/call/types.ts';
import type { WorkMode } from '../../core/callback/task.ts';
import type { SoftphoneState, TransferTarget } from '../../core/ipc/features/softphone.ts';
import type { Clock, NewId, PhonePort, Store } from '../../core/ports.ts';
import type { Log } from '../log/log.ts';
import type { SessionService } from '../session/session-service.ts';
import { softphoneActions } from './softphone-actions.ts';
import { callsUp, changed } from './softphone-calls.ts';
import { followPhone } from './softphone-events.ts';
import { createSoftphoneBook } from './softphone-state.ts';

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
  targetOf: (number: string, toColleague: boolean) => string;
  transferTargets: { get(): TransferTarget[]; set(targets: TransferTarget[]): void };
  canConference: () => boolean;
  /** The foreground call, or the callback's call that is over; for screens that show one call. */
  onCall: (call: CallSnapshot | null) => void;
  onState: (state: SoftphoneState) => void;
};

export type SoftphoneService = ReturnType<typeof createSoftphone>;

/** All calls of the seat: what the console, tray, hotkeys and headset see and do. */
export const createSoftphone = (deps: SoftphoneDeps) => {
  const { session, rules } = deps;
  const book = createSoftphoneBook(deps);
  const events = followPhone(deps, book);
  const { state, foreground, publish, onChange } = book;
  return {
    ...softphoneActions(deps, book, events),
    state,
    onChange,
    /** Tells the console again, after something outside the calls has changed. */
    publish,
    /** The foreground call, or the callback's own that is over. */
    call: (): CallSnapshot | null => foreground() ?? session.call(),
    anyUp: (): boolean => callsUp(book.calls()).length > 0,
    /** The agent's state has changed: what would have answered itself may now have to ring on. */
    agentChanged: (): void => {
      for (const { call, party, autoAnswerAt } of callsUp(book.calls())) {
        if (call.phase === 'incoming' && autoAnswerAt !== null)
          book.put(
            changed(book.calls(), call.callId, { autoAnswerAt: rules.autoAnswerAt(call.callId, party) }),
          );
      }
      publish();
    },
  };
};
