import type { Session } from 'sip.js';
import type { SipAccount } from '../../core/call/account.ts';
import { peerConnectionOf } from './peer-connection.ts';
import { PhoneError } from './phone-error.ts';

/** Exchanges hear nothing shorter than 40 ms; voice menus want more (ITU-T Q.24, RFC 4733 section 2.3.5). */
const toneMs = 160;
const gapMs = 70;
/** A comma, as in a modem's dial string; WebRTC counts the same. */
const pauseMs = 2_000;
/** Main waits 15 s for a command. A long string goes on after that without anybody waiting for it. */
const patienceMs = 10_000;

/** An agent may press a key in the moment of the answer, before the media is encrypted (RFC 5763). */
const readyMs = 2_000;
const lookMs = 20;

/** The keys of one call, in the order in which they were pressed. */
export class DtmfSender {
  readonly #session: Session;
  readonly #mode: SipAccount['dtmf'];
  #tail: Promise<unknown> = Promise.resolve();
  #closed = false;
  readonly #timers = new Map<ReturnType<typeof setTimeout>, () => void>();

  constructor(session: Session, mode: SipAccount['dtmf']) {
    this.#session = session;
    this.#mode = mode;
  }

  /** Throws PhoneError `refused_by_peer` (with the status of a refused INFO) or `no_call`. */
  async send(tones: string): Promise<void> {
    const sent = this.#tail.then(() => this.#play(tones));
    this.#tail = sent.catch(() => undefined);
    const waited = this.#after(patienceMs);
    try {
      await Promise.race([sent, waited.done]);
    } finally {
      waited.cancel();
    }
  }

  close(): void {
    this.#closed = true;
    for (const [timer, wake] of this.#timers) {
      clearTimeout(timer);
      wake();
    }
    this.#timers.clear();
  }

  async #play(tones: string): Promise<void> {
    const sender = this.#mode === 'info' ? null : await this.#eventSender();
    if (sender !== null) return this.#playEvents(sender, tones);
    if (this.#mode === 'rfc4733') throw new PhoneError('refused_by_peer');
    for (const tone of tones) {
      if (this.#closed) throw new PhoneError('no_call');
      if (tone === ',') {
        await this.#after(pauseMs).done;
        continue;
      }
      await this.#inform(tone);
      await this.#after(gapMs).done;
    }
  }

  /** The sender of events; null where they were not agreed. Agreed ones can be sent once DTLS is through. */
  async #eventSender(): Promise<RTCDTMFSender | null> {
    const peer = peerConnectionOf(this.#session);
    const agreed = /^a=rtpmap:\d+ telephone-event\//im.test(peer?.remoteDescription?.sdp ?? '');
    for (let waitedMs = 0; ; waitedMs += lookMs) {
      const sender = telephoneEvents(this.#session);
      if (sender !== null || !agreed || this.#closed || waitedMs >= readyMs) return sender;
      await this.#after(lookMs).done;
    }
  }

  async #playEvents(sender: RTCDTMFSender, tones: string): Promise<void> {
    // An insert replaces what still waits in the buffer.
    sender.insertDTMF(sender.toneBuffer + tones, toneMs, gapMs);
    const pauses = tones.split(',').length - 1;
    const limit = this.#after((toneMs + gapMs) * tones.length + pauses * pauseMs + 1_000);
    const played = new Promise<void>((resolve) => {
      const heard = (event: RTCDTMFToneChangeEvent): void => {
        if (event.tone !== '') return;
        sender.removeEventListener('tonechange', heard);
        resolve();
      };
      sender.addEventListener('tonechange', heard);
    });
    await Promise.race([played, limit.done]);
    limit.cancel();
  }

  #inform(tone: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#session
        .info({
          requestOptions: {
            body: {
              contentDisposition: 'render',
              contentType: 'application/dtmf-relay',
              content: `Signal=${tone}\r\nDuration=${toneMs}\r\n`,
            },
          },
          requestDelegate: {
            onAccept: () => resolve(),
            onReject: ({ message }) =>
              reject(new PhoneError('refused_by_peer', undefined, message.statusCode ?? null)),
          },
        })
        .catch((error: unknown) => reject(new PhoneError('no_call', error)));
    });
  }

  #after(ms: number): { done: Promise<void>; cancel: () => void } {
    let cancel = (): void => undefined;
    const done = new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        resolve();
      }, ms);
      this.#timers.set(timer, resolve);
      cancel = () => {
        clearTimeout(timer);
        this.#timers.delete(timer);
        resolve();
      };
    });
    return { done, cancel };
  }
}

/** The sender of RFC 4733 events; null where they cannot be sent, or not yet. */
function telephoneEvents(session: Session): RTCDTMFSender | null {
  for (const { dtmf } of peerConnectionOf(session)?.getSenders() ?? []) {
    if (dtmf?.canInsertDTMF === true) return dtmf;
  }
  return null;
}
