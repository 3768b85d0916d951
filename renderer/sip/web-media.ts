import { Web, type Session, type SessionDescriptionHandlerFactory } from 'sip.js';
import type { AudioCodec } from '../../core/call/account.ts';
import { codecOrder } from './codec-order.ts';
import { gatheringWaitMs, wantedCandidates } from './ice-gathering.ts';

/** What a line tells the media of its calls. */
export type MediaOptions = {
  peerConnectionConfiguration: RTCConfiguration;
  /** In this order, and no others. */
  codecs: readonly AudioCodec[];
};

/** Chromium's WebRTC as the media side of a call; `openStream` gives the sound that is sent. */
export const webHandlerFactory =
  (openStream: () => Promise<MediaStream>): SessionDescriptionHandlerFactory =>
  (session: Session, options?: object) =>
    new DeskMedia(
      session.userAgent.getLogger('sip.SessionDescriptionHandler'),
      () => openStream(),
      options !== undefined && 'codecs' in options ? (options as MediaOptions) : unset,
    );

const unset: MediaOptions = { peerConnectionConfiguration: { iceServers: [] }, codecs: [] };

/**
 * The media of SIP.js with two things of its own: the account's codecs in offers and answers alike, and a
 * description that goes out as soon as it holds what can be used (ice-gathering.ts), also after an ICE restart.
 */
class DeskMedia extends Web.SessionDescriptionHandler {
  readonly #options: MediaOptions;
  readonly #gathering: Gathering | null;

  constructor(
    logger: ConstructorParameters<typeof Web.SessionDescriptionHandler>[0],
    streams: Web.MediaStreamFactory,
    options: MediaOptions,
  ) {
    super(logger, streams, { peerConnectionConfiguration: options.peerConnectionConfiguration });
    this.#options = options;
    const peer = this.peerConnection;
    this.#gathering = peer === undefined ? null : new Gathering(peer);
  }

  override close(): void {
    this.#gathering?.close();
    super.close();
  }

  protected override createLocalOfferOrAnswer(
    options?: Web.SessionDescriptionHandlerOptions,
  ): Promise<RTCSessionDescriptionInit> {
    const known = RTCRtpReceiver.getCapabilities('audio')?.codecs ?? [];
    const order = codecOrder(known, this.#options.codecs);
    for (const transceiver of this.peerConnection?.getTransceivers() ?? []) {
      const audio = transceiver.receiver.track.kind === 'audio';
      if (audio && order !== null && transceiver.direction !== 'stopped')
        transceiver.setCodecPreferences(order);
    }
    if (options?.offerOptions?.iceRestart === true) this.#gathering?.beginAnew();
    return super.createLocalOfferOrAnswer(options);
  }

  protected override waitForIceGatheringComplete(): Promise<void> {
    return this.#gathering?.enough() ?? Promise.resolve();
  }
}

/** Watches what a connection gathers. */
class Gathering {
  readonly #peer: RTCPeerConnection;
  readonly #events = new AbortController();
  #found: RTCIceCandidateType[] = [];
  #newestAt = 0;
  /** After an ICE restart the state says `complete` of the gathering before, until the new one begins. */
  #awaitsBegin = false;
  #look: () => void = () => undefined;

  constructor(peer: RTCPeerConnection) {
    this.#peer = peer;
    const { signal } = this.#events;
    peer.addEventListener(
      'icegatheringstatechange',
      () => {
        if (peer.iceGatheringState === 'gathering') this.#forget();
        this.#look();
      },
      { signal },
    );
    peer.addEventListener(
      'icecandidate',
      ({ candidate }) => {
        const type = candidate?.type ?? null;
        if (type !== null) this.#found.push(type);
        this.#newestAt = performance.now();
        this.#look();
      },
      { signal },
    );
  }

  /** The next description has another ufrag: what was found so far is not in it. */
  beginAnew(): void {
    this.#forget();
    this.#awaitsBegin = true;
  }

  #forget(): void {
    this.#found = [];
    this.#awaitsBegin = false;
  }

  /** Resolves when the local description may go out. */
  enough(): Promise<void> {
    const { iceServers = [], iceTransportPolicy = 'all' } = this.#peer.getConfiguration();
    const wants = wantedCandidates(
      iceServers.flatMap(({ urls }) => urls),
      iceTransportPolicy,
    );
    const beganAt = performance.now();
    this.#newestAt = Math.max(this.#newestAt, beganAt);
    return new Promise((resolve) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      this.#look = () => {
        clearTimeout(timer);
        const now = performance.now();
        const wait = gatheringWaitMs({
          found: this.#found,
          complete:
            this.#events.signal.aborted ||
            (this.#peer.iceGatheringState === 'complete' && !this.#awaitsBegin),
          elapsedMs: now - beganAt,
          quietMs: now - this.#newestAt,
          wants,
        });
        if (wait !== null) timer = setTimeout(this.#look, Math.max(1, Math.ceil(wait)));
        else {
          this.#look = () => undefined;
          resolve();
        }
      };
      this.#look();
    });
  }

  close(): void {
    this.#events.abort();
    this.#look();
  }
}
