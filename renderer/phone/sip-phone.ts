import { UserAgent, type Invitation, type Inviter } from 'sip.js';
import { isForeground, newIncomingCall, newOutgoingCall, nextCall } from '../../core/call/call-machine.ts';
import type { SipAccount } from '../../core/call/account.ts';
import type { AudioPreferences, AudioState } from '../../core/call/audio.ts';
import type { CallParty, CallSnapshot, Rejection } from '../../core/call/types.ts';
import type { Clock, NewId, PhoneEvent, PhonePort } from '../../core/ports.ts';
import { partyOf } from '../sip/party.ts';
import { PhoneError } from '../sip/phone-error.ts';
import { SipCall } from '../sip/sip-call.ts';
import { SipLine } from '../sip/sip-line.ts';
import { attendedTarget, blindTarget } from '../sip/transfer.ts';
import { CallSet } from './call-set.ts';
import { CallSounds } from './call-sounds.ts';
import { bringIntoConference } from './conference.ts';
import type { PhoneAudio } from './phone-audio.ts';

export type SipPhoneOptions = { audio: PhoneAudio; clock: Clock; newId: NewId; random: () => number };

type Dialling = { callId: string; target: string; headers: readonly string[] };

/** RFC 3261 sections 21.4.24, 21.6.2 and 21.4.18. */
const statusOf: Readonly<Record<Rejection, number>> = { busy: 486, declined: 603, unavailable: 480 };

/** The softphone behind PhonePort: one account, up to two calls and a third that rings. */
export class SipPhone implements PhonePort {
  readonly #options: SipPhoneOptions;
  readonly #listeners = new Set<(event: PhoneEvent) => void>();
  readonly #calls = new CallSet();
  readonly #sounds: CallSounds;
  #line: SipLine | null = null;
  #account: SipAccount | null = null;
  #doNotDisturb = false;

