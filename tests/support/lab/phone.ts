import { headerOf, paramOf, type SipHeader } from '../../../main/practice/sip-message.ts';
import type { Lab } from './lab.ts';
import { digestAnswer } from './phone/digest-answer.ts';
import { LabCall, readReferTo, type CallOwner } from './phone/lab-call.ts';
import { header, newToken, SipEndpoint, type ServerTransaction } from './phone/sip-endpoint.ts';
import { silenceSource, type AudioSource } from './phone/tones.ts';

export type PhoneOptions = {
  user: string;
  /** Another domain than the lab's, as a caller from elsewhere has. */
  domain?: string;
  /** What it sends in every call. */
  sound?: () => AudioSource;
  /** Called with every incoming call; by default it rings. */
  onCall?: (call: LabCall) => void;
  /** Registers with the lab's password for the user; else it needs a route in the lab. */
  register?: boolean;
  /** Another password than the right one. */
  password?: string;
  /** Answers telephone-event under this number instead of the offered one, as some phones do. */
  ownEventType?: number;
  /** Says what it is in its Contact, e.g. `;isfocus`. */
  contactParams?: string;
  /** How a REFER is followed; by default it dials the target and then leaves the first call to the transferor. */
  followsRefer?: boolean;
};

/** A scripted plain telephone: SIP over UDP, G.711 over RTP. */
export class LabPhone implements CallOwner {
  readonly endpoint: SipEndpoint;
  readonly user: string;
  readonly domain: string;
  readonly password: string | null;
  readonly ownEventType: number | null;
  readonly contactParams: string;
  readonly calls: LabCall[] = [];
  onCall: (call: LabCall) => void;
  sound: () => AudioSource;
  readonly #followsRefer: boolean;
  #registered = false;

  private constructor(lab: Lab, options: PhoneOptions) {
    this.user = options.user;
    this.domain = options.domain ?? lab.domain;
    this.password = options.password ?? lab.passwordOf(options.user);
    this.ownEventType = options.ownEventType ?? null;
    this.contactParams = options.contactParams ?? '';
    this.endpoint = new SipEndpoint({ address: lab.address, port: lab.sipPort });
    this.endpoint.onRequest = (transaction) => void this.#received(transaction);
    this.onCall = options.onCall ?? ((call) => call.ring());
    this.sound = options.sound ?? (() => silenceSource);
    this.#followsRefer = options.followsRefer ?? true;
  }

  /** @throws when the registration is refused */
  static async start(lab: Lab, options: PhoneOptions): Promise<LabPhone> {
    const phone = new LabPhone(lab, options);
    await phone.endpoint.open(lab.address);
    if (options.register ?? true) {
      try {
        await phone.register();
      } catch (error) {
        phone.endpoint.close();
        throw error;
      }
    }
    return phone;
  }

  /** Where it listens, for a route of the lab. */
  get address(): string {
    return `sip:${this.endpoint.address}:${this.endpoint.port}`;
  }

  async register(expiresS = 600): Promise<void> {
    const uri = `sip:${this.domain}`;
    const callId = `${newToken()}@lab`;
    const tag = newToken();
    const send = (cseq: number, more: readonly SipHeader[]) =>
      this.endpoint.request({
        method: 'REGISTER',
        uri,
        headers: [
          header('from', `<sip:${this.user}@${this.domain}>;tag=${tag}`),
          header('to', `<sip:${this.user}@${this.domain}>`),
          header('call-id', callId),
          header('cseq', `${cseq} REGISTER`),
          header('contact', `<sip:${this.user}@${this.endpoint.address}:${this.endpoint.port}>`),
          header('expires', String(expiresS)),
          ...more,
        ],
      });
    let response = await send(1, []);
    if (response.status === 401) {
      const challenge = headerOf(response.headers, 'www-authenticate') ?? '';
      const answer = digestAnswer(challenge, {
        user: this.user,
        password: this.password ?? '',
        method: 'REGISTER',
        uri,
      });
      response = await send(2, [header('authorization', answer)]);
    }
    if (response.status !== 200) throw new Error(`${this.user} was not registered: ${response.status}`);
    this.#registered = expiresS > 0;
  }

  /** Dials a user of the lab or a `sip:` address; resolves when the INVITE is on its way. */
  async call(target: string, extra: readonly SipHeader[] = []): Promise<LabCall> {
    const call = await LabCall.outgoing(this, target, extra);
    call.audio.source = this.sound();
    this.calls.push(call);
    return call;
  }

  /** Waits for the next call that comes in and was not taken by an earlier `incoming`. */
  async incoming(limitMs = 15_000): Promise<LabCall> {
    const end = performance.now() + limitMs;
    for (;;) {
      const call = this.calls.find((one) => one.direction === 'incoming' && !this.#taken.has(one));
      if (call !== undefined) {
        this.#taken.add(call);
        return call;
      }
      if (performance.now() > end) throw new Error(`no call came to the lab phone ${this.user}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
  readonly #taken = new Set<LabCall>();

  /** Ends every call that is still up and forgets all of them. */
  async clear(): Promise<void> {
    for (const call of this.calls.splice(0)) {
      // The server may be gone by design of the test.
      if (call.state !== 'ended') await call.hangUp().catch(() => undefined);
      call.audio.close();
    }
  }

  async close(): Promise<void> {
    await this.clear();
    if (this.#registered) await this.register(0).catch(() => undefined);
    this.endpoint.close();
  }

  onRefer(call: LabCall, target: string, notify: (status: number, reason: string) => Promise<void>): void {
    if (this.#followsRefer) void this.#follow(call, target, notify);
  }

  onEnded(): void {
    // A test looks at the calls of a phone after their end too, so they stay in the list.
  }

  async #follow(
    _call: LabCall,
    target: string,
    notify: (status: number, reason: string) => Promise<void>,
  ): Promise<void> {
    const { uri, headers } = readReferTo(target);
    await notify(100, 'Trying');
    const next = await this.call(uri, headers);
    await next.when('be answered or ended', () => next.state === 'talking' || next.state === 'ended', 40_000);
    if (next.state === 'talking') await notify(200, 'OK');
    else await notify(next.status ?? 500, next.reason);
  }

  async #received(transaction: ServerTransaction): Promise<void> {
    const { request, respond } = transaction;
    const id = headerOf(request.headers, 'call-id');
    const tag = paramOf(headerOf(request.headers, 'to') ?? '', 'tag');
    const known = this.calls.find((call) => call.callId === id && (tag === null || tag === call.localTag));
    if (known !== undefined) known.received(transaction);
    else if (request.method === 'INVITE' && tag === null) await this.#invited(transaction);
    else if (request.method === 'OPTIONS') respond(200, 'OK');
    else if (request.method !== 'ACK') respond(481, 'Call/Transaction Does Not Exist');
  }

  async #invited(transaction: ServerTransaction): Promise<void> {
    const replaces = headerOf(transaction.request.headers, 'replaces');
    const replaced = replaces === null ? undefined : this.calls.find((call) => call.isReplacedBy(replaces));
    if (replaces !== null && replaced === undefined) {
      transaction.respond(481, 'Call/Transaction Does Not Exist');
      return;
    }
    const call = await LabCall.incoming(this, transaction);
    call.audio.source = this.sound();
    this.calls.push(call);
    if (replaced === undefined) {
      this.onCall(call);
      return;
    }
    call.answer();
    await replaced.hangUp().catch(() => undefined);
  }
}
