import { randomInt } from 'node:crypto';
import {
  headerOf,
  headersOf,
  paramOf,
  splitList,
  type SipHeader,
  type SipRequest,
  type SipResponse,
} from '../../../../main/practice/sip-message.ts';
import { digestAnswer } from './digest-answer.ts';
import { RtpSession } from './rtp-session.ts';
import { answerDirection, readSdp, writeSdp, type AudioSdp, type Direction } from './sdp.ts';
import { header, newToken, type ServerTransaction, type SipEndpoint } from './sip-endpoint.ts';

export type CallState = 'calling' | 'ringing' | 'incoming' | 'talking' | 'ended';

/** What a call needs of its telephone. */
export type CallOwner = {
  readonly endpoint: SipEndpoint;
  readonly user: string;
  readonly domain: string;
  readonly password: string | null;
  /** Number used for telephone-event in an answer; null echoes the offered one. */
  readonly ownEventType: number | null;
  /** Parameter of the Contact, e.g. `;isfocus`. */
  readonly contactParams: string;
  /** A REFER came in: follow it, and tell how it goes. */
  onRefer(call: LabCall, target: string, notify: (status: number, reason: string) => Promise<void>): void;
  onEnded(call: LabCall): void;
};

/** How a transfer that we asked for goes: the statuses in the NOTIFYs. */
export type TransferReport = { accepted: number; statuses: number[] };

const addressIn = (value: string): string =>
  /<([^>]*)>/.exec(value)?.[1] ?? value.split(';')[0]?.trim() ?? '';
const limitMs = 10_000;

/** One call of a lab phone: a dialog (RFC 3261 section 12) with its sound. */
export class LabCall {
  readonly audio = new RtpSession();
  readonly direction: 'outgoing' | 'incoming';
  readonly callId: string;
  readonly localTag = newToken();
  remoteTag: string | null = null;
  state: CallState;
  /** Final status of a call that did not come about. */
  status: number | null = null;
  reason = '';
  /** Reason header of the BYE, CANCEL or refusal that ended it (RFC 3326). */
  reasonHeader: string | null = null;
  endedBy: 'local' | 'remote' | null = null;
  /** The INVITE that began it, with its headers. */
  invite: SipRequest | null = null;
  /** Digits that came as INFO (application/dtmf-relay or application/dtmf). */
  infoDigits = '';
  /** Direction that the other side asked for last. */
  remoteDirection: Direction = 'sendrecv';
  provisional: number[] = [];
  readonly transfers: TransferReport[] = [];

  readonly #owner: CallOwner;
  readonly #remoteUri: string;
  readonly #extra: readonly SipHeader[];
  #target: string;
  #routes: readonly string[] = [];
  #cseq = randomInt(1, 1000);
  #rtpPort = 0;
  #direction: Direction = 'sendrecv';
  #sdpVersion = 1;
  readonly #sessionId = randomInt(2 ** 31);
  #pending: ServerTransaction | null = null;
  #branch = '';
  #remoteEvent: number | null = 101;
  #answering: AudioSdp | null = null;

  private constructor(
    owner: CallOwner,
    direction: 'outgoing' | 'incoming',
    callId: string,
    remoteUri: string,
    target: string,
    extra: readonly SipHeader[],
  ) {
    // prettier-ignore
    this.#owner = owner;
    this.direction = direction;
    this.callId = callId;
    this.#remoteUri = remoteUri;
    this.#target = target;
    this.#extra = extra;
    this.state = direction === 'outgoing' ? 'calling' : 'incoming';
  }

  static async incoming(owner: CallOwner, transaction: ServerTransaction): Promise<LabCall> {
    const { request } = transaction;
    const from = headerOf(request.headers, 'from') ?? '';
    const call = new LabCall(owner, 'incoming', headerOf(request.headers, 'call-id') ?? '', from, '', []);
    call.invite = request;
    call.remoteTag = paramOf(from, 'tag');
    call.#target = addressIn(headerOf(request.headers, 'contact') ?? '');
    call.#routes = headersOf(request.headers, 'record-route');
    call.#pending = transaction;
    call.#rtpPort = await call.audio.open(owner.endpoint.address);
    call.#takeRemote(readSdp(request.body));
    transaction.respond(100, 'Trying');
    return call;
  }

  /** Dials; resolves as soon as the INVITE is on its way. */
  static async outgoing(owner: CallOwner, target: string, extra: readonly SipHeader[]): Promise<LabCall> {
    const uri = target.startsWith('sip:') ? target : `sip:${target}@${owner.domain}`;
    const call = new LabCall(owner, 'outgoing', `${newToken()}@lab`, `<${uri}>`, uri, extra);
    call.#rtpPort = await call.audio.open(owner.endpoint.address);
    void call.#dial();
    return call;
  }

