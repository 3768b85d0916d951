import {
  Inviter,
  SessionState,
  type Invitation,
  type Referral,
  type Session,
  type SessionDelegate,
  type Web,
} from 'sip.js';
import type { SipAccount } from '../../core/call/account.ts';
import { keyOfInfo } from '../../core/call/key-tones.ts';
import { localEnding, nextCall, type CallEvent } from '../../core/call/call-machine.ts';
import { endingForFailure, q850Cause } from '../../core/call/sip-endings.ts';
import type { CallEnding, CallSnapshot, MediaStats } from '../../core/call/types.ts';
import { CallMedia } from './call-media.ts';
import { DialogGuard } from './dialog-guard.ts';
import { DtmfSender } from './dtmf.ts';
import { isHold, mediaDirection, type MediaDirection } from './media-direction.ts';
import { peerConnectionOf } from './peer-connection.ts';
import { PhoneError } from './phone-error.ts';
import { ReinviteQueue, type Reoffer, type ReofferOutcome } from './reinvite-queue.ts';
import { Transfer } from './transfer.ts';

export type SipCallOptions = {
  session: Inviter | Invitation;
  call: CallSnapshot;
  /** UTC ms. */
  now: () => number;
  /** A number from 0 up to 1. */
  random: () => number;
  dtmf: SipAccount['dtmf'];
  /** Whether the socket is up; decides between `network` and `failed` when a call ends without a word. */
  connected: () => boolean;
  onChange: (call: CallSnapshot, before: CallSnapshot) => void;
  /** See CallMedia. */
  mutedLevel?: () => number;
  /** The other side's audio, also the early one before the answer. */
  onRemoteTrack: (track: MediaStreamTrack) => void;
  /** The other side asks this one to call somebody (REFER); without this it is refused. */
  onReferral?: (referral: Referral) => void;
  /** A key that the other side pressed, sent as INFO; without this they are agreed to and forgotten. */
  onKey?: (key: string) => void;
};

type Outcome = { ending: CallEnding; sipStatus: number | null; q850Cause?: number | null };

/** When the far side never confirms a CANCEL or BYE, SIP.js stays `Terminating` for ever. */
const hangUpPatienceMs = 3_000;

