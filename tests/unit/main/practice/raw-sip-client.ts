import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { headerOf, parseSipMessage, type SipMessage } from '../../../../main/practice/sip-message.ts';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** A SIP client by hand: sends exactly the bytes a test wants, which no library would. */
export class RawSipClient {
  readonly socket: WebSocket;
  readonly name: string;
  readonly #domain: string;
  readonly #frames: string[] = [];
  #wake: () => void = () => undefined;
  #cseq = 0;

  static async connect(url: string, name: string, domain = 'practice.invalid'): Promise<RawSipClient> {
    const socket = new WebSocket(url, 'sip');
    const client = new RawSipClient(socket, name, domain);
    await once(socket, 'open');
    return client;
  }

  private constructor(socket: WebSocket, name: string, domain: string) {
    this.socket = socket;
    this.name = name;
    this.#domain = domain;
    socket.on('message', (data: Buffer) => {
      this.#frames.push(data.toString('utf8'));
      this.#wake();
    });
  }

  send(frame: string | Buffer): void {
    this.socket.send(frame);
  }

  /** The next frame as it came. */
  async frame(): Promise<string> {
    while (this.#frames.length === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.#frames.shift() ?? '';
  }

  async message(): Promise<SipMessage> {
    const message = parseSipMessage(await this.frame());
    if (message === null) throw new Error('The relay sent something that is no SIP message.');
    return message;
  }

  /** A request of this client; `headers` are added, `to` and `from` default to the domain's users. */
  request(
    method: string,
    uri: string,
    options: {
      headers?: string[];
      from?: string;
      to?: string;
      callId?: string;
      branch?: string;
      hops?: string;
    } = {},
  ): string {
    this.#cseq += 1;
    const {
      headers = [],
      from = this.name,
      to = uri,
      callId = `call-${this.name}`,
      branch = `z9hG4bK${this.name}${this.#cseq}`,
      hops = '70',
    } = options;
    return [
      `${method} ${uri} SIP/2.0`,
      `Via: SIP/2.0/WS ${this.name}.invalid;branch=${branch}`,
      `Max-Forwards: ${hops}`,
      `From: <sip:${from}@${this.#domain}>;tag=t${this.name}`,
      `To: <${to}>`,
      `Call-ID: ${callId}`,
      `CSeq: ${this.#cseq} ${method}`,
      ...headers,
      '',
      '',
    ].join('\r\n');
  }

  /** An Authorization value for a challenge, RFC 2617 without qop. */
  credentials(challenge: string, method: string, uri: string, password: string): string {
    const nonce = /nonce="([^"]*)"/.exec(challenge)?.[1] ?? '';
    const response = md5(
      `${md5(`${this.name}:${this.#domain}:${password}`)}:${nonce}:${md5(`${method}:${uri}`)}`,
    );
    return `Digest username="${this.name}", realm="${this.#domain}", nonce="${nonce}", uri="${uri}", response="${response}"`;
  }

  /** Registers with a Contact of its own; gives the final answer. */
  async register(
    password: string,
    headers = [`Contact: <sip:${this.name}@${this.name}.invalid;transport=ws>`],
  ): Promise<SipMessage> {
    const uri = `sip:${this.#domain}`;
    const to = `sip:${this.name}@${this.#domain}`;
    this.send(this.request('REGISTER', uri, { to, headers }));
    const challenge = headerOf((await this.message()).headers, 'www-authenticate') ?? '';
    const authorization = `Authorization: ${this.credentials(challenge, 'REGISTER', uri, password)}`;
    this.send(this.request('REGISTER', uri, { to, headers: [...headers, authorization] }));
    return this.message();
  }
}

export const statusOf = (message: SipMessage): number => (message.kind === 'response' ? message.status : 0);
