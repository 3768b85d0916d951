import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { vi } from 'vitest';
import { WebSocket } from 'ws';
import {
  formatSipMessage,
  headerOf,
  headersOf,
  paramOf,
  parseSipMessage,
  type SipHeader,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from '../../../../main/practice/sip-message.ts';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

export const sdpOf = (direction = 'sendrecv', address = '127.0.0.1'): string =>
  `v=0\r\no=- 2 2 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 ${address}\r\nt=0 0\r\nm=audio 9 RTP/AVP 8\r\na=${direction}\r\n`;

/** What a test wants said to a request: a status, more headers, a body; null = silence. */
export type Reply = { status: number; headers?: readonly SipHeader[]; body?: string } | null;

const reasons: Readonly<Record<number, string>> = { 200: 'OK', 202: 'Accepted', 180: 'Ringing' };

/**
 * A telephone that says exactly what a test tells it, right or wrong: SIP by hand over a WebSocket, with nothing
 * of the library under test. One call at a time.
 */
export class ScriptedPhone {
  readonly #socket: WebSocket;
  readonly #user: string;
  readonly #password: string;
  readonly #domain: string;
  readonly tag: string = randomUUID();
  readonly received: SipMessage[] = [];
  /** By method; INVITE with a To tag is `re-INVITE`. A function decides anew for every request. */
  readonly script = new Map<string, (request: SipRequest) => Reply>();
  /** The INVITE of the call that this phone was called with. */
  invite: SipRequest | null = null;
  /** The dialog of a call that this phone made. */
  #made: { callId: string; to: string; target: string } | null = null;
  #invited: SipRequest | null = null;
  #cseq = 100;

  static async register(url: string, domain: string, user: string, password: string): Promise<ScriptedPhone> {
    const socket = new WebSocket(url, 'sip');
    await once(socket, 'open');
    const phone = new ScriptedPhone(socket, domain, user, password);
    const first = phone.#request('REGISTER', `sip:${domain}`, `<sip:${user}@${domain}>`, randomUUID());
    const challenged = await phone.#ask(first);
    const registered = await phone.#ask(phone.#proven(first, challenged, 'www-authenticate'));
    if (registered.status !== 200) throw new Error(`REGISTER: ${registered.status}`);
    return phone;
  }

  private constructor(socket: WebSocket, domain: string, user: string, password: string) {
    this.#socket = socket;
    this.#domain = domain;
    this.#user = user;
    this.#password = password;
    socket.on('message', (data: Buffer) => {
      const message = parseSipMessage(data.toString('utf8'));
      if (message === null) return;
      this.received.push(message);
      if (message.kind === 'request') this.#answer(message);
    });
  }

  close(): void {
    this.#socket.terminate();
  }

  requests(method: string): SipRequest[] {
    return this.received.filter(
      (message): message is SipRequest => message.kind === 'request' && keyOf(message) === method,
    );
  }

  /** Sends an answer to a request, e.g. late. */
  reply(request: SipRequest, { status, headers = [], body = '' }: NonNullable<Reply>, tag = this.tag): void {
    const copied = request.headers.flatMap(({ name, value }) => {
      if (!['via', 'from', 'to', 'call-id', 'cseq', 'record-route'].includes(name)) return [];
      const tagged = name === 'to' && paramOf(value, 'tag') === null ? `${value};tag=${tag}` : value;
      return [{ name, value: tagged }];
    });
    this.#send({
      kind: 'response',
      status,
      reason: reasons[status] ?? 'Scripted',
      headers: [...copied, { name: 'contact', value: this.#contact }, ...typed(body), ...headers],
      body,
    });
  }

  /** A request inside the call: RE-INVITE, BYE, NOTIFY, INFO, REFER. Resolves with the final answer. */
  async ask(method: string, headers: readonly SipHeader[] = [], body = ''): Promise<SipResponse> {
    const request = this.#inDialog(method, headers, body);
    const answer = await this.#ask(request);
    if (method === 'INVITE') {
      const cseq = `${headerOf(request.headers, 'cseq')?.split(' ')[0]} ACK`;
      const ack = this.#inDialog('ACK', [], '');
      const kept = answer.status >= 300 ? headerOf(request.headers, 'via') : headerOf(ack.headers, 'via');
      this.#send({
        ...ack,
        headers: ack.headers.map((header) =>
          header.name === 'cseq'
            ? { ...header, value: cseq }
            : header.name === 'via'
              ? { ...header, value: kept ?? '' }
              : header,
        ),
      });
    }
    return answer;
  }

  /** Calls a user; resolves with the final answer, confirmed. */
  async call(
    user: string,
    headers: readonly SipHeader[] = [],
    from: string | null = null,
  ): Promise<SipResponse> {
    const uri = `sip:${user}@${this.#domain}`;
    const callId = randomUUID();
    const bare = this.#request('INVITE', uri, `<${uri}>`, callId, from ?? undefined);
    const body = sdpOf();
    const invite = { ...bare, headers: [...bare.headers, ...typed(body), ...headers], body };
    const challenged = await this.#ask(invite);
    const proven = this.#proven(invite, challenged, 'proxy-authenticate');
    this.#invited = proven;
    const answer = await this.#ask(proven);
    if (answer.status < 300) {
      const contact = /<([^>]+)>/.exec(headerOf(answer.headers, 'contact') ?? '')?.[1] ?? uri;
      this.#made = { callId, to: headerOf(answer.headers, 'to') ?? '', target: contact };
      this.#cseq = Number(headerOf(proven.headers, 'cseq')?.split(' ')[0]);
      this.#send(this.#inDialog('ACK', [], '', this.#cseq));
    }
    return answer;
  }
  /** Gives up a call that it has made and that still rings. */
  async cancel(): Promise<void> {
    const invite = this.#invited;
    if (invite === null) throw new Error('nothing to cancel');
    const kept = invite.headers.filter(({ name }) =>
      ['via', 'from', 'to', 'call-id', 'max-forwards'].includes(name),
    );
    const cseq = `${headerOf(invite.headers, 'cseq')?.split(' ')[0]} CANCEL`;
    this.#send({ ...invite, method: 'CANCEL', headers: [...kept, { name: 'cseq', value: cseq }], body: '' });
    await vi.waitFor(() => {
      if (!this.received.some((one) => one.kind === 'response' && one.status === 487))
        throw new Error('no 487');
    });
  }

  /** NOTIFY of a transfer with that status line as its body. */
  notify(status: number): Promise<SipResponse> {
    return this.ask(
      'NOTIFY',
      [
        { name: 'event', value: 'refer' },
        {
          name: 'subscription-state',
          value: status < 200 ? 'active;expires=60' : 'terminated;reason=noresource',
        },
        { name: 'content-type', value: 'message/sipfrag;version=2.0' },
      ],
      `SIP/2.0 ${status} Scripted\r\n`,
    );
  }

  #answer(request: SipRequest): void {
    const { method } = request;
    if (method === 'ACK') return;
    const key = keyOf(request);
    if (key === 'INVITE') {
      this.invite = request;
      this.#made = null;
    }
    const scripted = this.script.get(key);
    const usual = ['INVITE', 're-INVITE'].includes(key) ? { status: 200, body: sdpOf() } : { status: 200 };
    const reply = scripted === undefined ? usual : scripted(request);
    if (reply !== null) this.reply(request, reply);
  }

  #inDialog(method: string, headers: readonly SipHeader[], body: string, cseq = ++this.#cseq): SipRequest {
    const made = this.#made;
    if (made !== null) {
      const bare = this.#request(method, made.target, made.to, made.callId, undefined, cseq);
      return { ...bare, headers: [...bare.headers, ...typedUnless(headers, body), ...headers], body };
    }
    if (this.invite === null) throw new Error('no call');
    const from = this.invite.headers;
    const target = /<([^>]+)>/.exec(headerOf(from, 'contact') ?? '')?.[1] ?? '';
    const bare = this.#request(method, target, headerOf(from, 'from') ?? '', headerOf(from, 'call-id') ?? '');
    const own = `${headerOf(from, 'to')};tag=${this.tag}`;
    const replaced = bare.headers.map((header) =>
      header.name === 'from'
        ? { ...header, value: own }
        : header.name === 'cseq'
          ? { ...header, value: `${cseq} ${method}` }
          : header,
    );
    return { ...bare, headers: [...replaced, ...typedUnless(headers, body), ...headers], body };
  }

  #request(method: string, uri: string, to: string, callId: string, from?: string, cseq = 1): SipRequest {
    const me = `<sip:${this.#user}@${this.#domain}>`;
    return {
      kind: 'request',
      method,
      uri,
      headers: [
        { name: 'via', value: `SIP/2.0/WS ${this.#user}.invalid;branch=z9hG4bK${randomUUID()}` },
        { name: 'max-forwards', value: '70' },
        { name: 'from', value: `${from ?? me};tag=${this.tag}` },
        { name: 'to', value: to },
        { name: 'call-id', value: callId },
        { name: 'cseq', value: `${cseq} ${method}` },
        { name: 'contact', value: this.#contact },
      ],
      body: '',
    };
  }

  get #contact(): string {
    return `<sip:${this.#user}@${this.#user}.invalid;transport=ws>`;
  }

  /** The same request again with the answer to the server's challenge (RFC 3261 section 22). */
  #proven(request: SipRequest, { headers }: SipResponse, challenge: string): SipRequest {
    const value = headerOf(headers, challenge) ?? '';
    const realm = /realm="([^"]*)"/.exec(value)?.[1] ?? '';
    const nonce = /nonce="([^"]*)"/.exec(value)?.[1] ?? '';
    const ha1 = md5(`${this.#user}:${realm}:${this.#password}`);
    const ha2 = md5(`${request.method}:${request.uri}`);
    const response = md5(`${ha1}:${nonce}:1:c:auth:${ha2}`);
    const text = `Digest username="${this.#user}", realm="${realm}", nonce="${nonce}", uri="${request.uri}", response="${response}", qop=auth, nc=1, cnonce="c"`;
    const name = challenge === 'www-authenticate' ? 'authorization' : 'proxy-authorization';
    return {
      ...request,
      headers: [
        ...request.headers.map((header) =>
          header.name === 'cseq'
            ? { ...header, value: `2 ${request.method}` }
            : header.name === 'via'
              ? { ...header, value: `SIP/2.0/WS ${this.#user}.invalid;branch=z9hG4bK${randomUUID()}` }
              : header,
        ),
        { name, value: text },
      ],
    };
  }

  async #ask(request: SipRequest): Promise<SipResponse> {
    const branch = paramOf(headersOf(request.headers, 'via')[0] ?? '', 'branch');
    this.#send(request);
    return vi.waitFor(
      () => {
        const answer = this.received.find(
          (message): message is SipResponse =>
            message.kind === 'response' &&
            message.status >= 200 &&
            (headerOf(message.headers, 'cseq') ?? '').endsWith(` ${request.method}`) &&
            paramOf(headerOf(message.headers, 'via') ?? '', 'branch') === branch,
        );
        if (answer === undefined) throw new Error(`no answer to ${request.method}`);
        return answer;
      },
      { timeout: 10_000, interval: 5 },
    );
  }

  #send(message: SipMessage): void {
    this.#socket.send(formatSipMessage(message));
  }
}

const keyOf = ({ method, headers }: SipRequest): string =>
  method === 'INVITE' && paramOf(headerOf(headers, 'to') ?? '', 'tag') !== null ? 're-INVITE' : method;

const typed = (body: string): SipHeader[] =>
  body === '' ? [] : [{ name: 'content-type', value: 'application/sdp' }];

const typedUnless = (headers: readonly SipHeader[], body: string): SipHeader[] =>
  headers.some(({ name }) => name === 'content-type') ? [] : typed(body);
