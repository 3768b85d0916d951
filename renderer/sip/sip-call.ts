import { Inviter, SessionState, type Invitation, type SessionDelegate } from 'sip.js';
import { localEnding, nextCall, type CallEvent } from '../../core/call/call-machine.ts';
import { endingForFailure } from '../../core/call/sip-endings.ts';
import type { CallEnding, CallSnapshot, MediaStats } from '../../core/call/types.ts';
import { peerConnectionOf, readMediaStats } from './peer-connection.ts';

export type SipCallOptions = {
  session: Inviter | Invitation;
  call: CallSnapshot;
  /** UTC ms. */
  now: () => number;
  /** Whether the socket is up; decides between `network` and `failed` when a call ends without a word. */
  connected: () => boolean;
  onChange: (call: CallSnapshot) => void;
  onStats: (stats: MediaStats) => void;
  /** The other side's audio, also the early one before the answer. */
  onRemoteTrack: (track: MediaStreamTrack) => void;
};

type Outcome = { ending: CallEnding; sipStatus: number | null };

const statsEveryMs = 1_000;
/** When the far side never confirms a CANCEL or BYE, SIP.js stays `Terminating` for ever. */
const hangUpPatienceMs = 3_000;

/** One SIP session seen as the product's call. */
export class SipCall {
  readonly #options: SipCallOptions;
  #call: CallSnapshot;
  #outcome: Outcome | null = null;
  #statsTimer: ReturnType<typeof setInterval> | undefined;
  #patienceTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SipCallOptions) {
    this.#options = options;
    this.#call = options.call;
    options.session.delegate = this.#delegate();
    options.session.stateChange.addListener((state) => {
      if (state === SessionState.Established) this.#answered();
      // SIP.js tells why an INVITE failed only after it has said that the session is over.
      else if (state === SessionState.Terminated) queueMicrotask(() => this.#finish());
    });
  }

  get snapshot(): CallSnapshot {
    return this.#call;
  }

  /** Sends the INVITE; resolves when it is on its way. */
  async dial(): Promise<void> {
    const { session } = this.#options;
    if (!(session instanceof Inviter)) throw new Error('Only an outgoing call can be dialled.');
    await session.invite({
      requestDelegate: {
        onProgress: ({ message }) => {
          if (message.statusCode !== undefined && message.statusCode >= 180) this.#apply({ type: 'ringing' });
        },
        onReject: ({ message }) => {
          const status = message.statusCode ?? 500;
          this.#outcome ??= {
            ending: endingForFailure({ status, reason: message.getHeader('reason') ?? null }),
            sipStatus: status,
          };
        },
        onRedirect: ({ message }) => {
          this.#outcome ??= { ending: 'failed', sipStatus: message.statusCode ?? 300 };
        },
      },
    });
  }

  /** Accepts an incoming call. */
  async answer(): Promise<void> {
    const { session } = this.#options;
    if (session instanceof Inviter) throw new Error('Only an incoming call can be answered.');
    await session.accept();
  }

  /** Ends the call in any phase: CANCEL, BYE, or a refusal with `status`. */
  async hangUp(status = 486, headers: readonly string[] = []): Promise<void> {
    const { session } = this.#options;
    if (this.#call.phase === 'ended') return;
    this.#outcome ??= { ending: localEnding(this.#call), sipStatus: null };
    this.#patienceTimer ??= setTimeout(() => this.#giveUp(), hangUpPatienceMs);
    if (session.state === SessionState.Established) await session.bye();
    else if (session.state === SessionState.Initial || session.state === SessionState.Establishing) {
      if (session instanceof Inviter) await session.cancel();
      else await session.reject({ statusCode: status, extraHeaders: [...headers] });
    }
  }

  /** Ends a call that cannot even begin, e.g. for want of a microphone. */
  async fail(ending: CallEnding): Promise<void> {
    this.#outcome ??= { ending, sipStatus: null };
    await this.hangUp(480);
  }

  setMuted(muted: boolean): void {
    for (const sender of peerConnectionOf(this.#options.session)?.getSenders() ?? []) {
      if (sender.track?.kind === 'audio') sender.track.enabled = !muted;
    }
    this.#apply({ type: 'muted', muted });
  }

  /** Sends another microphone from now on, without a new offer; the mute stays as it was. */
  async replaceMicrophone(track: MediaStreamTrack): Promise<void> {
    track.enabled = !this.#call.muted;
    for (const sender of peerConnectionOf(this.#options.session)?.getSenders() ?? []) {
      const old = sender.track;
      if (old?.kind !== 'audio') continue;
      await sender.replaceTrack(track);
      old.stop();
    }
  }

  #delegate(): SessionDelegate {
    return {
      onBye: (bye) => {
        this.#outcome ??= { ending: 'remote_hangup', sipStatus: null };
        // With this delegate set SIP.js leaves the answer to us; without it the other side would time out.
        void bye.accept();
      },
      onCancel: () => {
        this.#outcome ??= { ending: 'cancelled', sipStatus: 487 };
      },
      onSessionDescriptionHandler: () => {
        const peer = peerConnectionOf(this.#options.session);
        peer?.addEventListener('track', ({ track }) => {
          if (track.kind === 'audio') this.#options.onRemoteTrack(track);
        });
      },
    };
  }

  #answered(): void {
    this.#apply({ type: 'answered', at: this.#options.now() });
    const peer = peerConnectionOf(this.#options.session);
    if (peer === null) return;
    this.#statsTimer = setInterval(() => void this.#sample(peer), statsEveryMs);
  }

  async #sample(peer: RTCPeerConnection): Promise<void> {
    if (peer.connectionState === 'closed') return;
    const stats = await readMediaStats(peer, this.#options.now());
    if (this.#call.phase !== 'talking') return;
    this.#call = nextCall(this.#call, { type: 'stats', stats });
    this.#options.onStats(stats);
  }

  /** The far side does not confirm: the call is over for the agent all the same. */
  #giveUp(): void {
    this.#options.session.sessionDescriptionHandler?.close();
    this.#finish();
  }

  #finish(): void {
    clearInterval(this.#statsTimer);
    clearTimeout(this.#patienceTimer);
    const outcome = this.#outcome ?? {
      ending: this.#options.connected() ? 'failed' : 'network',
      sipStatus: null,
    };
    this.#apply({ type: 'ended', at: this.#options.now(), ...outcome });
  }

  #apply(event: CallEvent): void {
    const next = nextCall(this.#call, event);
    if (next === this.#call) return;
    this.#call = next;
    this.#options.onChange(next);
  }
}