  ring(status = 180): void {
    this.#respond(status, status === 180 ? 'Ringing' : 'Progress');
    this.state = 'ringing';
  }

  /** 183 with a session description: what the phone plays is heard before the answer. */
  earlyMedia(): void {
    this.#respond(183, 'Session Progress', [], this.#answerSdp());
    this.state = 'ringing';
  }

  answer(): void {
    this.#respond(200, 'OK', [header('allow', allowed)], this.#answerSdp());
    this.#pending = null;
    this.state = 'talking';
  }

  reject(status: number, reason: string, reasonHeader?: string): void {
    this.#respond(status, reason, reasonHeader === undefined ? [] : [header('reason', reasonHeader)]);
    this.#end('local', status, reason);
  }

  /** Ends it whatever its state: CANCEL, refusal or BYE. */
  async hangUp(reasonHeader?: string): Promise<void> {
    if (this.state === 'ended') return;
    if (this.state === 'incoming' || (this.state === 'ringing' && this.direction === 'incoming')) {
      this.reject(603, 'Decline', reasonHeader);
    } else if (this.state === 'talking') {
      this.#end('local', 200, 'OK');
      await this.#request('BYE', reasonHeader === undefined ? [] : [header('reason', reasonHeader)]);
    } else await this.#cancel();
  }

  hold(direction: 'sendonly' | 'inactive' = 'sendonly'): Promise<SipResponse> {
    return this.#reinvite(direction);
  }

  /** With `headers` also a refresh of the session (RFC 4028). */
  resume(headers: readonly SipHeader[] = []): Promise<SipResponse> {
    return this.#reinvite('sendrecv', headers);
  }

  sendInfo(digit: string): Promise<SipResponse> {
    const type = header('content-type', 'application/dtmf-relay');
    return this.#request('INFO', [type], `Signal=${digit}\r\nDuration=160\r\n`);
  }

