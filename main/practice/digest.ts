import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Digest authentication as SIP clients do it (RFC 2617 with RFC 3261 section 22): MD5, `qop=auth`. SIP.js knows
 * no other algorithm; the connection is loopback only and the password lives as long as the practice line.
 */
const md5 = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex');

/** Value of a WWW-Authenticate or Proxy-Authenticate header. */
export const digestChallenge = (realm: string, nonce: string): string =>
  `Digest realm="${realm}", nonce="${nonce}", algorithm=MD5, qop="auth"`;

export type DigestCheck = {
  /** Value of the Authorization or Proxy-Authorization header; null when the request had none. */
  authorization: string | null;
  method: string;
  realm: string;
  nonce: string;
  /** Password of a user name, null when there is no such user. */
  passwordOf: (user: string) => string | null;
};

/** The user whose password the header proves, or null. */
export function digestUser({ authorization, method, realm, nonce, passwordOf }: DigestCheck): string | null {
  const given = authorization === null ? null : digestParams(authorization);
  if (given === null) return null;
  const { username, uri, response, qop, nc, cnonce } = given;
  if (username === undefined || uri === undefined || response === undefined) return null;
  if (given.realm !== realm || given.nonce !== nonce) return null;
  if (given.algorithm !== undefined && given.algorithm.toUpperCase() !== 'MD5') return null;
  if (qop !== undefined && (qop !== 'auth' || nc === undefined || cnonce === undefined)) return null;
  const password = passwordOf(username);
  if (password === null) return null;

  const ha1 = md5(`${username}:${realm}:${password}`);
  const ha2 = md5(`${method}:${uri}`);
  const middle = qop === undefined ? nonce : `${nonce}:${nc}:${cnonce}:${qop}`;
  const expected = Buffer.from(md5(`${ha1}:${middle}:${ha2}`), 'utf8');
  const got = Buffer.from(response.toLowerCase(), 'utf8');
  return expected.length === got.length && timingSafeEqual(expected, got) ? username : null;
}

/** Parameters of a `Digest …` header, quotes removed; null for another scheme. */
function digestParams(header: string): Record<string, string | undefined> | null {
  const scheme = /^Digest\s+/i.exec(header);
  if (scheme === null) return null;
  const params: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const found of header
    .slice(scheme[0].length)
    .matchAll(/([a-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^",\s]+))/gi)) {
    params[(found[1] ?? '').toLowerCase()] = found[2] ?? found[3] ?? '';
  }
  return params;
}
