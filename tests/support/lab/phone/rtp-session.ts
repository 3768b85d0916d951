import { createSocket, type Socket } from 'node:dgram';
import { randomInt } from 'node:crypto';
import { decodeG711, encodeG711, payloadTypes, type G711 } from './g711.ts';
import { frameLength, levelOf, sampleRate, silenceSource, toneShare, type AudioSource } from './tones.ts';

const frameMs = (1000 * frameLength) / sampleRate;
/** 60 ms: short enough to date a tone, long enough to tell 400 Hz from 500 Hz. */
const windowFrames = 3;
const pollMs = 5;
/** Echo and companding leave a clean tone above 0.9; two tones mixed share the energy. */
const clearShare = 0.35;
const audibleLevel = 0.01;
const events = '0123456789*#ABCD';

/** The sound of one call of a plain telephone: G.711 over RTP (RFC 3550), DTMF by RFC 4733. */
export class RtpSession {
  source: AudioSource = silenceSource;
  codec: G711 = 'PCMA';
  /** Payload type of telephone-event agreed on. */
  event: number | null = null;
  /** Follows the session description: nothing is sent while held. */
  sending = true;
  remote: { address: string; port: number } | null = null;
  /** Called with every frame that comes in. */
  onFrame: (frame: Int16Array) => void = () => undefined;

  packetsReceived = 0;
  packetsSent = 0;
  /** Longest time between two packets, in milliseconds; begins anew with `resetGap`. */
  longestGapMs = 0;
  /** Digits heard as RFC 4733 events, in order. */
  digits = '';
  /** Sequence numbers that never came. */
  lost = 0;

  readonly #socket: Socket = createSocket('udp4');
  readonly #ssrc = randomInt(2 ** 32);
  readonly #window: Int16Array[] = [];
  #sequence = randomInt(2 ** 16);
  #timestamp = randomInt(2 ** 32);
  #timer: NodeJS.Timeout | null = null;
  #nextAt = 0;
  #lastAt: number | null = null;
  #lastSequence: number | null = null;
  #lastEvent: number | null = null;
  #eventStart = 0;
  #pendingEvents: Buffer[] = [];

