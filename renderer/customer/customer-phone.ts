import type { Invitation, SessionDescriptionHandlerFactory } from 'sip.js';
import { newIncomingCall } from '../../core/call/call-machine.ts';
import type { CallSnapshot, SipAccount } from '../../core/call/types.ts';
import type { ChannelInput } from '../../core/ipc/contract.ts';
import type { CustomerCommand } from '../../core/ipc/features/phone-window.ts';
import { PhoneError } from '../sip/phone-error.ts';
import { SipCall } from '../sip/sip-call.ts';
import { SipLine } from '../sip/sip-line.ts';

export type CustomerEvent = ChannelInput<'customerWindow.event'>;
type Behaviour = Extract<CustomerCommand, { type: 'behave' }>;

/** The mouth of the customer; see VoiceSource. */
type CustomerVoice = { say(voice: string): void; hush(): void };

export type CustomerPhoneOptions = {
  handlerFactory: SessionDescriptionHandlerFactory;
  voice: CustomerVoice;
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
  #ringTimer: ReturnType<typeof setTimeout> | undefined;
  #behaviour: Behaviour = { type: 'behave', onInvite: 'answer', ringMs: 2_000 };

  constructor(options: CustomerPhoneOptions) {
    this.#options = options;
  }

  async run(command: CustomerCommand): Promise<void> {
    switch (command.type) {
      case 'register':
        return this.#register(command.account);
      case 'behave':
        this.#behaviour = command;
        return;
      case 'say':
        if (this.#call?.snapshot.phase === 'talking') this.#options.voice.say(command.voice);
        return;
      case 'hangUp':
        await this.#call?.hangUp();
        return;
    }
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
    const { onInvite, ringMs } = this.#behaviour;
    if (this.#call !== null || onInvite === 'busy') {
      void invitation.reject({ statusCode: 486 });
      return;
    }
    const { now } = this.#options;
    const call = new SipCall({
      session: invitation,
      call: newIncomingCall(invitation.id, now()),
      now,
      connected: () => this.#line?.connected === true,
      onChange: (next) => this.#changed(next),
      onStats: () => undefined,
      // The customer needs no ears: an unplayed track is still received and decoded.
      onRemoteTrack: () => undefined,
    });
    this.#call = call;
    this.#ringTimer = setTimeout(() => void this.#afterRinging(call, onInvite), ringMs);
  }

  async #afterRinging(call: SipCall, onInvite: Exclude<Behaviour['onInvite'], 'busy'>): Promise<void> {
    if (call.snapshot.phase !== 'incoming') return;
    if (onInvite === 'answer') return call.answer();
    if (onInvite === 'reject') return call.hangUp(603);
    // What a gateway says when a phone rang out (RFC 3398 section 7.2.4.1, Q.850 cause 19).
    return call.hangUp(480, ['Reason: Q.850;cause=19;text="No answer"']);
  }

  #changed(call: CallSnapshot): void {
    const { onEvent, voice } = this.#options;
    if (call.phase === 'talking') onEvent({ type: 'answered', detail: call.callId });
    if (call.phase !== 'ended') return;
    clearTimeout(this.#ringTimer);
    this.#call = null;
    voice.hush();
    onEvent({ type: 'ended', detail: call.ending ?? 'failed' });
  }
}
