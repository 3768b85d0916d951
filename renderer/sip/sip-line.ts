import { Inviter, UserAgent, type Invitation, type SessionDescriptionHandlerFactory } from 'sip.js';
import type { SipAccount } from '../../core/call/account.ts';
import { nextLine } from '../../core/call/line-machine.ts';
import {
  failedRounds,
  newLine,
  nextDue,
  signallingUp,
  type LineEffect,
  type LineEvent,
  type LineState,
} from '../../core/call/line-state.ts';
import { noRegistration, type Registration } from '../../core/call/types.ts';
import { CallCare } from './line/call-care.ts';
import { createUserAgent, extraHeaders } from './line/user-agent.ts';
import { failPendingRequests } from './line/local-answer.ts';
import { sendPing } from './line/ping.ts';
import { probeServer } from './line/probe-server.ts';
import { RegistrationRequest } from './line/registration-request.ts';
import { allowSecondChallenge } from './line/second-challenge.ts';
import { SessionTimers } from './line/session-timers.ts';
import type { SocketTransport } from './line/socket-transport.ts';
import type { RecoverableCall } from './call-recovery.ts';
import { PhoneError, type PhoneErrorCode } from './phone-error.ts';

export type SipLineOptions = {
  account: SipAccount;
  handlerFactory: SessionDescriptionHandlerFactory;
  onRegistration: (registration: Registration) => void;
  onInvite: (invitation: Invitation) => void;
  /** A number from 0 up to 1; spreads the reconnecting seats. */
  random: () => number;
};

/** A polite end (BYE, unregister) may take this long before the socket is simply dropped. */
const goodbyeMs = 2_000;
/** When the two clocks drift apart by this, the computer slept: the monotonic one may stand still meanwhile. */
const sleptMs = 5_000;

/**
 * One account's connection. SIP.js carries the messages; whether there is a connection, whether the
 * registration holds, which server is next and when, is decided in core/call/line-machine.ts, and this class
 * does what it says. Calls that are `follow`ed are brought back after a loss (line/call-recovery.ts).
 */
export class SipLine {
  readonly #options: SipLineOptions;
  readonly #agent: UserAgent;
  readonly #transport: SocketTransport;
  readonly #register: RegistrationRequest;
  readonly #timers: SessionTimers;
  readonly #care: CallCare;
  readonly #digestUnsupported: () => boolean;
  readonly #network: AbortController = new AbortController();
  #state: LineState;
  #registration: Registration = noRegistration;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #clockGap = clockGap();
  #stopped = false;
  #wasUp = false;
  /** Waits for the first outcome of `start`. */
  #onOutcome: () => void = () => undefined;

