import type { Notification, Session, URI } from 'sip.js';
import type { TransferState } from '../../core/call/types.ts';
import { PhoneError } from './phone-error.ts';

/** A target may ring for a minute; a PBX that says nothing for longer has forgotten the transfer. */
const patienceMs = 90_000;

/** Refer-To of a blind transfer. In brackets, for a comma, semicolon or question mark in the address. */
export const blindTarget = (uri: URI): string => `<${uri.toString()}>`;

/** Refer-To of an attended transfer: the other call's far end, to be taken over (RFC 3891). Null before its answer. */
export function attendedTarget({ dialog }: Session): string | null {
  if (dialog === undefined) return null;
  const { callId, remoteTag, localTag } = dialog;
  const replaces = encodeURIComponent(`${callId};to-tag=${remoteTag};from-tag=${localTag}`);
  const target = dialog.remoteTarget.clone();
  target.clearHeaders();
  return `<${target.toString()}?Replaces=${replaces}>`;
}

/** The status in a `message/sipfrag` body (RFC 3420), or null when it holds none. */
export function sipfragStatus(body: string): number | null {
  const found = /^\s*SIP\/2\.0\s+([1-6]\d\d)\b/.exec(body);
  return found?.[1] === undefined ? null : Number(found[1]);
}

/** One call's transfers: asks with REFER and follows the NOTIFYs (RFC 3515, RFC 5589). */
export class Transfer {
  readonly #session: Session;
  readonly #onState: (state: TransferState) => void;
  #kind: TransferState['kind'] = 'blind';
  #running = false;
  #accepted = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(session: Session, onState: (state: TransferState) => void) {
    this.#session = session;
    this.#onState = onState;
  }

  get running(): boolean {
    return this.#running;
  }

  /** Resolves when the REFER was accepted. Throws PhoneError `call_in_progress` or `refused_by_peer`. */
  async start(kind: TransferState['kind'], referTo: string): Promise<void> {
    if (this.#running) throw new PhoneError('call_in_progress');
    this.#kind = kind;
    this.#running = true;
    this.#accepted = false;
    this.#tell('asked', null);
    this.#timer = setTimeout(() => this.#end('failed', null), patienceMs);
    const status = await this.#refer(referTo);
    if (status < 300) {
      this.#accepted = true;
      this.#progress('trying', status);
      return;
    }
    this.#end('failed', status);
    throw new PhoneError('refused_by_peer', undefined, status);
  }

  /** A NOTIFY came inside the call. */
  notified(notification: Notification): void {
    void notification.accept();
    const { request } = notification;
    if (!/^refer\b/i.test(request.getHeader('event') ?? '')) return;
    const status = sipfragStatus(request.body);
    const over = /^\s*terminated\b/i.test(request.getHeader('subscription-state') ?? '');
    if (status === null) {
      if (over) this.#end('failed', null);
    } else if (status >= 300) this.#end('failed', status);
    else if (status >= 200) this.#end('done', status);
    // Some telephones, SIP.js among them, call each subscription terminated; 1xx is progress all the same.
    else this.#progress(status >= 180 ? 'ringing' : 'trying', status);
  }

  /** The call is over. A PBX that took the customer away by BYE has made the transfer without saying so. */
  close(byOtherSide: boolean): void {
    if (this.#running) this.#end(byOtherSide && this.#accepted ? 'done' : 'failed', null);
  }

  #refer(referTo: string): Promise<number> {
    const { dialog, userAgent } = this.#session;
    if (dialog === undefined) return Promise.resolve(481);
    return new Promise((resolve) => {
      const told = ({ message }: { message: { statusCode?: number | undefined } }): void =>
        resolve(message.statusCode ?? 500);
      try {
        dialog.refer(
          { onAccept: told, onRedirect: told, onReject: told },
          {
            extraHeaders: [
              `Refer-To: ${referTo}`,
              `Referred-By: <${userAgent.configuration.uri.toString()}>`,
              `Contact: ${userAgent.contact.toString()}`,
            ],
          },
        );
      } catch {
        resolve(481);
      }
    });
  }

  #progress(state: 'trying' | 'ringing', status: number): void {
    if (this.#running) this.#tell(state, status);
  }

  #end(state: 'done' | 'failed', status: number | null): void {
    if (!this.#running) return;
    this.#running = false;
    clearTimeout(this.#timer);
    this.#tell(state, status);
  }

  #tell(state: TransferState['state'], sipStatus: number | null): void {
    this.#onState({ kind: this.#kind, state, sipStatus });
  }
}
