import { randomBytes, randomUUID } from 'node:crypto';
import type { Session, SessionDescriptionHandler, Web } from 'sip.js';
import { expect, vi } from 'vitest';
import { WebSocket } from 'ws';
import { accountDefaults, type SipAccount } from '../../../../core/call/account.ts';
import {
  defaultAudioPreferences,
  type AudioPreferences,
  type AudioState,
} from '../../../../core/call/audio.ts';
import type { CallSnapshot } from '../../../../core/call/types.ts';
import type { PhoneEvent } from '../../../../core/ports.ts';
import { startSipRelay, type SipRelay } from '../../../../main/practice/sip-relay.ts';
import { CustomerPhone, type CustomerEvent } from '../../../../renderer/customer/customer-phone.ts';
import { PhoneError } from '../../../../renderer/sip/phone-error.ts';
import type { PhoneAudio } from '../../../../renderer/phone/phone-audio.ts';
import { SipPhone } from '../../../../renderer/phone/sip-phone.ts';
import { ScriptedPhone, sdpOf } from './scripted-phone.ts';

// SIP.js opens the global WebSocket; under Node that is the same library that the relay is built on.
Object.assign(globalThis, { WebSocket });

const directions: Readonly<Record<string, string>> = {
  sendonly: 'recvonly',
  recvonly: 'sendonly',
  inactive: 'inactive',
};

/** A sender as far as the mute needs one. Node has no WebRTC: tests/e2e/calls.spec.ts proves the sound. */
export type FakeSender = {
  track: { kind: 'audio'; enabled: boolean; stop(): void };
  replaceTrack(track: FakeSender['track']): Promise<void>;
  dtmf: null;
};

/** Real SIP needs a session description, not media: this one is made by hand and keeps to RFC 3264. */
export class CannedMedia {
  readonly senders: FakeSender[] = [];
  /** Offers asked for, newest last. */
  readonly offers: { hold: boolean; iceRestart: boolean }[] = [];
  /** What setting the other side's description waits for. */
  gate: Promise<void> = Promise.resolve();

  readonly factory = (_: Session): SessionDescriptionHandler => {
    const sender: FakeSender = {
      track: { kind: 'audio', enabled: true, stop: () => undefined },
      replaceTrack: (track) => {
        sender.track = track;
        return Promise.resolve();
      },
      dtmf: null,
    };
    this.senders.push(sender);
    let remoteOffer: string | null = null;
    let offering = false;
    const peerConnection = {
      getSenders: () => [sender],
      getTransceivers: () => [],
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
      iceConnectionState: 'connected',
      getStats: () => Promise.resolve(new Map()),
      connectionState: 'connected',
    };
    const handler: SessionDescriptionHandler & { peerConnection: object } = {
      peerConnection,
      close: () => undefined,
      getDescription: (options?: Web.SessionDescriptionHandlerOptions) => {
        const hold = options?.hold === true;
        const asked = remoteOffer === null ? null : /a=(send\w+|recvonly|inactive)/.exec(remoteOffer)?.[1];
        const usual = hold ? 'sendonly' : 'sendrecv';
        let direction = asked === null ? usual : (directions[asked ?? 'sendrecv'] ?? usual);
        if (hold && direction === 'recvonly') direction = 'inactive';
        if (remoteOffer === null) {
          offering = true;
          this.offers.push({ hold, iceRestart: options?.offerOptions?.iceRestart === true });
        }
        remoteOffer = null;
        return Promise.resolve({ body: sdpOf(direction), contentType: 'application/sdp' });
      },
      hasDescription: (contentType) => contentType === 'application/sdp',
      setDescription: async (sdp) => {
        await this.gate;
        if (offering) offering = false;
        else remoteOffer = sdp;
      },
      rollbackDescription: () => {
        offering = false;
        remoteOffer = null;
        return Promise.resolve();
      },
      sendDtmf: () => false,
    };
    return handler;
  };
}

