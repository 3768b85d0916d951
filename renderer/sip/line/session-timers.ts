import type { Invitation } from 'sip.js';
import {
  agreedByAnswer,
  agreedByUs,
  deadAfterMs,
  leastSessionS,
  readSessionExpires,
  refreshAfterMs,
  type SessionTimer,
} from '../../../core/call/session-timer.ts';
import { readHead, withHeaders, type MessageHead } from './message-text.ts';

/** What the timer of a call asks of it. */
export type TimedCall = {
  /** A re-INVITE is due. */
  refresh: () => void;
  /** The other side did not refresh in time: the dialog is dead (RFC 4028 section 10). */
  expired: () => void;
};

type Dialog = {
  timer: SessionTimer | null;
  call: TimedCall | null;
  /** The peer's last INVITE, until it is answered. */
  asked: MessageHead | null;
  due: ReturnType<typeof setTimeout>[];
};

/**
 * Session timers (RFC 4028) around SIP.js, which has none: the headers are added to INVITEs and their answers
 * on their way out, and read from those that come in. Refreshes are re-INVITEs; SIP.js does not know UPDATE and
 * does not allow it, so the other side uses re-INVITEs too. A call's own Session-Expires is renegotiated with
 * every re-INVITE, whatever it was sent for.
 */
export class SessionTimers {
  readonly #wantedS: number | null;
  readonly #dialogs = new Map<string, Dialog>();
  /** The longest Min-SE that a 422 asked for. */
  #minS = 0;

  /** `wantedS` null: only what others ask for. */
  constructor(wantedS: number | null) {
    this.#wantedS = wantedS;
  }

  /** Refuses an INVITE whose interval is below the least one: 422 with Min-SE (section 9). */
  acceptable(invitation: Invitation): boolean {
    const head = readHead(invitation.request.data);
    const asked = readSessionExpires(head?.header('session-expires') ?? null);
    if (asked === null || asked.expiresS >= leastSessionS || !supportsTimer(head)) return true;
    void invitation.reject({ statusCode: 422, extraHeaders: [`Min-SE: ${leastSessionS}`] });
    return false;
  }

  /** Watches a call from now on; call the result when it has ended. */
  watch(callId: string, call: TimedCall): () => void {
    this.#of(callId).call = call;
    this.#arm(callId);
    return () => this.#forget(callId);
  }

  /** A message that goes out, with the headers it needs. */
  sending(message: string): string {
    if (!/^INVITE |^SIP\/2\.0 2/.test(message)) return message;
    const head = readHead(message);
    if (head === null || head.cseqMethod !== 'INVITE') return message;
    return head.status === null ? this.#askFor(message, head) : this.#agree(message, head);
  }

  /** A message that came in, before SIP.js sees it. */
  received(message: string): void {
    if (!/^INVITE |^SIP\/2\.0 (?:2|422)/.test(message)) return;
    const head = readHead(message);
    if (head === null || head.cseqMethod !== 'INVITE') return;
    if (head.method === 'INVITE') this.#of(head.callId).asked = head;
    else if (head.status === 422) this.#minS = Math.max(this.#minS, Number(head.header('min-se') ?? 0) || 0);
    else {
      this.#of(head.callId).timer = agreedByAnswer(head.header('session-expires'));
      this.#arm(head.callId);
    }
  }

  close(): void {
    for (const callId of [...this.#dialogs.keys()]) this.#forget(callId);
  }

  #askFor(message: string, head: MessageHead): string {
    const timer = head.inDialog ? (this.#dialogs.get(head.callId)?.timer ?? null) : null;
    const wantedS = timer?.expiresS ?? (head.inDialog ? null : this.#wantedS);
    if (wantedS === null) return message;
    const refresher = timer === null ? '' : `;refresher=${timer.ours ? 'uac' : 'uas'}`;
    return withHeaders(message, [
      `Session-Expires: ${Math.max(wantedS, this.#minS, leastSessionS)}${refresher}`,
      `Min-SE: ${Math.max(this.#minS, leastSessionS)}`,
    ]);
  }

  #agree(message: string, head: MessageHead): string {
    const dialog = this.#of(head.callId);
    const { asked } = dialog;
    if (asked?.cseq !== head.cseq) return message;
    const supported = supportsTimer(asked);
    const timer = agreedByUs({
      sessionExpires: asked.header('session-expires'),
      supported,
      wantedS: this.#wantedS,
      minS: Number(asked.header('min-se') ?? 0) || 0,
    });
    dialog.timer = timer;
    this.#arm(head.callId);
    if (timer === null) return message;
    const lines = [`Session-Expires: ${timer.expiresS};refresher=${timer.ours ? 'uas' : 'uac'}`];
    return withHeaders(message, timer.ours ? lines : [...lines, 'Require: timer']);
  }

  #arm(callId: string): void {
    const dialog = this.#of(callId);
    for (const due of dialog.due) clearTimeout(due);
    dialog.due = [];
    const { timer, call } = dialog;
    if (timer === null || call === null) return;
    if (timer.ours) dialog.due.push(setTimeout(call.refresh, refreshAfterMs(timer)));
    dialog.due.push(setTimeout(call.expired, deadAfterMs(timer)));
  }

  #of(callId: string): Dialog {
    const known = this.#dialogs.get(callId);
    if (known !== undefined) return known;
    const dialog: Dialog = { timer: null, call: null, asked: null, due: [] };
    this.#dialogs.set(callId, dialog);
    // An INVITE that nobody follows (refused while busy) must not be remembered for ever.
    if (this.#dialogs.size > mostDialogs) this.#sweep();
    return dialog;
  }

  #sweep(): void {
    for (const [callId, { call }] of this.#dialogs) {
      if (call === null && this.#dialogs.size > mostDialogs / 2) this.#forget(callId);
    }
  }

  #forget(callId: string): void {
    for (const due of this.#dialogs.get(callId)?.due ?? []) clearTimeout(due);
    this.#dialogs.delete(callId);
  }
}

const mostDialogs = 64;

const supportsTimer = (head: MessageHead | null): boolean =>
  (head?.header('supported') ?? '').split(',').some((tag) => tag.trim().toLowerCase() === 'timer');
