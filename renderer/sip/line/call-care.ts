import { Invitation, Inviter, type UserAgent } from 'sip.js';
import { CallRecovery, type RecoverableCall } from '../call-recovery.ts';
import { Farewells } from './farewells.ts';
import { readHead } from './message-text.ts';
import type { SessionTimers } from './session-timers.ts';

export type CallCareOptions = {
  agent: UserAgent;
  timers: SessionTimers;
  /** The number of calls that are up or being set up. */
  onCount: (count: number) => void;
};

/** All calls of a line, each with its recovery and its session timer. */
export class CallCare {
  readonly #options: CallCareOptions;
  readonly #farewells: Farewells;
  readonly #calls = new Map<string, CallRecovery>();
  #up = false;

  constructor(options: CallCareOptions) {
    this.#options = options;
    this.#farewells = new Farewells(options.agent);
  }

  follow(call: RecoverableCall): void {
    const { timers, onCount } = this.#options;
    const callId = callIdOf(call);
    const recovery = new CallRecovery(call, this.#up, () => {
      stopTimer();
      this.#calls.delete(callId);
      this.#farewells.ended(callId, call);
      onCount(this.#calls.size);
    });
    const stopTimer = timers.watch(callId, {
      refresh: () => void recovery.refresh(),
      expired: () => void this.#expired(recovery),
    });
    this.#calls.set(callId, recovery);
    onCount(this.#calls.size);
  }

  /** The way to the PBX is there again, or gone. */
  signalling(up: boolean): void {
    this.#up = up;
    if (up) this.#farewells.repeat();
    for (const recovery of [...this.#calls.values()]) recovery.signalling(up);
  }

  networkChanged(): void {
    for (const recovery of this.#calls.values()) recovery.networkChanged();
  }

  /** A frame that came in. */
  received(frame: string): void {
    if (!/^INVITE |^SIP\/2\.0 /.test(frame)) return;
    const head = readHead(frame);
    if (head === null) return;
    if (head.method === 'INVITE' && head.inDialog) this.#calls.get(head.callId)?.peerAsked();
    if (head.cseqMethod === 'BYE' && head.status !== null && head.status >= 200)
      this.#farewells.confirmed(head.callId);
  }

  async hangUpAll(): Promise<void> {
    await Promise.all(
      [...this.#calls.values()].map(({ call }) => call.fail('local_hangup').catch(() => undefined)),
    );
  }

  close(): void {
    for (const recovery of [...this.#calls.values()]) recovery.close();
  }

  /**
   * The other side did not refresh its session in time. It is asked once more, for a PBX may only have lost its
   * timer; without an answer the call ends with a BYE (RFC 4028 section 10). While the signalling is lost, the
   * re-INVITE after it decides.
   */
  async #expired(recovery: CallRecovery): Promise<void> {
    if (!this.#up) return;
    if (!(await recovery.refresh()) && this.#up) await recovery.call.fail('network');
  }
}

/** Call-ID of the INVITE: what all requests of the call carry. */
const callIdOf = ({ session }: RecoverableCall): string =>
  session instanceof Inviter || session instanceof Invitation ? session.request.callId : session.id;
