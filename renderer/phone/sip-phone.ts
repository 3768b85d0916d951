import type { Invitation, Inviter, SessionDescriptionHandlerFactory } from 'sip.js';
import { newIncomingCall, newOutgoingCall } from '../../core/call/call-machine.ts';
import type { AudioDevice, CallSnapshot, SipAccount } from '../../core/call/types.ts';
import type { Clock, NewId, PhoneEvent, PhonePort } from '../../core/ports.ts';
import { PhoneError } from '../sip/phone-error.ts';
import { SipCall } from '../sip/sip-call.ts';
import { SipLine } from '../sip/sip-line.ts';

/** The sound side of the phone; Web audio in the window, nothing at all in tests of the signalling. */
export type PhoneAudio = {
  handlerFactory: SessionDescriptionHandlerFactory;
  /** Opens the chosen microphone for the next call. Throws PhoneError `microphone_refused`. */
  openMicrophone(): Promise<void>;
  closeMicrophone(): void;
  /** Chooses a microphone; gives its track when one is open now. Throws PhoneError `microphone_refused`. */
  selectMicrophone(deviceId: string): Promise<MediaStreamTrack | null>;
  devices(): Promise<{ microphones: AudioDevice[]; selected: string | null }>;
  onDevicesChanged(listener: () => void): void;
  playRemote(track: MediaStreamTrack): void;
  stopRemote(): void;
  /** The tone the agent hears while the other side rings. */
  setRingback(on: boolean): void;
};

export type SipPhoneOptions = { audio: PhoneAudio; clock: Clock; newId: NewId; random: () => number };

/** The softphone behind PhonePort: one account, one call at a time. */
export class SipPhone implements PhonePort {
  readonly #options: SipPhoneOptions;
  readonly #listeners = new Set<(event: PhoneEvent) => void>();
  #line: SipLine | null = null;
  /** The call that is up or being set up; null as soon as it has ended. */
  #call: SipCall | null = null;
  #remoteHeard = false;

  constructor(options: SipPhoneOptions) {
    this.#options = options;
    options.audio.onDevicesChanged(() => void this.#tellDevices());
  }

  onEvent(listener: (event: PhoneEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async register(account: SipAccount): Promise<void> {
    await this.unregister();
    const line: SipLine = new SipLine({
      account,
      handlerFactory: this.#options.audio.handlerFactory,
      random: this.#options.random,
      // A line that is being replaced has nothing to say any more.
      onRegistration: (registration) => {
        if (this.#line === line) this.#emit({ type: 'registration', registration });
      },
      onInvite: (invitation) => this.#incoming(line, invitation),
    });
    this.#line = line;
    await line.start();
  }

  async unregister(): Promise<void> {
    await this.#line?.stop();
    this.#line = null;
  }

  async dial({
    callId,
    target,
    headers,
  }: {
    callId: string;
    target: string;
    headers: readonly string[];
  }): Promise<void> {
    if (this.#line === null) throw new PhoneError('not_registered');
    if (this.#call !== null) throw new PhoneError('call_in_progress');
    const inviter = this.#line.inviter(target, headers);
    const call = this.#follow(this.#line, inviter, newOutgoingCall(callId, this.#options.clock.now()));
    await this.#openMicrophone(call);
    if (call.snapshot.phase === 'ended') return;
    await call.dial();
  }

  async answer(callId: string): Promise<void> {
    const call = this.#current(callId);
    await this.#openMicrophone(call);
    if (call.snapshot.phase === 'incoming') await call.answer();
  }

  async hangUp(callId: string): Promise<void> {
    await this.#current(callId).hangUp();
  }

  setMuted(callId: string, muted: boolean): Promise<void> {
    return Promise.resolve(this.#current(callId).setMuted(muted));
  }

  devices(): Promise<{ microphones: AudioDevice[]; selected: string | null }> {
    return this.#options.audio.devices();
  }

  async selectMicrophone(deviceId: string): Promise<void> {
    const track = await this.#options.audio.selectMicrophone(deviceId);
    if (track !== null) await this.#call?.replaceMicrophone(track);
    await this.#tellDevices();
  }

  /** An incoming call rings unless another one is up: then the caller hears busy. */
  #incoming(line: SipLine, invitation: Invitation): void {
    if (line !== this.#line || this.#call !== null) {
      void invitation.reject({ statusCode: 486 });
      return;
    }
    this.#follow(line, invitation, newIncomingCall(this.#options.newId(), this.#options.clock.now()));
  }

  #follow(line: SipLine, session: Inviter | Invitation, call: CallSnapshot): SipCall {
    const { audio, clock } = this.#options;
    this.#remoteHeard = false;
    const followed = new SipCall({
      session,
      call,
      now: () => clock.now(),
      connected: () => line.connected,
      onChange: (next) => this.#changed(next),
      onStats: (stats) => this.#emit({ type: 'stats', callId: call.callId, stats }),
      onRemoteTrack: (track) => {
        this.#remoteHeard = true;
        audio.setRingback(false);
        audio.playRemote(track);
      },
    });
    this.#call = followed;
    this.#emit({ type: 'call', call });
    return followed;
  }

  #changed(call: CallSnapshot): void {
    const { audio } = this.#options;
    // Early media is the other side's own ringing tone or announcement.
    audio.setRingback(call.phase === 'ringing' && !this.#remoteHeard);
    if (call.phase === 'ended') {
      this.#call = null;
      audio.stopRemote();
      audio.closeMicrophone();
    }
    this.#emit({ type: 'call', call });
  }

  async #openMicrophone(call: SipCall): Promise<void> {
    const { audio } = this.#options;
    try {
      await audio.openMicrophone();
    } catch (error) {
      await call.fail('microphone_refused');
      throw error;
    }
    // Hung up while the microphone was still opening.
    if (call.snapshot.phase === 'ended') audio.closeMicrophone();
  }

  #current(callId: string): SipCall {
    if (this.#call?.snapshot.callId !== callId) throw new PhoneError('no_call');
    return this.#call;
  }

  async #tellDevices(): Promise<void> {
    this.#emit({ type: 'devices', ...(await this.#options.audio.devices()) });
  }

  #emit(event: PhoneEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