export const cannedDescription = (session: Session): SessionDescriptionHandler =>
  new CannedMedia().factory(session);

/** Sound as far as Node has it: whether the microphone is open and the tone on. */
export class SilentAudio implements PhoneAudio {
  readonly media = new CannedMedia();
  readonly handlerFactory = this.media.factory;
  callWaiting = false;
  #replaced: (track: MediaStreamTrack) => void = () => undefined;
  refusesMicrophone = false;
  microphoneOpen = false;
  ringback = false;
  ringing = false;
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
  state(): Promise<AudioState> {
    return Promise.resolve(this.#state);
  }
  setPreferences(preferences: AudioPreferences): Promise<AudioState> {
    this.#state = { ...this.#state, preferences };
    return Promise.resolve(this.#state);
  }
  #state: AudioState = {
    microphones: [],
    speakers: [],
    preferences: defaultAudioPreferences,
    inUse: { microphone: null, speaker: null },
    microphoneSilent: false,
  };
  onChange(): void {}
  onMicrophoneReplaced(listener: (track: MediaStreamTrack) => void): void {
    this.#replaced = listener;
  }
  /** Another microphone was chosen: what the phone gets is a track that makes copies of itself. */
  replaceMicrophone(): void {
    const track = { kind: 'audio', enabled: true, stop: () => undefined, clone: () => ({ ...track }) };
    this.#replaced(track as unknown as MediaStreamTrack);
  }
  everRang = false;
  setRinging(on: boolean): void {
    this.everRang ||= on;
    this.ringing = on;
  }
  setCallWaiting(on: boolean): void {
    this.everRang ||= on;
    this.callWaiting = on;
  }
  /** What the agent says while he is muted. */
  spokenLevel = 0;
  listening = false;
  listenWhileMuted(on: boolean): void {
    this.listening = on;
  }
  mutedLevel(): number {
    return this.listening ? this.spokenLevel : 0;
  }
  playRemote(): void {}
  stopRemote(): void {}
  setRingback(on: boolean): void {
    this.ringback = on;
  }
}

/** Accounts for telephones that say what a test tells them; the password is the name. */
const scripted = ['third', 'fourth', 'focus'];

/** A relay with an agent's phone and a customer's phone on it, all real but the sound. */
export class PracticeDesk {
  readonly relay: SipRelay;
  readonly agentAccount: SipAccount;
  readonly audio = new SilentAudio();
  readonly phone: SipPhone;
  readonly phoneEvents: PhoneEvent[] = [];
  readonly customerMedia = new CannedMedia();
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
      ...scripted.map((name) => ({ name, password: name })),
    ];
    return new PracticeDesk(await startSipRelay({ users, random: randomBytes }), agent, customer);
  }

  private constructor(relay: SipRelay, agentPassword: string, customerPassword: string) {
    this.relay = relay;
    const account = (name: string, displayName: string, password: string): SipAccount => ({
      ...accountDefaults,
      servers: [relay.url],
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
      handlerFactory: this.customerMedia.factory,
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

  /** A telephone with an account of its own that says what a test tells it. */
  scripted(name: 'third' | 'fourth' | 'focus'): Promise<ScriptedPhone> {
    return ScriptedPhone.register(this.relay.url, this.relay.domain, name, name);
  }

  uri(name: string): string {
    return `sip:${name}@${this.relay.domain}`;
  }

  /** The last state of one of the agent's calls. */
  of(callId: string): CallSnapshot | undefined {
    const of = (event: PhoneEvent): boolean => event.type === 'call' && event.call.callId === callId;
    const last = this.phoneEvents.findLast(of);
    return last?.type === 'call' ? last.call : undefined;
  }

  /** The agent calls somebody who picks up at once. */
  async talkTo(name: string, callId: string): Promise<void> {
    await this.phone.dial({ callId, target: this.uri(name), headers: [] });
    await vi.waitFor(() => expect(this.of(callId)?.phase).toBe('talking'), { timeout: 10_000, interval: 5 });
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
