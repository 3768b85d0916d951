import { createHmac } from 'node:crypto';
import { digestChallenge, digestUser } from './digest.ts';
import { LocationTable } from './location-table.ts';
import { Registrar } from './registrar.ts';
import {
  formatSipMessage,
  headerOf,
  paramOf,
  parseSipMessage,
  sipUriOf,
  withFirst,
  type SipHeader,
  type SipRequest,
  type SipResponse,
} from './sip-message.ts';

export type RelayConnection = {
  readonly id: string;
  readonly nonce: string;
  send(frame: string): void;
};

export type RelayRouterOptions = {
  domain: string;
  passwords: ReadonlyMap<string, string>;
  /** Keys the branches and To tags that this relay makes. */
  secret: Uint8Array;
  /** UTC ms. */
  now: () => number;
};

/**
 * A stateless SIP proxy (RFC 3261 section 16.11) with a registrar. It keeps no transactions: the branch of its
 * own Via is computed from the one below, so a CANCEL and the ACK of a refused INVITE take the INVITE's branch
 * by themselves. It never forks, and it need not repeat anything, for a WebSocket loses nothing.
 */
export class RelayRouter {
  readonly #options: RelayRouterOptions;
  readonly #locations: LocationTable<RelayConnection>;
  readonly #registrar: Registrar<RelayConnection>;
  readonly #connections = new Map<string, RelayConnection>();

  constructor(options: RelayRouterOptions) {
    this.#options = options;
    this.#locations = new LocationTable(options.now);
    this.#registrar = new Registrar(options.domain, options.passwords, this.#locations);
  }

  connected(connection: RelayConnection): void {
    this.#connections.set(connection.id, connection);
  }

  disconnected(connection: RelayConnection): void {
    this.#connections.delete(connection.id);
    this.#locations.removeConnection(connection);
  }

  /** Takes one frame. What is no SIP message is dropped: there is nobody to tell (RFC 3261 section 18.3). */
  receive(connection: RelayConnection, frame: string): void {
    if (/^(?:\r\n)+$/.test(frame)) {
      // RFC 5626 section 4.4.1: a double CRLF asks, a single one answers.
      if (frame.length >= 4) connection.send('\r\n');
      return;
    }
    const message = parseSipMessage(frame);
    if (message?.kind === 'request') this.#request(message, connection);
    else if (message?.kind === 'response') this.#response(message);
  }

