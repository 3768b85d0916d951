import { randomBytes, randomUUID } from 'node:crypto';
import type { Session, SessionDescriptionHandler } from 'sip.js';
import { WebSocket } from 'ws';
import type { SipAccount } from '../../../../core/call/types.ts';
import type { PhoneEvent } from '../../../../core/ports.ts';
import { startSipRelay, type SipRelay } from '../../../../main/practice/sip-relay.ts';
import { CustomerPhone, type CustomerEvent } from '../../../../renderer/customer/customer-phone.ts';
import { PhoneError } from '../../../../renderer/sip/phone-error.ts';
import { SipPhone, type PhoneAudio } from '../../../../renderer/phone/sip-phone.ts';

// SIP.js opens the global WebSocket; under Node that is the same library that the relay is built on.
Object.assign(globalThis, { WebSocket });

const sdp =
  'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 8\r\n';

/** Real SIP needs a session description, not media: this one is canned. */
export const cannedDescription = (_: Session): SessionDescriptionHandler => ({
  close: () => undefined,
  getDescription: () => Promise.resolve({ body: sdp, contentType: 'application/sdp' }),
  hasDescription: (contentType) => contentType === 'application/sdp',
  setDescription: () => Promise.resolve(),
  sendDtmf: () => false,
});

/** Sound as far as Node has it: whether the microphone is open and the tone on. */
export class SilentAudio implements PhoneAudio {
  readonly handlerFactory = cannedDescription;
  refusesMicrophone = false;
  microphoneOpen = false;
  ringback = false;
  /** Set to make the microphone open only when it is called. */
  gate: Promise<void> = Promise.resolve();
  async openMicrophone(): Promise<void> {
    await this.gate;
    if (this.refusesMicrophone) throw new PhoneError('microphone_refused');
    this.microphoneOpen = true;
  }
  closeMicrophone(): void {
    this.microphoneOpen = false;
  }
  selectMicrophone(): Promise<null> {
    return Promise.resolve(null);
  }
  devices(): Promise<{ microphones: []; selected: null }> {
    return Promise.resolve({ microphones: [], selected: null });
  }
  onDevicesChanged(): void {}
  playRemote(): void {}
  stopRemote(): void {}
  setRingback(on: boolean): void {
    this.ringback = on;
  }
}

/** A relay with an agent's phone and a customer's phone on it, all real but the sound. */
export class PracticeDesk {
  readonly relay: SipRelay;
  readonly agentAccount: SipAccount;
  readonly audio = new SilentAudio();
  readonly phone: SipPhone;
  readonly phoneEvents: PhoneEvent[] = [];
  readonly customer: CustomerPhone;
  readonly customerEvents: CustomerEvent[] = [];
  readonly said: string[] = [];
  target: string;
  readonly #customerAccount: SipAccount;

  static async open(): Promise<PracticeDesk> {
    const [agent, customer] = [randomUUID(), randomUUID()];
    const users = [
      { name: 'agent', password: agent },
      { name: 'customer', password: customer },
    ];
    return new PracticeDesk(await startSipRelay({ users, random: randomBytes }), agent, customer);
  }

  private constructor(relay: SipRelay, agentPassword: string, customerPassword: string) {
    this.relay = relay;
    const account = (name: string, displayName: string, password: string): SipAccount => ({
      server: relay.url,
      uri: `sip:${name}@${relay.domain}`,
      authUser: name,
      password,
      displayName,
    });
    this.agentAccount = account('agent', '回访员, "小王"', agentPassword);
    this.#customerAccount = account('customer', '客户', customerPassword);
    this.target = this.#customerAccount.uri;
    this.phone = new SipPhone({
      audio: this.audio,
      clock: { now: () => Date.now() },
      newId: randomUUID,
      random: () => 0,
    });
    this.phone.onEvent((event) => this.phoneEvents.push(event));
    this.customer = new CustomerPhone({
      handlerFactory: cannedDescription,
      voice: { say: (name) => this.said.push(name), hush: () => undefined },
      onEvent: (event) => this.customerEvents.push(event),
      now: () => Date.now(),
      random: () => 0,
    });
  }

  /** Both ends registered. */
  async connect(): Promise<void> {
    await this.phone.register(this.agentAccount);
    await this.customer.run({ type: 'register', account: this.#customerAccount });
  }

  dial(callId = 'call-1'): Promise<void> {
    return this.phone.dial({ callId, target: this.target, headers: [] });
  }

  /** The last state of the agent's call. */
  get call(): Extract<PhoneEvent, { type: 'call' }>['call'] | undefined {
    return this.phoneEvents.findLast((event) => event.type === 'call')?.call;
  }

  get phases(): string[] {
    return this.phoneEvents.flatMap((event) => (event.type === 'call' ? [event.call.phase] : []));
  }

  get registrations(): string[] {
    return this.phoneEvents.flatMap((event) =>
      event.type === 'registration'
        ? [`${event.registration.state}:${event.registration.reason ?? '-'}`]
        : [],
    );
  }

  /** A second phone on the same relay, with the customer's account, that dials the agent. */
  second(): PracticeDesk {
    const desk = new PracticeDesk(this.relay, this.#customerAccount.password, this.agentAccount.password);
    desk.agentAccount.uri = this.target;
    desk.agentAccount.authUser = 'customer';
    desk.target = this.agentAccount.uri;
    return desk;
  }

  async close(): Promise<void> {
    await this.phone.unregister();
    await this.customer.stop();
    await this.relay.close().catch(() => undefined);
  }
}
