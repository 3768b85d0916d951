import { SessionState, type Session } from 'sip.js';

/** Whether an offer of ours is under way, and who is told of the other side's. */
type Offers = { readonly offering: boolean; remoteBegins(): void };

/**
 * Stands before SIP.js' handlers of the requests inside a call and mends two things it does wrong:
 *
 * - Between the 200 and the end of the media's set-up (some milliseconds of WebRTC) it drops what comes in
 *   without an answer. A BYE in that gap would leave a call that only this side believes in; a re-INVITE would
 *   hang for 32 s. Here they wait until the call is up.
 * - A re-INVITE that comes while our own offer is being made (before it is sent) would be taken for its answer.
 *   Here it gets 491 (RFC 3261 section 14.2).
 *
 * To be called as soon as the dialog has handlers: when the answer is about to be set, and when the call is up.
 */
export class DialogGuard {
  readonly #session: Session;
  readonly #offers: Offers;
  #guarded: object | undefined;
  #waiting: (() => void)[] = [];

  constructor(session: Session, offers: Offers) {
    this.#session = session;
    this.#offers = offers;
  }

  /** Wraps the handlers once; later calls change nothing. */
  install(): void {
    const { dialog } = this.#session;
    const handlers = dialog?.delegate;
    if (dialog === undefined || handlers === undefined || handlers === this.#guarded) return;
    const { onInvite } = handlers;
    const guarded = {
      ...handlers,
      onBye: this.#whenUp(handlers.onBye),
      onInfo: this.#whenUp(handlers.onInfo),
      onNotify: this.#whenUp(handlers.onNotify),
      onRefer: this.#whenUp(handlers.onRefer),
      onInvite: this.#whenUp<Parameters<NonNullable<typeof onInvite>>[0]>((request) => {
        if (this.#offers.offering) {
          request.reject({ statusCode: 491 });
          return;
        }
        this.#offers.remoteBegins();
        onInvite?.(request);
      }),
    };
    this.#guarded = guarded;
    dialog.delegate = guarded;
  }

  /** The call is up: what waited is handled in its order. */
  release(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    // SIP.js is still inside its change of state.
    queueMicrotask(() => {
      for (const handle of waiting) handle();
    });
  }

  #whenUp<Request>(
    handle: ((request: Request) => void) | undefined,
  ): ((request: Request) => void) | undefined {
    if (handle === undefined) return undefined;
    return (request) => {
      if (this.#session.state === SessionState.Establishing) this.#waiting.push(() => handle(request));
      else handle(request);
    };
  }
}
