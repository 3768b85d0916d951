import { createHash, randomBytes } from 'node:crypto';

/** Answers a digest challenge (RFC 7616, RFC 8760), MD5 or SHA-256, with or without `qop=auth`. */
export function digestAnswer(
  challenge: string,
  { user, password, method, uri }: { user: string; password: string; method: string; uri: string },
): string {
  const param = (name: string): string | null =>
    new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|([^,\\s]+))`, 'i').exec(challenge)?.slice(1).find(Boolean) ??
    null;
  const algorithm = param('algorithm') ?? 'MD5';
  const hash = (text: string): string =>
    createHash(algorithm.toUpperCase() === 'SHA-256' ? 'sha256' : 'md5')
      .update(text)
      .digest('hex');
  const realm = param('realm') ?? '';
  const nonce = param('nonce') ?? '';
  const quality = param('qop') === null ? null : { cnonce: randomBytes(8).toString('hex'), nc: '00000001' };
  const ha1 = hash(`${user}:${realm}:${password}`);
  const ha2 = hash(`${method}:${uri}`);
  const middle = quality === null ? nonce : `${nonce}:${quality.nc}:${quality.cnonce}:auth`;
  return (
    `Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="${uri}", ` +
    `response="${hash(`${ha1}:${middle}:${ha2}`)}", algorithm=${algorithm}` +
    (quality === null ? '' : `, qop=auth, nc=${quality.nc}, cnonce="${quality.cnonce}"`)
  );
}
