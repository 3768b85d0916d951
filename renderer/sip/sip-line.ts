import {
  Inviter,
  Registerer,
  RegistererState,
  UserAgent,
  UserAgentState,
  type Invitation,
  type SessionDescriptionHandlerFactory,
} from 'sip.js';
import { reconnectDelayMs } from '../../core/call/reconnect-delay.ts';
import { permanentRegistrationReasons, registrationReasonFor } from '../../core/call/sip-endings.ts';
import type { Registration, SipAccount } from '../../core/call/types.ts';
import { PhoneError, type PhoneErrorCode } from './phone-error.ts';

export type SipLineOptions = {
  account: SipAccount;
  handlerFactory: SessionDescriptionHandlerFactory;
  onRegistration: (registration: Registration) => void;
  onInvite: (invitation: Invitation) => void;
  /** A number from 0 up to 1; spreads the reconnecting seats. */
  random: () => number;
};

type Reason = NonNullable<Registration['reason']>;

const registerTimeoutMs = 8_000;
/** A polite end (BYE, unregister) may take this long before the socket is simply closed. */
const goodbyeMs = 2_000;
/** SIP.js waits 5 s for ICE candidates by default, which an agent hears as a slow phone. */
const iceGatheringTimeoutMs = 500;

/**
 * One account's connection: socket, registration and the way back after a loss. SIP.js neither reconnects nor
 * notices that its registration died with the socket, so the state shown here is taken from both.
 */
export class SipLine {
  readonly #options: SipLineOptions;
  readonly #agent: UserAgent;
  readonly #registerer: Registerer;
  #registration: Registration = { state: 'off', reason: null, sipStatus: null };
  #failures = 0;
  #busy = false;
  #stopped = false;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;

  /** Throws PhoneError when the account's addresses cannot be used. */
  constructor(options: SipLineOptions) {
    this.#options = options;
    const { account, handlerFactory } = options;
    const uri = UserAgent.makeURI(account.uri);
    if (uri === undefined) throw new PhoneError('not_registered');
    try {
      this.#agent = new UserAgent({
        uri,
        // SIP.js puts the name between quotes as it is (RFC 3261 section 25.1 would escape these).
        displayName: account.displayName.replace(/["\\\r\n]/g, ''),
        authorizationUsername: account.authUser,
        authorizationPassword: account.password,
        transportOptions: { server: account.server, connectionTimeout: 5 },
        sessionDescriptionHandlerFactory: handlerFactory,
        sessionDescriptionHandlerFactoryOptions: {
          iceGatheringTimeout: iceGatheringTimeoutMs,
          // SIP.js would ask a public STUN server; an insurer's seat talks to its own PBX.
          peerConnectionConfiguration: { iceServers: [] },
        },
        userAgentString: 'CallbackDesk',
        // SIP messages hold numbers and names, which no log may (design.md I10).
        logBuiltinEnabled: false,
        delegate: {
          onDisconnect: (error) => this.#disconnected(error),
          onInvite: (invitation) => options.onInvite(invitation),
        },
      });
    } catch (error) {
      throw new PhoneError('unreachable', error);
    }
    // The default refresh at 99 % of the time leaves no room for a slow network.
    this.#registerer = new Registerer(this.#agent, { expires: 300, refreshFrequency: 80 });
    this.#registerer.stateChange.addListener((state) => {
      // A refresh that SIP.js sent by itself was refused: ask again, so as to learn the reason.
      const refused = state === RegistererState.Unregistered && this.registered;
      if (refused && !this.#busy && !this.#stopped) void this.#attempt();
    });
  }

  get registration(): Registration {
    return this.#registration;
  }

  get registered(): boolean {
    return this.#registration.state === 'registered';
  }

  get connected(): boolean {
    return this.#agent.isConnected();
  }

  /**
   * Connects and registers. Rejects with PhoneError when the first try fails; unless the account itself is at
   * fault, further tries go on until `stop`.
   */
  async start(): Promise<void> {
    const reason = await this.#attempt();
    if (reason !== null) throw new PhoneError(errorByReason[reason]);
  }

  /** Ends calls, unregisters and closes the socket. */
  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    clearTimeout(this.#retryTimer);
    const { transport } = this.#agent;
    await Promise.race([this.#agent.stop().catch(() => undefined), after(goodbyeMs)]);
    if (transport.isConnected()) await transport.disconnect().catch(() => undefined);
    this.#set({ state: 'off', reason: null, sipStatus: null });
  }

  /** A call to `target` that has not been sent yet. Throws PhoneError `not_registered`. */
  inviter(target: string, headers: readonly string[]): Inviter {
    const uri = UserAgent.makeURI(target);
    if (!this.registered || uri === undefined) throw new PhoneError('not_registered');
    return new Inviter(this.#agent, uri, { earlyMedia: true, extraHeaders: [...headers] });
  }

  /** One try to connect and register; null when it worked. */
  async #attempt(): Promise<Reason | null> {
    this.#busy = true;
    // After a failure the truth stays "failed" until a try succeeds; a light that blinks tells nothing.
    if (this.#failures === 0) this.#set({ state: 'connecting', reason: null, sipStatus: null });
    const refused = await this.#connectAndRegister();
    this.#busy = false;
    if (this.#stopped) return refused?.reason ?? null;
    if (refused === null) {
      this.#failures = 0;
      this.#set({ state: 'registered', reason: null, sipStatus: null });
      return null;
    }
    this.#failures += 1;
    this.#set({ state: 'failed', ...refused });
    if (!permanentRegistrationReasons.includes(refused.reason)) this.#retryLater();
    return refused.reason;
  }

  async #connectAndRegister(): Promise<{ reason: Reason; sipStatus: number | null } | null> {
    try {
      if (this.#agent.state !== UserAgentState.Started) await this.#agent.start();
      else if (!this.#agent.isConnected()) await this.#agent.reconnect();
    } catch {
      return { reason: 'unreachable', sipStatus: null };
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve({ reason: 'timeout', sipStatus: null }), registerTimeoutMs);
      const done = (result: { reason: Reason; sipStatus: number | null } | null): void => {
        clearTimeout(timer);
        resolve(result);
      };
      this.#registerer
        .register({
          requestDelegate: {
            onAccept: () => done(null),
            onReject: ({ message }) => {
              const sipStatus = message.statusCode ?? 500;
              done({ reason: registrationReasonFor(sipStatus), sipStatus });
            },
          },
        })
        // An earlier REGISTER is still unanswered (RFC 3261 section 10.2 allows one at a time).
        .catch(() => done({ reason: 'timeout', sipStatus: null }));
    });
  }

  #disconnected(error: Error | undefined): void {
    if (this.#stopped || error === undefined) return;
    this.#set({ state: 'connecting', reason: null, sipStatus: null });
    if (!this.#busy) this.#retryLater();
  }

  #retryLater(): void {
    clearTimeout(this.#retryTimer);
    const delay = reconnectDelayMs(Math.max(1, this.#failures), this.#options.random());
    this.#retryTimer = setTimeout(() => void this.#attempt(), delay);
  }

  #set(registration: Registration): void {
    this.#registration = registration;
    this.#options.onRegistration(registration);
  }
}

const errorByReason: Readonly<Record<Reason, PhoneErrorCode>> = {
  wrong_password: 'wrong_password',
  forbidden: 'not_registered',
  not_found: 'not_registered',
  timeout: 'unreachable',
  unreachable: 'unreachable',
  server_error: 'not_registered',
};

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
