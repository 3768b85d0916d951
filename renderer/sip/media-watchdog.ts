import type { CallFacts } from '../../core/call/recovery-rules.ts';
import type { MediaStats } from '../../core/call/types.ts';

/** What is heard of one call: its packets, counted once a second by the call itself, and its ICE state. */
export class MediaWatchdog {
  readonly #now: () => number;
  readonly #onIce: () => void;
  #peer: RTCPeerConnection | null = null;
  #events = new AbortController();
  #iceSince: number;
  #lastPacketAt: number;
  #packets = 0;
  #held = false;

  /** `now` is monotonic; `onIce` is called when the ICE state changed. */
  constructor(now: () => number, onIce: () => void) {
    this.#now = now;
    this.#onIce = onIce;
    this.#iceSince = now();
    this.#lastPacketAt = now();
  }

  /** Looks at the call's connection as soon as there is one. */
  watch(peer: RTCPeerConnection | null): void {
    if (peer === this.#peer) return;
    this.close();
    this.#peer = peer;
    this.#lastPacketAt = this.#now();
    const { signal } = (this.#events = new AbortController());
    peer?.addEventListener('iceconnectionstatechange', () => this.#changed(), { signal });
  }

  /** One sample. Packets are summed over all streams: a PBX may change the SSRC in mid-call. */
  sampled({ packetsReceived }: Pick<MediaStats, 'packetsReceived'>): void {
    if (packetsReceived !== this.#packets) this.#lastPacketAt = this.#now();
    this.#packets = packetsReceived;
  }

  /** While a call is held nothing need come, and its first packet after the hold is due only then. */
  setHeld(held: boolean): void {
    if (this.#held && !held) this.#lastPacketAt = this.#now();
    this.#held = held;
  }

  facts(): Pick<CallFacts, 'ice' | 'iceSince' | 'lastPacketAt' | 'held'> {
    return {
      ice: this.#peer?.iceConnectionState ?? null,
      iceSince: this.#iceSince,
      lastPacketAt: this.#lastPacketAt,
      held: this.#held,
    };
  }

  close(): void {
    this.#events.abort();
    this.#peer = null;
  }

  #changed(): void {
    this.#iceSince = this.#now();
    this.#onIce();
  }
}
