import type { Session } from 'sip.js';
import type { MediaStats } from '../../core/call/types.ts';
import { peerConnectionOf, readMediaStats } from './peer-connection.ts';

const statsEveryMs = 1_000;

/** The tracks and the measuring of one call. */
export class CallMedia {
  readonly #session: Session;
  readonly #mutedLevel: () => number;
  readonly #listeners = new Set<(stats: MediaStats) => void>();
  #silent = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** `mutedLevel`: what the microphone gives (0..1) while nothing of it is sent; the sender then measures 0. */
  constructor(session: Session, mutedLevel: () => number = () => 0) {
    this.#session = session;
    this.#mutedLevel = mutedLevel;
  }

  /**
   * Whether the other side may hear this one, for mute and hold alike: a direction in the session description
   * alone does not stop Chromium's sender (trap of plain SIP.js). To be repeated whenever tracks may be new.
   */
  setSilent(silent: boolean): void {
    this.#silent = silent;
    this.apply();
  }

  apply(): void {
    for (const { track } of peerConnectionOf(this.#session)?.getSenders() ?? []) {
      if (track?.kind === 'audio') track.enabled = !this.#silent;
    }
  }

  /** Sends another microphone from now on, without a new offer. Takes the track over and ends it with the call. */
  async replace(track: MediaStreamTrack): Promise<void> {
    track.enabled = !this.#silent;
    let used = false;
    for (const sender of peerConnectionOf(this.#session)?.getSenders() ?? []) {
      const old = sender.track;
      if (old?.kind !== 'audio' || used) continue;
      used = true;
      await sender.replaceTrack(track);
      old.stop();
    }
    if (!used) track.stop();
    this.apply();
  }

  onStats(listener: (stats: MediaStats) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Measures once a second until `stop`. */
  measure(now: () => number): void {
    const peer = peerConnectionOf(this.#session);
    if (peer === null || this.#timer !== undefined) return;
    this.#timer = setInterval(() => void this.#sample(peer, now), statsEveryMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #sample(peer: RTCPeerConnection, now: () => number): Promise<void> {
    if (peer.connectionState === 'closed') return;
    const sample = await readMediaStats(peer, now());
    if (this.#timer === undefined) return;
    const stats = this.#silent ? { ...sample, outboundLevel: this.#mutedLevel() } : sample;
    for (const listener of this.#listeners) listener(stats);
  }
}