  /**
   * Asks the other side to call `target` (RFC 3515); with `replacing` it takes over the far end of that call
   * (RFC 3891). The report fills as NOTIFYs come in.
   */
  async refer(target: string, replacing?: LabCall): Promise<TransferReport> {
    const uri = target.startsWith('sip:') ? target : `sip:${target}@${this.#owner.domain}`;
    const replaces =
      replacing === undefined
        ? ''
        : `?Replaces=${encodeURIComponent(`${replacing.callId};to-tag=${replacing.remoteTag};from-tag=${replacing.localTag}`)}`;
    const report: TransferReport = { accepted: 0, statuses: [] };
    this.transfers.push(report);
    const own = `<sip:${this.#owner.user}@${this.#owner.domain}>`;
    const answer = await this.#request('REFER', [
      header('refer-to', `<${replacing === undefined ? uri : replacing.#target}${replaces}>`),
      header('referred-by', own),
    ]);
    report.accepted = answer.status;
    return report;
  }

  /** Waits for a state; `ended` also satisfies nothing else, so a refused call fails at once. */
  async until(state: CallState, limit = limitMs): Promise<this> {
    return this.when(`become ${state}`, () => this.state === state, limit);
  }

  async when(what: string, fulfilled: () => boolean, limit = limitMs): Promise<this> {
    const end = performance.now() + limit;
    while (!fulfilled()) {
      if (performance.now() > end || (this.state === 'ended' && !what.includes('ended'))) {
        throw new Error(
          `the lab phone's call did not ${what}: ${this.state} ${this.status ?? ''} ${this.reason}, ${this.audio.describe()}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return this;
  }

  /** Whether a Replaces header names this call as its far end sees it (RFC 3891 section 3). */
  isReplacedBy(replaces: string): boolean {
    const id = replaces.split(';')[0]?.trim();
    return (
      id === this.callId &&
      paramOf(replaces, 'to-tag') === this.localTag &&
      paramOf(replaces, 'from-tag') === this.remoteTag
    );
  }

  /** A request within this dialog, or the CANCEL of its INVITE. */
  received(transaction: ServerTransaction): void {
    const { request, respond } = transaction;
    switch (request.method) {
      case 'ACK': {
        const sdp = readSdp(request.body);
        if (sdp !== null) this.#takeRemote(sdp);
        return;
      }
      case 'BYE':
        respond(200, 'OK');
        this.reasonHeader = headerOf(request.headers, 'reason');
        this.#end('remote', 200, 'OK');
        return;
      case 'CANCEL':
        respond(200, 'OK');
        if (this.#pending === null) return;
        this.reasonHeader = headerOf(request.headers, 'reason');
        this.#respond(487, 'Request Terminated');
        this.#end('remote', 487, 'Request Terminated');
        return;
      case 'INVITE':
      case 'UPDATE':
        this.#offered(transaction);
        return;
      case 'INFO':
        this.infoDigits += /Signal\s*=\s*(\S)/i.exec(request.body)?.[1] ?? request.body.trim().slice(0, 1);
        respond(200, 'OK');
        return;
      case 'REFER':
        this.#referred(transaction);
        return;
      case 'NOTIFY': {
        const status = /^SIP\/2\.0 (\d{3})/.exec(request.body)?.[1];
        if (status !== undefined) this.transfers.at(-1)?.statuses.push(Number(status));
        respond(200, 'OK');
        return;
      }
      default:
        respond(200, 'OK', [header('allow', allowed)]);
    }
  }

  #offered({ request, respond }: ServerTransaction): void {
    const offer = readSdp(request.body);
    const contact = headerOf(request.headers, 'contact');
    if (contact !== null) this.#target = addressIn(contact);
    if (offer === null && request.method === 'UPDATE') {
      respond(200, 'OK', [this.#contact()]);
      return;
    }
    this.#takeRemote(offer);
    const body = this.#answerSdp();
    respond(200, 'OK', [this.#contact(), header('content-type', 'application/sdp')], body, this.localTag);
  }

  #referred({ request, respond }: ServerTransaction): void {
    respond(202, 'Accepted', [this.#contact()]);
    const target = addressIn(headerOf(request.headers, 'refer-to') ?? '');
    const notify = async (status: number, reason: string): Promise<void> => {
      const state = status < 200 ? 'active;expires=60' : 'terminated;reason=noresource';
      await this.#request(
        'NOTIFY',
        [
          header('event', 'refer'),
          header('subscription-state', state),
          header('content-type', 'message/sipfrag;version=2.0'),
        ],
        `SIP/2.0 ${status} ${reason}\r\n`,
      ).catch(() => undefined); // whoever asked may have hung up meanwhile
    };
    this.#owner.onRefer(this, target, notify);
  }

  async #dial(authorization?: SipHeader): Promise<void> {
    this.#branch = `z9hG4bK${newToken()}`;
    this.#cseq += 1;
    this.#remoteEvent = 101;
    const body = this.#sdp('sendrecv', 101);
    const headers = [
      ...this.#dialogHeaders('INVITE', this.#cseq),
      this.#contact(),
      header('allow', allowed),
      header('supported', 'replaces'),
      header('content-type', 'application/sdp'),
      ...this.#extra,
      ...(authorization === undefined ? [] : [authorization]),
    ];
    const response = await this.#owner.endpoint
      .request(
        { method: 'INVITE', uri: this.#target, headers, body },
        (early) => this.#early(early),
        this.#branch,
      )
      .catch(() => null);
    if (response === null) {
      this.#end('remote', 408, 'nobody answered');
      return;
    }
    const password = this.#owner.password;
    const challenged = response.status === 401 || response.status === 407;
    if (challenged && authorization === undefined && password !== null) {
      await this.#dial(this.#authorization(response, 'INVITE', password));
      return;
    }
    this.#answered(response);
  }

  #authorization(response: SipResponse, method: string, password: string): SipHeader {
    const proxy = response.status === 407;
    const challenge = headerOf(response.headers, proxy ? 'proxy-authenticate' : 'www-authenticate') ?? '';
    const value = digestAnswer(challenge, { user: this.#owner.user, password, method, uri: this.#target });
    return header(proxy ? 'proxy-authorization' : 'authorization', value);
  }

  #early(response: SipResponse): void {
    this.provisional.push(response.status);
    if (response.status === 100) return;
    if (this.state === 'calling') this.state = 'ringing';
    const sdp = readSdp(response.body);
    if (sdp !== null) this.#takeRemote(sdp);
  }

  #answered(response: SipResponse): void {
    if (response.status >= 300) {
      this.reasonHeader = headerOf(response.headers, 'reason');
      this.#end('remote', response.status, response.reason);
      return;
    }
    this.remoteTag = paramOf(headerOf(response.headers, 'to') ?? '', 'tag');
    this.#target = addressIn(headerOf(response.headers, 'contact') ?? '');
    this.#routes = headersOf(response.headers, 'record-route').toReversed();
    this.#takeRemote(readSdp(response.body));
    this.#acknowledge(this.#cseq);
    // Cancelled just as it was answered: RFC 3261 section 15 says BYE.
    if (this.state === 'ended') void this.#request('BYE').catch(() => undefined);
    else this.state = 'talking';
  }

  #acknowledge(cseq: number): void {
    const headers = this.#dialogHeaders('ACK', cseq);
    this.#owner.endpoint.sendOnly({ method: 'ACK', uri: this.#target, headers });
  }

  async #cancel(): Promise<void> {
    const headers = this.#dialogHeaders('CANCEL', this.#cseq);
    await this.#owner.endpoint.request(
      { method: 'CANCEL', uri: this.#target, headers },
      undefined,
      this.#branch,
    );
    await this.until('ended');
  }

  async #reinvite(direction: Direction, headers: readonly SipHeader[] = []): Promise<SipResponse> {
    this.#direction = direction;
    const response = await this.#request(
      'INVITE',
      [header('content-type', 'application/sdp'), header('supported', 'replaces'), ...headers],
      this.#sdp(direction, this.#remoteEvent),
    );
    if (response.status < 300) {
      this.#takeRemote(readSdp(response.body));
      this.#acknowledge(this.#cseq);
    }
    return response;
  }

  /** A request within the dialog, answering one challenge. */
  async #request(method: string, extra: readonly SipHeader[] = [], body = ''): Promise<SipResponse> {
    const send = (more: readonly SipHeader[]): Promise<SipResponse> => {
      this.#cseq += 1;
      const headers = [...this.#dialogHeaders(method, this.#cseq), this.#contact(), ...extra, ...more];
      return this.#owner.endpoint.request({ method, uri: this.#target, headers, body });
    };
    const response = await send([]);
    const challenged = response.status === 401 || response.status === 407;
    if (!challenged || this.#owner.password === null) return response;
    return send([this.#authorization(response, method, this.#owner.password)]);
  }

  #dialogHeaders(method: string, cseq: number): SipHeader[] {
    const own = `<sip:${this.#owner.user}@${this.#owner.domain}>`;
    const incoming = this.direction === 'incoming';
    const remote = incoming ? (headerOf(this.invite?.headers ?? [], 'from') ?? '') : this.#remoteUri;
    const to = incoming || this.remoteTag === null ? remote : `${remote};tag=${this.remoteTag}`;
    return [
      ...this.#routes.map((route) => header('route', route)),
      header('from', `${own};tag=${this.localTag}`),
      header('to', to),
      header('call-id', this.callId),
      header('cseq', `${cseq} ${method}`),
    ];
  }

  #contact(): SipHeader {
    const { endpoint, user, contactParams } = this.#owner;
    return header('contact', `<sip:${user}@${endpoint.address}:${endpoint.port}>${contactParams}`);
  }

  #respond(status: number, reason: string, extra: readonly SipHeader[] = [], body = ''): void {
    const type = body === '' ? [] : [header('content-type', 'application/sdp')];
    this.#pending?.respond(status, reason, [this.#contact(), ...type, ...extra], body, this.localTag);
  }

  #takeRemote(sdp: AudioSdp | null): void {
    if (sdp === null) return;
    this.#answering = sdp;
    this.remoteDirection = sdp.direction;
    this.#remoteEvent = sdp.event;
    this.audio.remote = sdp.port === 0 ? null : { address: sdp.address, port: sdp.port };
    this.audio.codec = sdp.payloads.find((type) => type === 0 || type === 8) === 0 ? 'PCMU' : 'PCMA';
    this.audio.event = sdp.event;
    this.audio.sending = answerDirection(sdp.direction, this.#direction).startsWith('send');
  }

  #answerSdp(): string {
    const offer = this.#answering;
    if (offer === null) return this.#sdp(this.#direction, 101);
    const event = offer.event === null ? null : (this.#owner.ownEventType ?? offer.event);
    this.audio.event = event;
    const payloads = offer.payloads.filter((type) => type === 0 || type === 8).slice(0, 1);
    return this.#sdp(answerDirection(offer.direction, this.#direction), event, payloads);
  }

  #sdp(direction: Direction, event: number | null, payloads: readonly number[] = [8, 0]): string {
    const version = this.#sdpVersion++;
    const { address } = this.#owner.endpoint;
    return writeSdp({
      address,
      port: this.#rtpPort,
      payloads,
      direction,
      event,
      sessionId: this.#sessionId,
      version,
    });
  }

  #end(by: 'local' | 'remote', status: number, reason: string): void {
    if (this.state === 'ended') return;
    this.state = 'ended';
    this.endedBy = by;
    this.status = status;
    this.reason = reason;
    this.#pending = null;
    this.audio.close();
    this.#owner.onEnded(this);
  }
}

const allowed = 'INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, REFER, NOTIFY, UPDATE';

/** Address and header part (`?Replaces=…`) of a Refer-To. */
export function readReferTo(target: string): { uri: string; headers: SipHeader[] } {
  const [uri = '', query = ''] = target.split('?');
  const headers = splitList(query.replaceAll('&', ',')).flatMap((pair) => {
    const [name = '', value = ''] = pair.split('=');
    return name.toLowerCase() === 'replaces' ? [header('replaces', decodeURIComponent(value))] : [];
  });
  return { uri, headers };
}