  #request(request: SipRequest, from: RelayConnection): void {
    const { headers, method } = request;
    const reply = (status: number, reason: string, more: readonly SipHeader[] = []): void => {
      if (method !== 'ACK') from.send(this.#reply(request, status, reason, more));
    };
    const branch = paramOf(headerOf(headers, 'via') ?? '', 'branch');
    if (branch === null || branch === '') return reply(400, 'Missing Branch');
    const hopsText = headerOf(headers, 'max-forwards') ?? '70';
    if (!/^\d{1,3}$/.test(hopsText)) return reply(400, 'Bad Max-Forwards');
    if (Number(hopsText) === 0) return reply(483, 'Too Many Hops');

    if (method === 'REGISTER') {
      const answer = this.#registrar.register(request, from);
      return reply(answer.status, answer.reason, answer.headers);
    }
    const target = sipUriOf(request.uri);
    if (target === null) return reply(416, 'Unsupported URI Scheme');
    if (method === 'OPTIONS' && target.user === null && target.host === this.#options.domain)
      return reply(200, 'OK');
    // The ACK of an answer that this relay made itself ends here.
    if (method === 'ACK' && this.#toTag(headers) === this.#localTag(headers)) return;
    const refusal = this.#refusal(request, from);
    if (refusal !== null) return reply(refusal.status, refusal.reason, refusal.headers);

    const found = this.#find(target);
    if (typeof found === 'number')
      return reply(found, found === 480 ? 'Temporarily Unavailable' : 'Not Found');
    const via = `SIP/2.0/WS ${from.id}.relay.invalid;branch=${this.#branch(branch, from.id)}`;
    const kept = headers.filter(({ name }) => name !== 'route' && name !== 'proxy-authorization');
    found.connection.send(
      formatSipMessage({
        ...request,
        uri: found.uri ?? request.uri,
        headers: [
          { name: 'via', value: via },
          ...withFirst(kept, 'max-forwards', String(Number(hopsText) - 1)),
        ],
      }),
    );
  }

  /** Who sends here must have registered here, under the name in From; a new dialog proves it once more. */
  #refusal(
    request: SipRequest,
    from: RelayConnection,
  ): { status: number; reason: string; headers: SipHeader[] } | null {
    const users = this.#locations.usersOf(from);
    if (users.length === 0) return { status: 403, reason: 'Register First', headers: [] };
    const { method, headers } = request;
    if (method === 'ACK' || method === 'CANCEL' || this.#toTag(headers) !== null) return null;
    const sender = sipUriOf(headerOf(headers, 'from') ?? '')?.user ?? null;
    if (sender === null || !users.includes(sender))
      return { status: 403, reason: 'Not Your Address', headers: [] };
    const { domain, passwords } = this.#options;
    const proven = digestUser({
      authorization: headerOf(headers, 'proxy-authorization'),
      method,
      realm: domain,
      nonce: from.nonce,
      passwordOf: (name) => passwords.get(name) ?? null,
    });
    if (proven === sender) return null;
    const challenge = { name: 'proxy-authenticate', value: digestChallenge(domain, from.nonce) };
    return { status: 407, reason: 'Proxy Authentication Required', headers: [challenge] };
  }

  /** A Contact first (requests inside a dialog), then an address of record; else the status to refuse with. */
  #find(target: {
    user: string | null;
    host: string;
  }): { connection: RelayConnection; uri: string | null } | 404 | 480 {
    const contact = this.#locations.ofContact(target);
    if (contact !== null) return { connection: contact.connection, uri: null };
    if (target.host !== this.#options.domain || target.user === null) return 404;
    if (!this.#options.passwords.has(target.user)) return 404;
    const [binding] = this.#locations.ofUser(target.user);
    return binding === undefined ? 480 : { connection: binding.connection, uri: binding.contact };
  }

  /** Takes off the own Via and sends the answer to the connection that it names. */
  #response(response: SipResponse): void {
    const own = headerOf(response.headers, 'via') ?? '';
    const headers = withFirst(response.headers, 'via', null);
    const id = /^SIP\/2\.0\/WS (\S+)\.relay\.invalid(?:;|$)/i.exec(own)?.[1];
    const connection = id === undefined ? undefined : this.#connections.get(id);
    const below = paramOf(headerOf(headers, 'via') ?? '', 'branch');
    if (connection === undefined || below === null) return;
    if (paramOf(own, 'branch') !== this.#branch(below, connection.id)) return;
    connection.send(formatSipMessage({ ...response, headers }));
  }

  #reply(request: SipRequest, status: number, reason: string, more: readonly SipHeader[]): string {
    const copied = request.headers.filter(({ name }) =>
      ['via', 'from', 'to', 'call-id', 'cseq'].includes(name),
    );
    const to = headerOf(copied, 'to') ?? '';
    const tagged = paramOf(to, 'tag') === null ? `${to};tag=${this.#localTag(copied)}` : to;
    return formatSipMessage({
      kind: 'response',
      status,
      reason,
      headers: [...withFirst(copied, 'to', tagged), ...more],
      body: '',
    });
  }

  #toTag(headers: readonly SipHeader[]): string | null {
    return paramOf(headerOf(headers, 'to') ?? '', 'tag');
  }

  #localTag(headers: readonly SipHeader[]): string {
    return this.#keyed(`tag ${headerOf(headers, 'call-id') ?? ''}`);
  }

  #branch(upstream: string, connectionId: string): string {
    return `z9hG4bK${this.#keyed(`branch ${connectionId} ${upstream}`)}`;
  }

  #keyed(text: string): string {
    return createHmac('sha256', this.#options.secret).update(text, 'utf8').digest('hex').slice(0, 32);
  }
}