/** One SIP session seen as the product's call. */
export class SipCall {
  readonly #options: SipCallOptions;
  readonly #media: CallMedia;
  readonly #offers: ReinviteQueue;
  readonly #guard: DialogGuard;
  readonly #dtmf: DtmfSender;
  readonly #transfer: Transfer;
  readonly #settled: Promise<void>;
  #settle: () => void = () => undefined;
  #call: CallSnapshot;
  #outcome: Outcome | null = null;
  /** A hold that is being asked for: the microphone is silent before the other side has agreed. */
  #holding = false;
  #conferenceUri: string | null = null;
  #patienceTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SipCallOptions) {
    this.#options = options;
    this.#call = options.call;
    const { session } = options;
    this.#media = new CallMedia(session, options.mutedLevel);
    this.#offers = new ReinviteQueue(session, session instanceof Inviter, options.random);
    this.#guard = new DialogGuard(session, this.#offers);
    this.#dtmf = new DtmfSender(session, options.dtmf);
    this.#transfer = new Transfer(session, (transfer) => {
      this.#apply({ type: 'transfer', transfer });
      // The customer talks to the target now; the first leg stays up until somebody ends it.
      if (transfer.state === 'done' && this.#outcome === null) void this.hangUp();
    });
    this.#settled = new Promise((resolve) => (this.#settle = resolve));
    this.#media.onStats((stats) => (this.#call = nextCall(this.#call, { type: 'stats', stats })));
    session.delegate = this.#delegate();
    session.stateChange.addListener((state) => {
      if (state === SessionState.Establishing) this.#media.apply();
      else if (state === SessionState.Established) this.#answered();
      // SIP.js tells why an INVITE failed only after it has said that the session is over.
      else if (state === SessionState.Terminated) queueMicrotask(() => this.#finish());
    });
  }

  get snapshot(): CallSnapshot {
    return this.#call;
  }

  get session(): Session {
    return this.#options.session;
  }

  /** The WebRTC connection; null before the offer and after the end. */
  get peer(): RTCPeerConnection | null {
    return peerConnectionOf(this.#options.session);
  }

  /** It takes the place of another call (INVITE with Replaces) and never rings. */
  get replacesAnother(): boolean {
    return this.#options.session.replacee !== undefined;
  }

  get held(): CallSnapshot['held'] {
    return this.#call.held;
  }

  /** Resolves when the call was answered or has ended. */
  get settled(): Promise<void> {
    return this.#settled;
  }

  /** Address under which the far end takes part in a conference, when it said that it is one (RFC 4579). */
  get conferenceUri(): string | null {
    return this.#conferenceUri;
  }

  /** Sends the INVITE; resolves when it is on its way. */
  async dial(): Promise<void> {
    const { session } = this.#options;
    if (!(session instanceof Inviter)) throw new Error('Only an outgoing call can be dialled.');
    await session.invite({
      requestDelegate: {
        onProgress: ({ message }) => {
          if ((message.statusCode ?? 0) < 180) return;
          const described = mediaDirection(message.body) !== null;
          this.#apply({ type: described ? 'earlyMedia' : 'ringing' });
        },
        onAccept: ({ message }) => {
          this.#conferenceUri = conferenceUriIn(message.getHeader('contact'));
          this.#heard(mediaDirection(message.body), false);
        },
        onReject: ({ message }) => this.#refused(message.statusCode ?? 500, message.getHeader('reason')),
        onRedirect: ({ message }) => this.#refused(message.statusCode ?? 300, message.getHeader('reason')),
      },
    });
  }

  /** Accepts an incoming call. Throws PhoneError `no_call` when the caller has given up meanwhile. */
  async answer(): Promise<void> {
    const { session } = this.#options;
    if (session instanceof Inviter) throw new Error('Only an incoming call can be answered.');
    this.#offers.remoteBegins();
    try {
      await session.accept();
    } catch (error) {
      if (session.state !== SessionState.Terminated) throw error;
      this.#outcome ??= { ending: 'failed', sipStatus: null };
      throw new PhoneError('no_call', error);
    }
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
    this.#apply({ type: 'muted', muted });
    this.#silence();
  }

  /**
   * Hold is both: the direction tells the PBX to play its music, the silent track keeps the agent's voice here.
   * Throws PhoneError `refused_by_peer` with nothing changed, or `no_call`.
   */
  async setHeld(held: boolean): Promise<void> {
    if (this.#call.phase !== 'talking') throw new PhoneError('no_call');
    if (this.#call.held.local === held) return;
    this.#holding = held;
    this.#silence();
    const outcome = await this.#reoffer({ hold: () => held });
    this.#holding = false;
    if (outcome.accepted) this.#apply({ type: 'held', side: 'local', held });
    this.#describeHold();
    this.#silence();
    if (outcome.accepted) return;
    // Read anew: the call may have ended while the other side was asked.
    if (this.snapshot.phase !== 'talking') throw new PhoneError('no_call');
    throw new PhoneError('refused_by_peer', undefined, outcome.status);
  }

  /** Tones as PhonePort has them. Throws PhoneError `refused_by_peer` or `no_call`. */
  async sendDtmf(tones: string): Promise<void> {
    if (this.#call.phase !== 'talking') throw new PhoneError('no_call');
    await this.#dtmf.send(tones);
  }

  /** Asks the other side to call `referTo`. Resolves when it agreed; how it goes on comes as `transfer`. */
  async transfer(kind: 'blind' | 'attended', referTo: string): Promise<void> {
    if (this.#call.phase !== 'talking') throw new PhoneError('no_call');
    await this.#transfer.start(kind, referTo);
  }

  /** The call is mixed by the PBX from now on. */
  joinConference(): void {
    this.#apply({ type: 'conference' });
  }

  /**
   * Renews the path of a call after a loss: a re-INVITE tells the other side where this one is now (target
   * refresh), with an ICE restart also over which addresses. False when it was refused or nobody answered; a
   * call that the other side does not know any more ends as `network` (RFC 3261 section 12.2.1.2).
   */
  async recover(iceRestart: boolean): Promise<boolean> {
    if (this.#call.phase !== 'talking') return false;
    const outcome = await this.#reoffer({ hold: () => this.#call.held.local || this.#holding, iceRestart });
    this.#describeHold();
    this.#silence();
    return outcome.accepted;
  }

  setHealth(health: Partial<Pick<CallSnapshot, 'signalling' | 'media'>>): void {
    // The answer to a re-INVITE that is out would have come over the lost connection.
    if (health.signalling === 'lost') this.#offers.abandon();
    this.#apply({ type: 'health', ...health });
  }

  onStats(listener: (stats: MediaStats) => void): () => void {
    return this.#media.onStats(listener);
  }

  /** Sends another microphone from now on; mute and hold stay as they were. */
  async replaceMicrophone(track: MediaStreamTrack): Promise<void> {
    await this.#media.replace(track);
  }

  async #reoffer(offer: Reoffer): Promise<ReofferOutcome> {
    const outcome = await this.#offers.run(offer);
    if (outcome.accepted) this.#heard(outcome.answer, offer.hold());
    else if (outcome.heard && (outcome.status === 481 || outcome.status === 408)) {
      this.#outcome ??= { ending: 'network', sipStatus: outcome.status };
      await this.hangUp();
    }
    return outcome;
  }

  /** What the other side's description says about hold. Its `inactive` may only echo our own hold. */
  #heard(direction: MediaDirection | null, ourHold: boolean): void {
    if (direction === null || (ourHold && direction === 'inactive')) return;
    this.#apply({ type: 'held', side: 'remote', held: isHold(direction) });
  }

  /** SIP.js answers the other side's re-INVITEs with these options, and would repeat an ICE restart. */
  #describeHold(): void {
    const options: Web.SessionDescriptionHandlerOptions = { hold: this.#call.held.local };
    this.#options.session.sessionDescriptionHandlerOptionsReInvite = options;
  }

  #silence(): void {
    this.#media.setSilent(this.#call.muted || this.#call.held.local || this.#holding);
  }

  #refused(status: number, reason: string | undefined): void {
    const heard = { status, reason: reason ?? null };
    const q850 = q850Cause(heard.reason);
    this.#outcome ??= { ending: endingForFailure(heard), sipStatus: status, q850Cause: q850 };
  }

  #delegate(): SessionDelegate {
    return {
      onBye: (bye) => {
        this.#outcome ??= { ending: 'remote_hangup', sipStatus: null };
        this.#transfer.close(true);
        // With this delegate set SIP.js leaves the answer to us; without it the other side would time out.
        void bye.accept();
      },
      onCancel: () => {
        this.#outcome ??= { ending: 'cancelled', sipStatus: 487 };
      },
      onInvite: (request, _, status) => {
        const direction = mediaDirection(request.body);
        if (status >= 300) this.#offers.remoteEnds();
        else this.#heard(direction, false);
        this.#media.apply();
      },
      onAck: ({ request }) => {
        this.#offers.remoteEnds();
        this.#heard(mediaDirection(request.body), false);
        this.#media.apply();
      },
      ...keysByInfo(this.#options.onKey),
      onNotify: (notification) => this.#transfer.notified(notification),
      onRefer: (referral) => {
        // A desk must not dial where a stranger in a call tells it to: 603 Decline, said in the open.
        if (this.#options.onReferral === undefined) void referral.reject({ statusCode: 603 });
        else this.#options.onReferral(referral);
      },
      onSessionDescriptionHandler: (handler) => {
        const set = handler.setDescription.bind(handler);
        handler.setDescription = (...description) => {
          // From here until the media is set up SIP.js would lose what the other side says.
          this.#guard.install();
          return set(...description);
        };
        this.peer?.addEventListener('track', ({ track }) => {
          if (track.kind === 'audio') this.#options.onRemoteTrack(track);
        });
      },
    };
  }

  #answered(): void {
    this.#guard.install();
    this.#guard.release();
    this.#describeHold();
    this.#silence();
    this.#apply({ type: 'answered', at: this.#options.now() });
    this.#media.measure(this.#options.now);
    this.#settle();
  }

  /** The far side does not confirm: the call is over for the agent all the same, and SIP.js forgets it. */
  #giveUp(): void {
    void this.#options.session.dispose().catch(() => undefined);
    this.#finish();
  }

  #finish(): void {
    clearTimeout(this.#patienceTimer);
    this.#media.stop();
    this.#offers.close();
    this.#dtmf.close();
    this.#transfer.close(false);
    this.#apply({ type: 'ended', at: this.#options.now(), ...(this.#outcome ?? this.#unexplained()) });
    this.#settle();
  }

  /**
   * The session ended without anybody saying why. After early media that is SIP.js' own 488: it cannot take an
   * answer from another telephone than the one that was heard first (a forked INVITE, RFC 3261 section 13.2.2.4).
   */
  #unexplained(): Outcome {
    if (!this.#options.connected()) return { ending: 'network', sipStatus: null };
    return { ending: 'failed', sipStatus: this.#call.earlyMedia ? 488 : null };
  }

  #apply(event: CallEvent): void {
    const next = nextCall(this.#call, event);
    const before = this.#call;
    if (next === before) return;
    this.#call = next;
    this.#options.onChange(next, before);
  }
}

/** Agrees to what holds a key, and refuses other bodies (RFC 3261 section 21.4.13). */
const keysByInfo = (onKey: SipCallOptions['onKey']): Pick<SessionDelegate, 'onInfo'> =>
  onKey === undefined
    ? {}
    : {
        onInfo: (info) => {
          const key = keyOfInfo(info.request.getHeader('content-type') ?? '', info.request.body);
          if (key === null) return void info.reject({ statusCode: 415 });
          onKey(key);
          return void info.accept();
        },
      };

/** The address in a Contact with the feature tag `isfocus` (RFC 3840, RFC 4579 section 5.2), or null. */
function conferenceUriIn(contact: string | undefined): string | null {
  const found = /<([^>]+)>[^,]*;\s*isfocus\b/i.exec(contact ?? '');
  return found?.[1] ?? null;
}
