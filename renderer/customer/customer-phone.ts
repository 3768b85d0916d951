import type { Invitation, Inviter, Referral, SessionDescriptionHandlerFactory } from 'sip.js';
import { newIncomingCall, newOutgoingCall } from '../../core/call/call-machine.ts';
import type { SipAccount } from '../../core/call/account.ts';
import type { CallSnapshot } from '../../core/call/types.ts';
import type { ChannelInput } from '../../core/ipc/contract.ts';
import type { CustomerCommand } from '../../core/ipc/features/phone-window.ts';
import { PhoneError } from '../sip/phone-error.ts';
import { SipCall } from '../sip/sip-call.ts';
import { SipLine } from '../sip/sip-line.ts';

export type CustomerEvent = ChannelInput<'customerWindow.event'>;
type Behaviour = Extract<CustomerCommand, { type: 'behave' }>;

/** The mouth of the customer; see VoiceSource. */
type CustomerVoice = { say(voice: string): void; hush(): void };

/** His ear for keys; see KeyEar. */
type CustomerEar = { listen(track: MediaStreamTrack): void; deafen(): void };

export type CustomerPhoneOptions = {
  handlerFactory: SessionDescriptionHandlerFactory;
  voice: CustomerVoice;
  /** Without one, keys are heard only where they come as INFO. */
  ear?: CustomerEar;
  onEvent: (event: CustomerEvent) => void;
  /** UTC ms. */
  now: () => number;
  random: () => number;
};

/** The far end of the practice line: a real SIP phone that does as it is told. */
export class CustomerPhone {
  readonly #options: CustomerPhoneOptions;
  #line: SipLine | null = null;
  #call: SipCall | null = null;
  /** The call that the agent sent him into. */
  #transferred: SipCall | null = null;
  #ringTimer: ReturnType<typeof setTimeout> | undefined;
  #behaviour: Behaviour = { type: 'behave', onInvite: 'answer', ringMs: 2_000 };

  constructor(options: CustomerPhoneOptions) {
    this.#options = options;
  }

  async run(command: CustomerCommand): Promise<void> {
    const call = this.#call;
    switch (command.type) {
      case 'register':
        return this.#register(command.account);
      case 'behave':
        this.#behaviour = command;
        // The agent calls anew: whom he handed the customer to is done with him.
        this.#leaveTransfer();
        return;
      case 'say':
        // An announcement is heard before the answer too.
        if (call?.snapshot.phase === 'talking' || (call !== null && this.#behaviour.announce === true))
          this.#options.voice.say(command.voice);
        return;
      case 'hold':
        return call?.setHeld(command.held);
      case 'keys':
        return call?.sendDtmf(command.tones);
      case 'hangUp':
        return call?.hangUp();
    }
  }

  /** A key of the agent's was heard, or came as INFO. */
  heardKey(key: string): void {
    this.#options.onEvent({ type: 'key', detail: key });
  }

  /** Leaves the line. */
  async stop(): Promise<void> {
    clearTimeout(this.#ringTimer);
    await this.#line?.stop();
    this.#line = null;
  }

  async #register(account: SipAccount): Promise<void> {
    await this.stop();
    const { onEvent, handlerFactory, random } = this.#options;
    this.#line = new SipLine({
      account,
      handlerFactory,
      random,
      onRegistration: ({ state, reason }) => {
        if (state === 'registered') onEvent({ type: 'registered', detail: account.uri });
        else if (state === 'failed') onEvent({ type: 'failed', detail: reason ?? 'unreachable' });
      },
      onInvite: (invitation) => this.#ring(invitation),
    });
    try {
      await this.#line.start();
    } catch (error) {
      // The reason has gone out as a `failed` event.
      if (!(error instanceof PhoneError)) throw error;
    }
  }

  #ring(invitation: Invitation): void {
    const { onInvite, ringMs, announce = false } = this.#behaviour;
    if (invitation.replacee !== undefined) {
      // He talks already: the agent has handed him to somebody else (RFC 3891).
      this.#call = this.#talk(invitation, newIncomingCall(invitation.id, this.#options.now()));
      void this.#call.answer();
      return;
    }
    if (this.#call !== null || onInvite === 'busy') {
      void invitation.reject({ statusCode: 486 });
      return;
    }
    const call = this.#talk(invitation, newIncomingCall(invitation.id, this.#options.now()));
    this.#call = call;
    // 183 with a session description; SIP.js sends none with a plain 180.
    if (announce) void invitation.progress({ statusCode: 183 });
    this.#ringTimer = setTimeout(() => void this.#afterRinging(call, onInvite), ringMs);
  }

  async #afterRinging(call: SipCall, onInvite: Exclude<Behaviour['onInvite'], 'busy'>): Promise<void> {
    if (call.snapshot.phase !== 'incoming') return;
    if (onInvite === 'answer') return call.answer();
    if (onInvite === 'reject') return call.hangUp(this.#behaviour.status ?? 603);
    // What a gateway says when a phone rang out (RFC 3398 section 7.2.4.1, Q.850 cause 19).
    return call.hangUp(480, ['Reason: Q.850;cause=19;text="No answer"']);
  }

  #talk(session: Invitation | Inviter, snapshot: CallSnapshot): SipCall {
    const { now, random } = this.#options;
    const call: SipCall = new SipCall({
      session,
      call: snapshot,
      now,
      random,
      dtmf: 'auto',
      connected: () => this.#line?.connected === true,
      onChange: (next, before) => this.#changed(call, next, before),
      onRemoteTrack: (track) => this.#options.ear?.listen(track),
      onKey: (key) => this.heardKey(key),
      // A telephone does as the exchange tells it; the agent's desk would not.
      onReferral: (referral) => void this.#goTo(referral),
    });
    this.#line?.follow(call);
    return call;
  }

  /** The agent transfers the customer: he calls the target, and stays with it when it answers. */
  async #goTo(referral: Referral): Promise<void> {
    await referral.accept();
    const inviter = referral.makeInviter({ earlyMedia: true });
    const call = this.#talk(inviter, newOutgoingCall(inviter.id, this.#options.now()));
    await call.dial();
    await call.settled;
    if (call.snapshot.phase !== 'talking') return;
    this.#call = call;
    this.#transferred = call;
  }

  #leaveTransfer(): void {
    const call = this.#transferred;
    this.#transferred = null;
    if (call === null || call.snapshot.phase === 'ended') return;
    if (this.#call === call) this.#call = null;
    void call.hangUp();
  }

  #changed(changed: SipCall, call: CallSnapshot, before: CallSnapshot): void {
    const { onEvent, voice } = this.#options;
    const answered = call.phase === 'talking' && before.phase !== 'talking';
    if (answered && call.direction === 'incoming') onEvent({ type: 'answered', detail: call.callId });
    if (call.phase !== 'ended' || changed !== this.#call) return;
    clearTimeout(this.#ringTimer);
    this.#call = null;
    this.#options.ear?.deafen();
    voice.hush();
    onEvent({ type: 'ended', detail: call.ending ?? 'failed' });
  }
}
