import { digestChallenge, digestUser } from './digest.ts';
import type { LocationTable } from './location-table.ts';
import { headerOf, headersOf, paramOf, sipUriOf, type SipHeader, type SipRequest } from './sip-message.ts';

export type Answer = { status: number; reason: string; headers: readonly SipHeader[] };

export type RegistrarConnection = {
  /** Random per connection: a captured Authorization header is worth nothing elsewhere. */
  readonly nonce: string;
};

const defaultExpiresS = 600;
const longestExpiresS = 3_600;

const answer = (status: number, reason: string, headers: readonly SipHeader[] = []): Answer => ({
  status,
  reason,
  headers,
});

/** Handles a REGISTER: RFC 3261 section 10.3 for one domain whose users are known by name and password. */
export class Registrar<Connection extends RegistrarConnection> {
  readonly #domain: string;
  readonly #passwords: ReadonlyMap<string, string>;
  readonly #locations: LocationTable<Connection>;

  constructor(domain: string, passwords: ReadonlyMap<string, string>, locations: LocationTable<Connection>) {
    this.#domain = domain;
    this.#passwords = passwords;
    this.#locations = locations;
  }

  register(request: SipRequest, connection: Connection): Answer {
    if (sipUriOf(request.uri)?.host !== this.#domain) return answer(404, 'Not Found');
    const user = digestUser({
      authorization: headerOf(request.headers, 'authorization'),
      method: 'REGISTER',
      realm: this.#domain,
      nonce: connection.nonce,
      passwordOf: (name) => this.#passwords.get(name) ?? null,
    });
    if (user === null) {
      const challenge = { name: 'www-authenticate', value: digestChallenge(this.#domain, connection.nonce) };
      return answer(401, 'Unauthorized', [challenge]);
    }
    if (sipUriOf(headerOf(request.headers, 'to') ?? '')?.user !== user) return answer(403, 'Forbidden');
    return this.#bind(request, user, connection);
  }

  #bind(request: SipRequest, user: string, connection: Connection): Answer {
    const contacts = headersOf(request.headers, 'contact');
    const common = headerOf(request.headers, 'expires');
    if (contacts.includes('*')) {
      if (contacts.length > 1 || common?.trim() !== '0') return answer(400, 'Bad Contact');
      this.#locations.removeUser(user);
      return answer(200, 'OK');
    }
    const wanted = contacts.map((contact) => ({
      contact: /<([^>]*)>/.exec(contact)?.[1] ?? contact.split(';')[0] ?? contact,
      uri: sipUriOf(contact),
      expiresS: expiresOf(paramOf(contact, 'expires') ?? common),
    }));
    for (const { contact, uri, expiresS } of wanted) {
      if (uri === null) return answer(400, 'Bad Contact');
      if (expiresS === 0) this.#locations.remove(user, uri);
      else this.#locations.save({ user, contact, uri, connection, expiresS });
    }
    return answer(200, 'OK', this.#listed(user, wanted));
  }

  /** All bindings with the seconds that were granted, as the client must find its own among them. */
  #listed(user: string, wanted: readonly { contact: string; expiresS: number }[]): SipHeader[] {
    return this.#locations.ofUser(user).map(({ contact }) => {
      const granted = wanted.find((one) => one.contact === contact)?.expiresS ?? longestExpiresS;
      return { name: 'contact', value: `<${contact}>;expires=${granted}` };
    });
  }
}

/** RFC 3261 section 10.2.1.1: a malformed value counts as the default. */
const expiresOf = (text: string | null): number =>
  text !== null && /^\d{1,10}$/.test(text.trim()) ? Math.min(Number(text), longestExpiresS) : defaultExpiresS;