  constructor(options: SipPhoneOptions) {
    this.#options = options;
    this.#sounds = new CallSounds(options.audio);
    options.audio.onChange((audio) => this.#emit({ type: 'audio', audio }));
    options.audio.onMicrophoneReplaced((track) => {
      for (const call of this.#calls.all) void call.replaceMicrophone(track.clone());
    });
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
    this.#account = account;
    await line.start();
  }

  async unregister(): Promise<void> {
    await Promise.allSettled(this.#calls.all.map((call) => call.hangUp(480)));
    await this.#line?.stop();
    this.#line = null;
    this.#account = null;
  }

  async wake(): Promise<void> {
    await this.#line?.wake();
  }

  async dial(dialling: Dialling): Promise<void> {
    if (this.#line === null) throw new PhoneError('not_registered');
    if (!this.#calls.hasRoom || !this.#calls.mayTalk || this.#calls.has(dialling.callId))
      throw new PhoneError('call_in_progress');
    await this.#dial(this.#line, dialling);
  }

  async answer(callId: string): Promise<void> {
    const call = this.#calls.get(callId);
    if (call.snapshot.phase !== 'incoming') throw new PhoneError('no_call');
    if (!this.#calls.mayTalk) throw new PhoneError('call_in_progress');
    await this.#openMicrophone(call);
    await this.#calls.inTurn(async () => {
      await this.#calls.holdOthers(callId);
      if (call.snapshot.phase === 'incoming') await call.answer();
    });
  }

  async reject(callId: string, rejection: Rejection): Promise<void> {
    const call = this.#calls.get(callId);
    if (call.snapshot.phase !== 'incoming') throw new PhoneError('no_call');
    await call.hangUp(statusOf[rejection]);
  }

  async hangUp(callId: string): Promise<void> {
    await this.#calls.get(callId).hangUp();
  }

  setMuted(callId: string, muted: boolean): Promise<void> {
    return Promise.resolve(this.#calls.get(callId).setMuted(muted));
  }

  async setHeld(callId: string, held: boolean): Promise<void> {
    const call = this.#calls.get(callId);
    await this.#calls.inTurn(async () => {
      if (!held) await this.#calls.holdOthers(callId);
      await call.setHeld(held);
    });
  }

  async sendDtmf(callId: string, tones: string): Promise<void> {
    await this.#calls.get(callId).sendDtmf(tones);
  }

  async transfer(callId: string, target: string): Promise<void> {
    const call = this.#calls.get(callId);
    const uri = UserAgent.makeURI(target);
    if (uri === undefined) throw new PhoneError('bad_target');
    if (call.snapshot.phase !== 'talking') throw new PhoneError('no_call');
    // The customer hears the PBX's music meanwhile; a PBX that refuses hold may still transfer.
    await this.#calls.inTurn(() => call.setHeld(true)).catch(ignoreRefusal);
    await call.transfer('blind', blindTarget(uri));
  }

  async transferTo(callId: string, consultCallId: string): Promise<void> {
    const call = this.#calls.get(callId);
    const consult = this.#calls.get(consultCallId);
    const target = consult.snapshot.phase === 'talking' ? attendedTarget(consult.session) : null;
    if (target === null || call === consult) throw new PhoneError('no_call');
    // Both ends talk to each other when it is done: SIP.js ends neither leg by itself.
    const stop = this.onEvent((event) => {
      if (event.type !== 'call' || event.call.callId !== callId) return;
      if (event.call.transfer?.state === 'done') void consult.hangUp();
      if (event.call.transfer?.state === 'done' || event.call.phase === 'ended') stop();
    });
    try {
      await call.transfer('attended', target);
    } catch (error) {
      stop();
      throw error;
    }
  }

  async conference(): Promise<void> {
    const line = this.#line;
    const focus = this.#account?.conferenceUri ?? null;
    if (focus === null) throw new PhoneError('no_conference');
    const parts = this.#calls.talking.filter((call) => !call.snapshot.conference);
    if (line === null || parts.length === 0) throw new PhoneError('no_call');
    if (!this.#calls.hasRoom) throw new PhoneError('call_in_progress');
    const callId = this.#options.newId();
    await bringIntoConference(parts, () => this.#dial(line, { callId, target: focus, headers: [] }), focus);
  }

  setDoNotDisturb(on: boolean): Promise<void> {
    this.#doNotDisturb = on;
    return Promise.resolve();
  }

  audio(): Promise<AudioState> {
    return this.#options.audio.state();
  }

  setAudio(preferences: AudioPreferences): Promise<AudioState> {
    return this.#options.audio.setPreferences(preferences);
  }

  async #dial(line: SipLine, { callId, target, headers }: Dialling): Promise<SipCall> {
    const inviter = line.inviter(target, headers);
    const call = this.#follow(line, inviter, newOutgoingCall(callId, this.#options.clock.now()));
    await this.#openMicrophone(call);
    await this.#calls.inTurn(async () => {
      try {
        await this.#calls.holdOthers(callId);
      } catch (error) {
        await call.fail('failed');
        throw error;
      }
      if (call.snapshot.phase === 'dialling') await call.dial();
    });
    return call;
  }

  #incoming(line: SipLine, invitation: Invitation): void {
    if (line !== this.#line) {
      void invitation.reject({ statusCode: 486 });
      return;
    }
    const { replacee } = invitation;
    if (replacee !== undefined) {
      void this.#replace(line, invitation, this.#calls.of(replacee));
      return;
    }
    const call = newIncomingCall(this.#options.newId(), this.#options.clock.now());
    if (this.#isCallToItself(invitation) || (!this.#doNotDisturb && this.#calls.hasRoom)) {
      this.#follow(line, invitation, call);
      return;
    }
    // Nobody hears it, but main has to know whom the desk has missed.
    void invitation.reject({ statusCode: 486 });
    const party = partyOf(invitation);
    const at = this.#options.clock.now();
    this.#emit({ type: 'call', call, party });
    const refused = nextCall(call, { type: 'ended', at, ending: 'rejected', sipStatus: 486 });
    this.#emit({ type: 'call', call: refused, party });
  }

  /** The line check calls its own account; the arriving end is no second call that the first one keeps out. */
  #isCallToItself({ remoteIdentity }: Invitation): boolean {
    const own = UserAgent.makeURI(this.#account?.uri ?? '');
    const isOwn = ({ user, host }: { user?: string | undefined; host: string }): boolean =>
      own !== undefined && user === own.user && host === own.host;
    return (
      isOwn(remoteIdentity.uri) &&
      this.#calls.all.some(
        ({ session, snapshot: { direction, phase } }) =>
          direction === 'outgoing' && phase !== 'talking' && isOwn(session.remoteIdentity.uri),
      )
    );
  }

  /**
   * Somebody hands his call with this desk to a third party (RFC 3891): the new call takes the place of the old
   * one, with its mute and hold, without ringing. SIP.js has checked that the dialog exists and ends it after.
   */
  async #replace(line: SipLine, invitation: Invitation, old: SipCall | null): Promise<void> {
    if (old?.snapshot.phase !== 'talking') {
      await invitation.reject({ statusCode: 481 });
      return;
    }
    const { muted, held } = old.snapshot;
    const incoming = newIncomingCall(this.#options.newId(), this.#options.clock.now());
    const call = this.#follow(line, invitation, incoming);
    call.setMuted(muted);
    await this.#calls.inTurn(async () => {
      await call.answer();
      if (held.local) await call.setHeld(true);
    });
  }

  #follow(line: SipLine, session: Inviter | Invitation, call: CallSnapshot): SipCall {
    const { audio, clock, random } = this.#options;
    const party = partyOf(session);
    const followed = new SipCall({
      session,
      call,
      now: () => clock.now(),
      random,
      dtmf: this.#account?.dtmf ?? 'auto',
      connected: () => line.connected,
      onChange: (next, before) => this.#changed(next, before, party),
      mutedLevel: () => audio.mutedLevel(),
      onRemoteTrack: (track) => audio.playRemote(call.callId, track),
    });
    line.follow(followed);
    followed.onStats((stats) => this.#emit({ type: 'stats', callId: call.callId, stats }));
    this.#calls.add(followed);
    this.#updateSounds();
    this.#emit({ type: 'call', call, party });
    return followed;
  }

  #changed(call: CallSnapshot, before: CallSnapshot, party: CallParty): void {
    const { audio } = this.#options;
    if (call.phase === 'ended') {
      this.#calls.remove(call.callId);
      audio.stopRemote(call.callId);
      if (this.#calls.empty) audio.closeMicrophone();
    }
    const unheard = this.#calls.talking.some(({ snapshot }) => snapshot.muted && !snapshot.held.local);
    audio.listenWhileMuted(unheard);
    this.#updateSounds();
    this.#emit({ type: 'call', call, party });
    const { transfer } = call;
    if (transfer !== before.transfer && transfer?.kind === 'blind' && transfer.state === 'failed')
      this.#takeBack(call.callId);
  }

  /** The target did not take the customer: he is back with the agent, unless the agent talks to somebody else. */
  #takeBack(callId: string): void {
    this.#calls
      .inTurn(async () => {
        if (!this.#calls.has(callId)) return;
        const busy = this.#calls.all.some(({ snapshot }) => isForeground(snapshot));
        if (!busy) await this.#calls.get(callId).setHeld(false);
      })
      // Refused: the call is shown on hold, and the agent can take it up by hand.
      .catch(ignoreRefusal);
  }

  #updateSounds(): void {
    const heard = this.#calls.all.filter((call) => !call.replacesAnother);
    this.#sounds.update(heard.map((call) => call.snapshot));
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
    if (this.#calls.empty) audio.closeMicrophone();
  }

  #emit(event: PhoneEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof PhoneError)) throw error;
}
