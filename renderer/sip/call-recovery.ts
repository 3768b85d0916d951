import type { Session } from 'sip.js';
import { careFor, careLimits, newCare, type CareMemory } from '../../core/call/recovery-rules.ts';
import type { CallEnding, CallSnapshot, MediaStats } from '../../core/call/types.ts';
import { MediaWatchdog } from './media-watchdog.ts';

/** What recovery needs of a call. */
export type RecoverableCall = {
  readonly snapshot: CallSnapshot;
  readonly session: Session;
  readonly peer: RTCPeerConnection | null;
  /** A re-INVITE after all earlier ones: true on 2xx. Ends the call by itself when the other side knows none. */
  recover(iceRestart: boolean): Promise<boolean>;
  setHealth(health: Partial<Pick<CallSnapshot, 'signalling' | 'media'>>): void;
  onStats(listener: (stats: MediaStats) => void): () => void;
  fail(ending: CallEnding): Promise<void>;
};

const tickMs = 250;

/**
 * Brings one call back after losses: executes core/call/recovery-rules.ts. A re-INVITE after a reconnect tells
 * the PBX where this end is now (target refresh, RFC 3261 section 12.2); with an ICE restart also the media
 * (RFC 8839 section 4.4.1.1.1).
 *
 * What production must see to, since no re-INVITE can mend it: rtpengine must not be given `DTLS=passive` in
 * answers only (ICE connects, DTLS never does), `a=ssrc` lines must be taken out where it transcodes (or the
 * audible stream is another than the one in the description), and the registrar must forget a binding with its
 * connection (Kamailio: `handle_lost_tcp`).
 */
export class CallRecovery {
  readonly #call: RecoverableCall;
  readonly #media: MediaWatchdog;
  readonly #ended: () => void;
  readonly #stopStats: () => void;
  readonly #timer: ReturnType<typeof setInterval>;
  #memory: CareMemory = newCare(performance.now());
  #up: boolean;
  #over = false;

  /** `ended` is called once, when the call is over. */
  constructor(call: RecoverableCall, up: boolean, ended: () => void) {
    this.#call = call;
    this.#up = up;
    this.#ended = ended;
    this.#media = new MediaWatchdog(
      () => performance.now(),
      () => this.look(),
    );
    this.#stopStats = call.onStats((stats) => this.#media.sampled(stats));
    this.#timer = setInterval(() => this.look(), tickMs);
  }

  get call(): RecoverableCall {
    return this.#call;
  }

  /** The way to the PBX is there again, or gone. */
  signalling(up: boolean): void {
    this.#up = up;
    const now = performance.now();
    const blip = now - this.#memory.changedAt < careLimits.blip && this.#call.snapshot.phase === 'incoming';
    const back = { changedAt: now, failures: 0, ...(blip ? { stale: false } : {}) };
    this.#remember(up ? back : { stale: true, changedAt: now });
    this.look();
  }

  networkChanged(): void {
    this.#remember({ moved: true, restarts: 0, restartedAt: -Infinity });
  }

  /** The other side sent a re-INVITE: whatever target it had, it has ours now. */
  peerAsked(): void {
    this.#remember({ peerAskedAt: performance.now() });
  }

  /** A re-INVITE without a cause in the network, e.g. for a session timer; false when nobody confirmed it. */
  async refresh(): Promise<boolean> {
    return this.#ask(false);
  }

  /** Judges the call now. */
  look(): void {
    if (this.#over) return;
    const { snapshot } = this.#call;
    if (snapshot.phase === 'ended') return this.close();
    if (snapshot.phase === 'talking') this.#media.watch(this.#call.peer);
    this.#media.setHeld(snapshot.held.local || snapshot.held.remote);
    const { phase, direction } = snapshot;
    const facts = { now: performance.now(), phase, direction, up: this.#up, ...this.#media.facts() };
    const { signalling, media, action, memory } = careFor(facts, this.#memory);
    this.#memory = memory;
    if (signalling !== snapshot.signalling || media !== snapshot.media)
      this.#call.setHealth({ signalling, media });
    if (action === 'end') void this.#call.fail('network');
    else if (action !== 'none') void this.#ask(action === 'restart');
  }

  close(): void {
    if (this.#over) return;
    this.#over = true;
    clearInterval(this.#timer);
    this.#stopStats();
    this.#media.close();
    this.#ended();
  }

  async #ask(iceRestart: boolean): Promise<boolean> {
    const { changedAt } = this.#memory;
    this.#remember({ asking: true });
    const answered = await this.#call.recover(iceRestart).catch(() => false);
    // Lost again meanwhile: the answer belongs to the connection before.
    const current = changedAt === this.#memory.changedAt;
    const { failures } = this.#memory;
    if (answered && current) this.#remember({ asking: false, stale: false, moved: false, failures: 0 });
    else
      this.#remember({
        asking: false,
        ...(current ? { failures: failures + 1, failedAt: performance.now() } : {}),
      });
    this.look();
    return answered;
  }

  #remember(change: Partial<CareMemory>): void {
    this.#memory = { ...this.#memory, ...change };
  }
}