  /** Throws PhoneError when the account's addresses cannot be used. */
  constructor(options: SipLineOptions) {
    const { account } = options;
    this.#options = options;
    this.#state = newLine(account.servers.length, account.registerExpiresS);
    const made = createUserAgent(account, options.handlerFactory, (invitation) => this.#invited(invitation));
    this.#agent = made.agent;
    this.#transport = made.transport;
    this.#digestUnsupported = made.digestUnsupported;
    this.#register = new RegistrationRequest(made.agent, extraHeaders(account), made.newToken);
    this.#timers = new SessionTimers(account.sessionExpiresS);
    this.#care = new CallCare({
      agent: made.agent,
      timers: this.#timers,
      onCount: (count) => this.#feed({ type: 'calls', count }),
    });
    this.#transport.listener = {
      opened: (socket) => this.#feed({ type: 'opened', socket }),
      closed: (socket) => this.#feed({ type: 'closed', socket }),
      heard: (socket) => this.#feed({ type: 'heard', socket }),
      received: (message) => {
        allowSecondChallenge(made.agent, message);
        this.#timers.received(message);
        this.#care.received(message);
      },
      sending: (message) => this.#timers.sending(message),
    };
  }

  get registration(): Registration {
    return this.#registration;
  }

  get registered(): boolean {
    return signallingUp(this.#state);
  }

  get connected(): boolean {
    return this.#transport.isConnected();
  }

  /**
   * Connects and registers. Rejects with PhoneError when a whole round through the servers failed; unless the
   * account itself is at fault, further tries go on until `stop`.
   */
  async start(): Promise<void> {
    this.#listenToNetwork();
    await this.#agent.start();
    await new Promise<void>((resolve) => {
      this.#onOutcome = () => {
        const { phase } = this.#state;
        if (phase === 'registered' || phase === 'refused' || phase === 'off' || failedRounds(this.#state) > 0)
          resolve();
      };
      this.#feed({ type: 'start' });
    });
    this.#onOutcome = () => undefined;
    const { reason } = this.#registration;
    if (!this.registered && reason !== null) throw new PhoneError(errorByReason[reason]);
  }

  /** Ends calls, unregisters and closes the socket. */
  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#network.abort();
    clearTimeout(this.#timer);
    if (this.registered) await Promise.race([this.#goodbye(), after(goodbyeMs)]);
    this.#care.close();
    this.#timers.close();
    this.#feed({ type: 'stop' });
    await this.#agent.stop().catch(() => undefined);
  }

  /** After sleep, or when the network changed: the open socket is checked now, and no waiting goes on. */
  wake(): Promise<void> {
    this.#care.networkChanged();
    this.#feed({ type: 'wake' });
    return Promise.resolve();
  }

  /** Watches over the media and the signalling of a call until it ends. */
  follow(call: RecoverableCall): void {
    this.#care.follow(call);
  }

  /** A call to `target` that has not been sent yet. Throws PhoneError `not_registered`. */
  inviter(target: string, headers: readonly string[]): Inviter {
    const uri = UserAgent.makeURI(target);
    if (!this.registered || uri === undefined) throw new PhoneError('not_registered');
    return new Inviter(this.#agent, uri, {
      earlyMedia: true,
      extraHeaders: [...headers, ...extraHeaders(this.#options.account)],
    });
  }

  #invited(invitation: Invitation): void {
    if (!this.#timers.acceptable(invitation)) return;
    this.#options.onInvite(invitation);
  }

  async #goodbye(): Promise<void> {
    await this.#care.hangUpAll();
    await new Promise<void>((resolve) => this.#register.send(0, () => resolve()));
  }

  #feed(event: LineEvent): void {
    const before = this.#state;
    const { state, effects } = nextLine(before, event, {
      now: performance.now(),
      random: this.#options.random(),
    });
    this.#state = state;
    for (const effect of effects) this.#execute(effect);
    if (before.socketOpen && (!state.socketOpen || before.socket !== state.socket)) {
      this.#register.abandon();
      failPendingRequests(this.#agent);
    }
    this.#schedule();
    this.#publish();
    const up = this.registered;
    if (up !== this.#wasUp) {
      this.#wasUp = up;
      this.#care.signalling(up);
    }
    this.#onOutcome();
  }

  #execute(effect: LineEffect): void {
    switch (effect.type) {
      case 'open':
        this.#transport.open(effect.socket, this.#server(effect.server));
        return;
      case 'close':
        this.#transport.drop();
        return;
      case 'register':
        this.#askRegistrar(effect.socket, effect.expiresS);
        return;
      case 'ping':
        sendPing(this.#agent);
        return;
      case 'probe':
        void probeServer(this.#server(effect.server)).then((alive) => this.#feed({ type: 'probed', alive }));
        return;
    }
  }

  #askRegistrar(socket: number, expiresS: number): void {
    this.#register.send(expiresS, (outcome) => {
      if (outcome.accepted) this.#feed({ type: 'accepted', socket, expiresS: outcome.expiresS });
      else {
        const { status, retryAfterS, minExpiresS } = outcome;
        const unsupportedDigest = (status === 401 || status === 407) && this.#digestUnsupported();
        this.#feed({ type: 'rejected', socket, status, retryAfterS, minExpiresS, unsupportedDigest });
      }
    });
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const due = nextDue(this.#state);
    if (due === null || this.#stopped) return;
    this.#timer = setTimeout(
      () => {
        const gap = clockGap();
        const slept = Math.abs(gap - this.#clockGap) > sleptMs;
        this.#clockGap = gap;
        this.#feed({ type: slept ? 'wake' : 'tick' });
      },
      Math.max(0, Math.ceil(due - performance.now())),
    );
  }

  #publish(): void {
    const { phase, reason, sipStatus, server, timers } = this.#state;
    const waiting = phase === 'waiting' && timers.retry !== undefined;
    const registration: Registration = {
      // After a failure the truth stays "failed" until a try succeeds; a light that blinks tells nothing.
      state:
        phase === 'off'
          ? 'off'
          : phase === 'registered'
            ? 'registered'
            : reason === null
              ? 'connecting'
              : 'failed',
      reason: phase === 'registered' ? null : reason,
      sipStatus: phase === 'registered' ? null : sipStatus,
      server: phase === 'off' ? null : this.#server(server),
      nextTryAt: waiting ? Math.round(Date.now() + (timers.retry ?? 0) - performance.now()) : null,
    };
    if (sameRegistration(registration, this.#registration)) return;
    this.#registration = registration;
    this.#options.onRegistration(registration);
  }

  #server(index: number): string {
    return this.#options.account.servers[index] ?? '';
  }

  /** Where there is a window, it tells when the network comes and goes. */
  #listenToNetwork(): void {
    if (typeof window === 'undefined') return;
    const { signal } = this.#network;
    const changed = (type: 'online' | 'offline'): void => {
      this.#care.networkChanged();
      this.#feed({ type });
    };
    window.addEventListener('online', () => changed('online'), { signal });
    window.addEventListener('offline', () => changed('offline'), { signal });
  }
}

const errorByReason: Readonly<Record<NonNullable<Registration['reason']>, PhoneErrorCode>> = {
  wrong_password: 'wrong_password',
  forbidden: 'not_registered',
  not_found: 'not_registered',
  timeout: 'unreachable',
  unreachable: 'unreachable',
  server_error: 'not_registered',
};

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const clockGap = (): number => Date.now() - performance.now();

/** The time of the next try is a forecast: by itself it is no news. */
const sameRegistration = (a: Registration, b: Registration): boolean =>
  a.state === b.state &&
  a.reason === b.reason &&
  a.sipStatus === b.sipStatus &&
  a.server === b.server &&
  (a.nextTryAt === null) === (b.nextTryAt === null);
