import { randomBytes } from 'node:crypto';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import {
  formatSipMessage,
  headerOf,
  headersOf,
  paramOf,
  parseSipMessage,
  type SipHeader,
  type SipRequest,
  type SipResponse,
} from '../../../../main/practice/sip-message.ts';

/** A request that came in and waits for its answer. */
export type ServerTransaction = {
  readonly request: SipRequest;
  /** Sends a response; a final one ends the transaction. The To header gets `tag` when it has none. */
  respond(status: number, reason: string, extra?: readonly SipHeader[], body?: string, tag?: string): void;
};

export type RequestPlan = {
  method: string;
  uri: string;
  headers: readonly SipHeader[];
  body?: string;
};

type Waiting = {
  request: SipRequest;
  provisional: (response: SipResponse) => void;
  final: (response: SipResponse) => void;
  resend: NodeJS.Timeout | null;
  limit: NodeJS.Timeout | null;
};

/** RFC 3261 section 17: T1 and 64 x T1, the latter shortened because tests should not wait 32 s. */
const t1 = 500;
const requestLimitMs = 8000;

export const header = (name: string, value: string): SipHeader => ({ name, value });
export const newToken = (): string => randomBytes(6).toString('hex');

/** SIP over UDP with its transactions (RFC 3261 section 17): resends requests and repeats answers. */
export class SipEndpoint {
  onRequest: (transaction: ServerTransaction) => void = () => undefined;
  readonly #socket: Socket = createSocket('udp4');
  readonly #waiting = new Map<string, Waiting>();
  readonly #answered = new Map<string, Buffer>();
  readonly #server: { address: string; port: number };
  address = '';
  port = 0;

  /** Every request goes to this server. */
  constructor(server: { address: string; port: number }) {
    this.#server = server;
  }

  async open(address: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#socket.once('error', reject);
      this.#socket.bind(0, address, resolve);
    });
    this.#socket.on('error', () => undefined); // the server is down: the request is sent again
    this.#socket.on('message', (packet, from) => this.#received(packet, from));
    this.address = address;
    this.port = this.#socket.address().port;
  }

  close(): void {
    for (const waiting of this.#waiting.values()) stopTimers(waiting);
    this.#waiting.clear();
    this.#socket.close();
  }

  /**
   * Sends a request. An INVITE waits as long as it rings; others give up after 8 s.
   * @returns the final response and the request's branch, which CANCEL and ACK need
   */
  request(
    plan: RequestPlan,
    onProvisional: (response: SipResponse) => void = () => undefined,
    branch = `z9hG4bK${newToken()}`,
  ): Promise<SipResponse> {
    const request = this.#complete(plan, branch);
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        request,
        provisional: onProvisional,
        final: resolve,
        resend: null,
        limit: null,
      };
      const key = `${branch} ${plan.method}`;
      const resendAfter = (ms: number): void => {
        waiting.resend = setTimeout(() => {
          this.#send(formatSipMessage(request));
          resendAfter(Math.min(2 * ms, 4000));
        }, ms);
      };
      waiting.limit = setTimeout(() => {
        stopTimers(waiting);
        this.#waiting.delete(key);
        reject(new Error(`nobody answered ${plan.method} ${plan.uri}`));
      }, requestLimitMs);
      this.#waiting.set(key, waiting);
      this.#send(formatSipMessage(request));
      resendAfter(t1);
    });
  }

  /** Sends a request that gets no answer: ACK. */
  sendOnly(plan: RequestPlan, branch = `z9hG4bK${newToken()}`): void {
    this.#send(formatSipMessage(this.#complete(plan, branch)));
  }

  #complete({ method, uri, headers, body = '' }: RequestPlan, branch: string): SipRequest {
    const via = header('via', `SIP/2.0/UDP ${this.address}:${this.port};branch=${branch};rport`);
    return {
      kind: 'request',
      method,
      uri,
      headers: [via, header('max-forwards', '70'), header('user-agent', 'lab phone'), ...headers],
      body,
    };
  }

  #send(text: string, to = this.#server): void {
    this.#socket.send(Buffer.from(text, 'utf8'), to.port, to.address);
  }

  #received(packet: Buffer, from: RemoteInfo): void {
    const message = parseSipMessage(packet.toString('utf8'));
    if (message === null) return;
    const branch = paramOf(headerOf(message.headers, 'via') ?? '', 'branch') ?? '';
    const method = (headerOf(message.headers, 'cseq') ?? '').split(/\s+/)[1] ?? '';
    if (message.kind === 'response') this.#response(`${branch} ${method}`, message);
    else this.#request(`${branch} ${message.method}`, message, from);
  }

  #response(key: string, response: SipResponse): void {
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) return;
    if (response.status < 200) {
      stopTimers(waiting);
      waiting.provisional(response);
      return;
    }
    stopTimers(waiting);
    this.#waiting.delete(key);
    if (waiting.request.method === 'INVITE' && response.status >= 300)
      this.#acknowledge(waiting.request, response);
    waiting.final(response);
  }

  /** A refused INVITE is acknowledged within its transaction (RFC 3261 section 17.1.1.3). */
  #acknowledge(invite: SipRequest, response: SipResponse): void {
    const keep = (name: string): SipHeader[] =>
      headersOf(invite.headers, name).map((value) => header(name, value));
    const number = (headerOf(invite.headers, 'cseq') ?? '').split(/\s+/)[0] ?? '1';
    const ack: SipRequest = {
      kind: 'request',
      method: 'ACK',
      uri: invite.uri,
      headers: [
        ...keep('via'),
        ...keep('route'),
        header('max-forwards', '70'),
        ...keep('from'),
        header('to', headerOf(response.headers, 'to') ?? ''),
        ...keep('call-id'),
        header('cseq', `${number} ACK`),
      ],
      body: '',
    };
    this.#send(formatSipMessage(ack));
  }

  #request(key: string, request: SipRequest, from: RemoteInfo): void {
    const repeated = this.#answered.get(key);
    if (repeated !== undefined) {
      // Our answer was lost, or is still on its way; an empty one says that none was given yet.
      if (repeated.length > 0) this.#socket.send(repeated, from.port, from.address);
      return;
    }
    if (request.method !== 'ACK') this.#answered.set(key, Buffer.alloc(0));
    const copied = ['via', 'record-route', 'from', 'call-id', 'cseq'].flatMap((name) =>
      headersOf(request.headers, name).map((value) => header(name, value)),
    );
    this.onRequest({
      request,
      respond: (status, reason, extra = [], body = '', tag = newToken()) => {
        const to = headerOf(request.headers, 'to') ?? '';
        const tagged = status === 100 || paramOf(to, 'tag') !== null ? to : `${to};tag=${tag}`;
        const headers = [...copied, header('to', tagged), ...extra];
        const bytes = Buffer.from(
          formatSipMessage({ kind: 'response', status, reason, headers, body }),
          'utf8',
        );
        this.#answered.set(key, bytes);
        this.#socket.send(bytes, from.port, from.address);
      },
    });
  }
}

function stopTimers(waiting: Waiting): void {
  if (waiting.resend !== null) clearTimeout(waiting.resend);
  if (waiting.limit !== null) clearTimeout(waiting.limit);
}