  async open(address: string): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#socket.once('error', reject);
      this.#socket.bind(0, address, resolve);
    });
    // The other side may be gone already; RTP does not care.
    this.#socket.on('error', () => undefined);
    this.#socket.on('message', (packet) => this.#received(packet));
    this.#nextAt = performance.now();
    this.#timer = setInterval(() => this.#tick(), frameMs / 4);
    return this.#socket.address().port;
  }

  close(): void {
    if (this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
    this.#socket.close();
  }

  /** Sends back what is heard. */
  echo(): void {
    const heard: Int16Array[] = [];
    this.onFrame = (frame) => void heard.push(frame);
    this.source = () => heard.shift() ?? null;
  }

  /** Share of one frequency in the last 60 ms, 0 while nothing is audible. */
  share(hz: number): number {
    const samples = this.#lastSamples();
    return levelOf(samples) < audibleLevel ? 0 : toneShare(samples, hz);
  }

  /** Loudness of the last 60 ms, 0..1; 0 when packets stopped coming. */
  level(): number {
    return this.#stopped() ? 0 : levelOf(this.#lastSamples());
  }

  hears(hz: number): boolean {
    return !this.#stopped() && this.share(hz) > clearShare;
  }

  /**
   * Waits until a tone is heard.
   * @returns when, in milliseconds since 1970
   */
  async hear(hz: number, limitMs = 8000): Promise<number> {
    await this.#until(
      () => this.hears(hz),
      limitMs,
      () => `did not hear ${hz} Hz: ${this.describe()}, share ${this.share(hz).toFixed(2)}`,
    );
    return Date.now();
  }

  /** Waits until nothing audible has come for 400 ms. */
  async hearSilence(limitMs = 8000): Promise<number> {
    let since: number | null = null;
    await this.#until(
      () => {
        if (this.level() >= audibleLevel) since = null;
        else since ??= performance.now();
        return since !== null && performance.now() - since > 400;
      },
      limitMs,
      () => `was never silent: ${this.describe()}, loudest ${this.#loudest()} Hz`,
    );
    return Date.now();
  }

  async hearDigits(digits: string, limitMs = 8000): Promise<void> {
    await this.#until(
      () => this.digits.includes(digits),
      limitMs,
      () => `heard the digits "${this.digits}" instead of "${digits}"`,
    );
  }

  resetGap(): void {
    this.longestGapMs = 0;
    this.#lastAt = performance.now();
  }

  describe(): string {
    return `${this.packetsReceived} packets in, ${this.packetsSent} out, level ${this.level().toFixed(3)}`;
  }

  /** Sends digits as RFC 4733 events of 100 ms, one packet per 20 ms and the end three times. */
  sendDigits(digits: string): void {
    const type = this.event;
    if (type === null) throw new Error('the other side takes no telephone-event');
    for (const digit of digits) {
      for (let step = 1; step <= 7; step += 1) {
        const payload = Buffer.alloc(4);
        payload[0] = events.indexOf(digit);
        payload[1] = (step >= 5 ? 0x80 : 0) | 10;
        payload.writeUInt16BE(Math.min(step, 5) * frameLength, 2);
        this.#pendingEvents.push(payload);
      }
      // A pause, so that two equal digits are two.
      this.#pendingEvents.push(...Array.from({ length: 4 }, () => Buffer.alloc(0)));
    }
  }

  async #until(fulfilled: () => boolean, limitMs: number, failure: () => string): Promise<void> {
    const until = performance.now() + limitMs;
    while (!fulfilled()) {
      if (performance.now() > until) throw new Error(`the lab phone ${failure()}`);
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }

  /** The frequency that stands out, in steps of 50 Hz. */
  #loudest(): number {
    const candidates = Array.from({ length: 60 }, (_, index) => 300 + 50 * index);
    return candidates.reduce((best, hz) => (this.share(hz) > this.share(best) ? hz : best));
  }

  #stopped(): boolean {
    return this.#lastAt === null || performance.now() - this.#lastAt > 200;
  }

  #lastSamples(): Int16Array {
    const samples = new Int16Array(this.#window.reduce((sum, frame) => sum + frame.length, 0));
    let at = 0;
    for (const frame of this.#window) {
      samples.set(frame, at);
      at += frame.length;
    }
    return samples;
  }

  /** Catches up after a late timer, but never sends more than 100 ms at once. */
  #tick(): void {
    const now = performance.now();
    if (now - this.#nextAt > 100) this.#nextAt = now;
    while (this.#nextAt <= now) {
      this.#nextAt += frameMs;
      this.#timestamp = (this.#timestamp + frameLength) >>> 0;
      this.#sendFrame();
    }
  }

  #sendFrame(): void {
    const event = this.#pendingEvents.shift();
    const frame = this.source();
    if (!this.sending || this.remote === null) return;
    if (event !== undefined && event.length > 0 && this.event !== null) {
      const first = event.readUInt16BE(2) === frameLength;
      if (first) this.#eventStart = this.#timestamp;
      // All packets of one event carry the time at which it began.
      this.#send(this.event, event, this.#eventStart, first);
    } else if (frame !== null) {
      this.#send(payloadTypes[this.codec], encodeG711(this.codec, frame), this.#timestamp, false);
    }
  }

  #send(type: number, payload: Uint8Array, timestamp: number, marked: boolean): void {
    if (this.remote === null) return;
    const head = Buffer.alloc(12);
    head[0] = 0x80;
    head[1] = (marked ? 0x80 : 0) | type;
    head.writeUInt16BE(this.#sequence, 2);
    head.writeUInt32BE(timestamp, 4);
    head.writeUInt32BE(this.#ssrc, 8);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.packetsSent += 1;
    this.#socket.send(Buffer.concat([head, payload]), this.remote.port, this.remote.address);
  }

  #received(packet: Buffer): void {
    if (packet.length < 12 || (packet[0] ?? 0) >> 6 !== 2) return;
    const type = (packet[1] ?? 0) & 0x7f;
    const header = 12 + 4 * ((packet[0] ?? 0) & 0x0f);
    const payload = packet.subarray(header);
    const codec = type === 8 ? 'PCMA' : type === 0 ? 'PCMU' : null;
    if (codec === null && type !== this.event) return;
    this.#count(packet.readUInt16BE(2));
    if (codec === null) {
      this.#receivedEvent(payload, packet.readUInt32BE(4));
      return;
    }
    const frame = decodeG711(codec, payload);
    this.#window.push(frame);
    if (this.#window.length > windowFrames) this.#window.shift();
    this.onFrame(frame);
  }

  #count(sequence: number): void {
    const now = performance.now();
    if (this.#lastAt !== null) this.longestGapMs = Math.max(this.longestGapMs, now - this.#lastAt);
    this.#lastAt = now;
    if (this.#lastSequence !== null) {
      const step = (sequence - this.#lastSequence) & 0xffff;
      if (step > 1 && step < 1000) this.lost += step - 1;
    }
    this.#lastSequence = sequence;
    this.packetsReceived += 1;
  }

  /** An event is many packets with one timestamp. */
  #receivedEvent(payload: Buffer, timestamp: number): void {
    if (payload.length < 4 || timestamp === this.#lastEvent) return;
    this.#lastEvent = timestamp;
    this.digits += events.charAt(payload[0] ?? 99);
  }
}
