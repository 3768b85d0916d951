import { uriKey, type SipUri } from './sip-message.ts';

export type Binding<Connection> = {
  readonly user: string;
  /** The Contact as the client wrote it, without its parameters behind the angle brackets. */
  readonly contact: string;
  /** `user@host` of the Contact. SIP.js adds `;ob` to the Contact of a dialog, so whole URIs never match. */
  readonly key: string;
  readonly connection: Connection;
  /** UTC ms. */
  readonly expiresAt: number;
};

/** Who can be reached where (RFC 3261 section 10.3). Bindings die with their connection. */
export class LocationTable<Connection> {
  readonly #now: () => number;
  #bindings: readonly Binding<Connection>[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Adds or refreshes a binding; a newer one stands first. */
  save(binding: {
    user: string;
    contact: string;
    uri: SipUri;
    connection: Connection;
    expiresS: number;
  }): void {
    const key = uriKey(binding.uri);
    this.#bindings = [
      {
        user: binding.user,
        contact: binding.contact,
        key,
        connection: binding.connection,
        expiresAt: this.#now() + binding.expiresS * 1_000,
      },
      ...this.#bindings.filter((other) => other.user !== binding.user || other.key !== key),
    ];
  }

  remove(user: string, uri: SipUri): void {
    this.#bindings = this.#bindings.filter((other) => other.user !== user || other.key !== uriKey(uri));
  }

  removeUser(user: string): void {
    this.#bindings = this.#bindings.filter((other) => other.user !== user);
  }

  removeConnection(connection: Connection): void {
    this.#bindings = this.#bindings.filter((other) => other.connection !== connection);
  }

  /** Valid bindings of a user, newest first. */
  ofUser(user: string): Binding<Connection>[] {
    return this.#valid().filter((binding) => binding.user === user);
  }

  ofContact(uri: SipUri): Binding<Connection> | null {
    return this.#valid().find((binding) => binding.key === uriKey(uri)) ?? null;
  }

  /** Users that have registered over this connection. */
  usersOf(connection: Connection): string[] {
    return this.#valid()
      .filter((binding) => binding.connection === connection)
      .map((binding) => binding.user);
  }

  #valid(): readonly Binding<Connection>[] {
    const now = this.#now();
    this.#bindings = this.#bindings.filter((binding) => binding.expiresAt > now);
    return this.#bindings;
  }
}
