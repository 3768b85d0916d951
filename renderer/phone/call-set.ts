import { isForeground } from '../../core/call/call-machine.ts';
import { PhoneError } from '../sip/phone-error.ts';
import type { SipCall } from '../sip/sip-call.ts';

/** Two people on the line and a third who rings is what an agent can follow. */
const mostTalking = 2;

/** The calls of one desk, oldest first, and the rule that at most one of them is not on hold. */
export class CallSet {
  readonly #calls = new Map<string, SipCall>();
  #floor: Promise<unknown> = Promise.resolve();

  get all(): SipCall[] {
    return [...this.#calls.values()];
  }

  get talking(): SipCall[] {
    return this.all.filter((call) => call.snapshot.phase === 'talking');
  }

  get empty(): boolean {
    return this.#calls.size === 0;
  }

  /** Whether one more call may be set up, by this side or by a caller. */
  get hasRoom(): boolean {
    const talking = this.talking.length;
    return talking <= mostTalking && this.#calls.size === talking;
  }

  /** Whether one of the calls that ring may become a talk. */
  get mayTalk(): boolean {
    return this.talking.length < mostTalking;
  }

  add(call: SipCall): void {
    this.#calls.set(call.snapshot.callId, call);
  }

  remove(callId: string): void {
    this.#calls.delete(callId);
  }

  has(callId: string): boolean {
    return this.#calls.has(callId);
  }

  /** Throws PhoneError `no_call`. */
  get(callId: string): SipCall {
    const call = this.#calls.get(callId);
    if (call === undefined) throw new PhoneError('no_call');
    return call;
  }

  /** The call that goes with a session of the library, e.g. the one that an INVITE with Replaces names. */
  of(session: object): SipCall | null {
    return this.all.find((call) => call.session === session) ?? null;
  }

  /** What moves the voice from one call to another is done one after the other; two at once would both talk. */
  inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    const turn = this.#floor.then(task);
    this.#floor = turn.catch(() => undefined);
    return turn;
  }

  /** Puts every call on hold but this one. Throws PhoneError `refused_by_peer` when one cannot be held. */
  async holdOthers(callId: string): Promise<void> {
    for (const call of this.all) {
      if (call.snapshot.callId === callId || !isForeground(call.snapshot)) continue;
      try {
        await call.setHeld(true);
      } catch (error) {
        // Ended while it was asked: nothing is left to be held.
        if (!(error instanceof PhoneError) || error.code !== 'no_call') throw error;
      }
    }
  }
}
