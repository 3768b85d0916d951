import { Core } from 'sip.js';
import { sha256Hex } from '../../core/call/sha256.ts';

/** The parts of a challenge, as the grammar of SIP.js reads them. */
export type DigestChallenge = {
  realm?: string;
  nonce?: string;
  opaque?: string;
  algorithm?: string;
  /** `auth`, `auth-int`, or a list of these. */
  qop?: string | readonly string[];
  stale?: boolean;
};

export type DigestOptions = {
  loggerFactory: Core.LoggerFactory;
  user: string;
  password: string;
  /** Client nonce: random, at least 64 bits. */
  newCnonce: () => string;
};

/**
 * Digest credentials with SHA-256 (RFC 7616, for SIP RFC 8760) beside the MD5 of SIP.js. Quality of protection
 * is `auth`, or none when the server offers none; a server that insists on `auth-int` is not served, for no SIP
 * server asks for it and proxies that rewrite bodies would break it. SHA-512-256 is not spoken.
 */
export class DigestCredentials extends Core.DigestAuthentication {
  /** The last challenge asked for an algorithm or a protection that is not spoken here. */
  unsupported = false;
  readonly #options: DigestOptions;
  #nonce: string | null = null;
  #count = 0;
  /** Null while MD5 is asked for: then SIP.js answers. */
  #header: string | null = null;

  constructor(options: DigestOptions) {
    super(options.loggerFactory, undefined, options.user, options.password);
    this.#options = options;
  }

  override authenticate(
    request: { method: string; ruri: { toString(): string } } & Core.OutgoingRequestMessage,
    challenge: DigestChallenge,
    body?: string,
  ): boolean {
    this.#header = null;
    const algorithm = (challenge.algorithm ?? 'MD5').toUpperCase();
    const offered = challenge.qop === undefined ? null : [challenge.qop].flat();
    this.unsupported = !['MD5', 'SHA-256'].includes(algorithm) || offered?.includes('auth') === false;
    if (this.unsupported) return false;
    if (algorithm === 'MD5') return super.authenticate(request, challenge, body);
    const { realm, nonce } = challenge;
    if (realm === undefined || nonce === undefined) return false;
    this.#count = nonce === this.#nonce ? this.#count + 1 : 1;
    this.#nonce = nonce;
    const { user, password, newCnonce } = this.#options;
    this.#header = sha256Authorization({
      user,
      password,
      realm,
      nonce,
      opaque: challenge.opaque ?? null,
      method: request.method,
      uri: request.ruri.toString(),
      protection:
        offered === null ? null : { cnonce: newCnonce(), nc: this.#count.toString(16).padStart(8, '0') },
    });
    return true;
  }

  override toString(): string {
    return this.#header ?? super.toString();
  }
}

export type Sha256Request = {
  /** As the person typed it; realm, nonce and opaque are as they stood between the server's quotes. */
  user: string;
  password: string;
  realm: string;
  nonce: string;
  opaque: string | null;
  method: string;
  uri: string;
  /** Null when the server knows no `qop`. `nc` has eight hex digits. */
  protection: { cnonce: string; nc: string } | null;
};

/** Value of an Authorization header, RFC 7616 section 3.4. */
export function sha256Authorization(request: Sha256Request): string {
  const { user, password, realm, nonce, opaque, method, uri, protection } = request;
  const secret = sha256Hex(`${user}:${realm}:${password}`);
  const subject = sha256Hex(`${method}:${uri}`);
  const middle = protection === null ? nonce : `${nonce}:${protection.nc}:${protection.cnonce}:auth`;
  return [
    `Digest algorithm=SHA-256`,
    `username="${user.replace(/["\\]/g, '\\$&')}"`,
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `uri="${uri}"`,
    `response="${sha256Hex(`${secret}:${middle}:${subject}`)}"`,
    ...(opaque === null ? [] : [`opaque="${opaque}"`]),
    ...(protection === null ? [] : ['qop=auth', `cnonce="${protection.cnonce}"`, `nc=${protection.nc}`]),
  ].join(', ');
}
