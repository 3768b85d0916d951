import { Core, type UserAgent } from 'sip.js';
import type { RecoverableCall } from '../call-recovery.ts';

type Farewell = { dialog: Core.SessionDialog; at: number };

/**
 * After so long the far end has given up by itself: session timers and media relays end a dead call within
 * minutes, and a BYE into an old dialog would only be refused.
 */
const worthwhileMs = 30 * 60_000;

/**
 * BYEs that nobody confirmed. An agent who hangs up while the line is down is done with the call, but the
 * customer's telephone would stay in it; as soon as the line is back the BYE is said again.
 */
export class Farewells {
  readonly #agent: UserAgent;
  readonly #unconfirmed = new Map<string, Farewell>();
  readonly #confirmed = new Set<string>();

  constructor(agent: UserAgent) {
    this.#agent = agent;
  }

  /** A call is over. Those that the other side ended need no BYE. */
  ended(callId: string, { session, snapshot }: RecoverableCall): void {
    const ours = snapshot.ending === 'local_hangup' || snapshot.ending === 'network';
    const { dialog } = session;
    if (
      !this.#confirmed.delete(callId) &&
      ours &&
      dialog instanceof Core.SessionDialog &&
      snapshot.answeredAt !== null
    )
      this.#unconfirmed.set(callId, { dialog, at: performance.now() });
  }

  /** A BYE was answered; a 481 is as good as a 200. */
  confirmed(callId: string): void {
    // The answer may come before the call says that it is over.
    if (!this.#unconfirmed.delete(callId)) this.#confirmed.add(callId);
  }

  /** The line is back. */
  repeat(): void {
    for (const [callId, { dialog, at }] of [...this.#unconfirmed]) {
      if (performance.now() - at > worthwhileMs) this.#unconfirmed.delete(callId);
      else if (this.#agent.isConnected()) new Core.ByeUserAgentClient(dialog);
    }
  }
}
