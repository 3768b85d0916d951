import { SessionState, type Session, type Web } from 'sip.js';
import { mediaDirection, type MediaDirection } from './media-direction.ts';
import { peerConnectionOf } from './peer-connection.ts';

export type Reoffer = {
  /** Offer `sendonly` instead of `sendrecv`. */
  hold: () => boolean;
  iceRestart?: boolean;
};

export type ReofferOutcome =
  | { accepted: true; answer: MediaDirection | null }
  /** `heard` = the other side said so itself; otherwise nobody answered and `status` is made up here. */
  | { accepted: false; status: number; heard: boolean; again?: boolean };

/** Tries before a glare (491) is told as a refusal. */
const glareTries = 5;
/** Main waits 15 s for a command; a peer that is silent for so long will not answer the re-INVITE either. */
const answerPatienceMs = 10_000;
/** An ACK to our answer is due within a round trip, even a bad one. */
const ackPatienceMs = 8_000;

/**
 * All re-INVITEs of one call, one after another. SIP.js refuses a second one while one is out, loses its own
 * offer when the other side's arrives in between, and knows no way back from a 491 (RFC 3261 section 14.1).
 */
export class ReinviteQueue {
  readonly #session: Session;
  /** Whether this side owns the Call-ID, which decides who waits longer after a glare. */
  readonly #caller: boolean;
  readonly #random: () => number;
  #tail: Promise<unknown> = Promise.resolve();
  #offering = false;
  #outstanding: object | null = null;
  #settle: ((outcome: ReofferOutcome) => void) | null = null;
  #remoteDone: Promise<void> = Promise.resolve();
  #endRemote: () => void = () => undefined;
  #timers = new Set<{ timer: ReturnType<typeof setTimeout>; wake: () => void }>();
  #closed = false;

  constructor(session: Session, caller: boolean, random: () => number) {
    this.#session = session;
    this.#caller = caller;
    this.#random = random;
  }

  /** An offer of ours is being made or waits for its answer: the other side's must wait (491). */
  get offering(): boolean {
    return this.#offering;
  }

  /** Sends a re-INVITE when all earlier ones are answered. Never rejects. */
  run(offer: Reoffer): Promise<ReofferOutcome> {
    const turn = this.#tail.then(() => this.#send(offer));
    this.#tail = turn;
    return turn;
  }

  /**
   * The other side's offer is being answered; ours wait until `remoteEnds`. SIP.js refuses an offer before the
   * ACK, and when the ACK of the first answer crosses an offer it ends the call with 488.
   */
  remoteBegins(): void {
    const answered = new Promise<void>((resolve) => (this.#endRemote = resolve));
    this.#remoteDone = Promise.race([answered, this.#after(ackPatienceMs)]);
  }

  /** It was refused, or our answer was confirmed by the ACK. */
  remoteEnds(): void {
    this.#endRemote();
  }

  /** The connection is gone over which the answer would come: the re-INVITE that is out has failed. */
  abandon(): void {
    giveUpRequest(this.#outstanding);
  }

  /** The call is over. */
  close(): void {
    this.#closed = true;
    this.#settle?.({ accepted: false, status: 481, heard: false });
    this.#endRemote();
    for (const { timer, wake } of this.#timers) {
      clearTimeout(timer);
      wake();
    }
    this.#timers.clear();
  }

  async #send(offer: Reoffer): Promise<ReofferOutcome> {
    for (let attempt = 1; ; attempt++) {
      await this.#remoteDone;
      if (this.#closed || this.#session.state !== SessionState.Established)
        return { accepted: false, status: 481, heard: false };
      this.#offering = true;
      const outcome = await this.#once(offer.hold(), offer.iceRestart === true);
      this.#offering = false;
      if (outcome.accepted || outcome.again !== true || attempt === glareTries) return outcome;
      await this.#after(glareDelayMs(this.#caller, this.#random()));
    }
  }

  #once(hold: boolean, iceRestart: boolean): Promise<ReofferOutcome> {
    const session = this.#session;
    const options: Web.SessionDescriptionHandlerOptions = { hold, offerOptions: { iceRestart } };
    offerBothWays(peerConnectionOf(session));
    return new Promise((resolve) => {
      const patience = setTimeout(() => {
        if (this.#outstanding === null) this.#settle?.({ accepted: false, status: 408, heard: false });
        else this.abandon();
      }, answerPatienceMs);
      const settle = (outcome: ReofferOutcome): void => {
        if (this.#settle !== settle) return;
        clearTimeout(patience);
        this.#settle = null;
        this.#outstanding = null;
        resolve(outcome);
      };
      this.#settle = settle;
      session
        .invite({
          sessionDescriptionHandlerOptions: options,
          requestDelegate: {
            onAccept: ({ message }) => {
              // A broken answer has ended the session before this is called.
              if (session.state !== SessionState.Established)
                settle({ accepted: false, status: 488, heard: false });
              else settle({ accepted: true, answer: mediaDirection(message.body) });
            },
            onReject: ({ message }) =>
              settle({
                accepted: false,
                status: message.statusCode ?? 500,
                // SIP.js makes up a bare 408 or 503 itself when there was no answer at all.
                heard: message.hasHeader('via'),
                // A glare, or the other side is still at the offer before (RFC 3261 section 14.2).
                again:
                  message.statusCode === 491 ||
                  (message.statusCode === 500 && message.hasHeader('retry-after')),
              }),
          },
        })
        .then((request) => {
          if (this.#settle === settle) this.#outstanding = request;
        })
        .catch(async () => {
          // The offer was made and never sent: the connection must not wait for its answer.
          await session.sessionDescriptionHandler?.rollbackDescription?.().catch(() => undefined);
          settle({ accepted: false, status: 500, heard: false });
        });
    });
  }

  #after(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const entry = {
        timer: setTimeout(() => {
          this.#timers.delete(entry);
          resolve();
        }, ms),
        wake: resolve,
      };
      this.#timers.add(entry);
    });
  }
}

/**
 * Milliseconds to wait after a 491: 2.1 to 4 s for the side that began the call, up to 2 s for the other, in
 * steps of 10 ms (RFC 3261 section 14.1).
 */
export const glareDelayMs = (caller: boolean, random: number): number =>
  caller ? 2_100 + Math.floor(random * 191) * 10 : Math.floor(random * 201) * 10;

/**
 * SIP.js derives the next direction from the last one: after both sides have held it would offer `recvonly`
 * for ever. Each offer says what this side itself wants; hold turns it into `sendonly`.
 */
function offerBothWays(peer: RTCPeerConnection | null): void {
  for (const transceiver of peer?.getTransceivers() ?? []) {
    const audio = transceiver.receiver.track.kind === 'audio';
    if (audio && transceiver.direction !== 'stopped' && transceiver.direction !== 'sendrecv')
      transceiver.direction = 'sendrecv';
  }
}

/**
 * Ends a request as its own timer would after 32 s. SIP.js has no public way: `onRequestTimeout` is the hook
 * of that timer, and `dispose` stops it so that it does not fire into a later request.
 */
function giveUpRequest(request: object | null): void {
  if (request === null || !('onRequestTimeout' in request) || !('dispose' in request)) return;
  const { onRequestTimeout, dispose } = request;
  if (typeof onRequestTimeout !== 'function' || typeof dispose !== 'function') return;
  Reflect.apply(onRequestTimeout, request, []);
  Reflect.apply(dispose, request, []);
}
