import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../../core/call/sha256.ts';
import { sha256Authorization } from '../../../../renderer/sip/digest-sha256.ts';
import { withStrongestChallenge } from '../../../../renderer/sip/line/strongest-challenge.ts';

describe('SHA-256', () => {
  it('is what the platform says, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(sha256Hex(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
      }),
      { seed: 7616, numRuns: 200 },
    );
  });

  it('answers the example of RFC 7616 section 3.9.1', () => {
    const header = sha256Authorization({
      user: 'Mufasa',
      password: 'Circle of Life',
      realm: 'http-auth@example.org',
      nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
      opaque: 'FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS',
      method: 'GET',
      uri: '/dir/index.html',
      protection: { cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ', nc: '00000001' },
    });
    expect(header).toContain('response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"');
    expect(header).toContain('qop=auth');
  });

  it('does without qop where the server knows none (RFC 2069 form)', () => {
    const header = sha256Authorization({
      user: 'a',
      password: 'b',
      realm: 'r',
      nonce: 'n',
      opaque: null,
      method: 'REGISTER',
      uri: 'sip:r',
      protection: null,
    });
    const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
    expect(header).toContain(`response="${hash(`${hash('a:r:b')}:n:${hash('REGISTER:sip:r')}`)}"`);
    expect(header).not.toContain('qop');
  });
});

describe('the choice among challenges', () => {
  const message = (...challenges: string[]): string =>
    ['SIP/2.0 401 Unauthorized', 'CSeq: 1 REGISTER', ...challenges, 'Content-Length: 0', '', ''].join('\r\n');

  it('keeps the strongest of each kind and everything else', () => {
    const md5 = 'WWW-Authenticate: Digest realm="a", nonce="1"';
    const sha = 'WWW-Authenticate: Digest realm="a", nonce="2", algorithm=SHA-256';
    const proxy = 'Proxy-Authenticate: Digest realm="b", nonce="3", algorithm=MD5';
    expect(withStrongestChallenge(message(md5, sha, proxy))).toBe(message(sha, proxy));
    expect(withStrongestChallenge(message(sha, md5))).toBe(message(sha));
  });

  it('reads folded lines and does not mistake a realm for an algorithm', () => {
    const folded = 'WWW-Authenticate: Digest realm="algorithm=SHA-256",\r\n nonce="1", algorithm=MD5';
    const sha = 'WWW-Authenticate: Digest realm="a", nonce="2", algorithm="sha-256"';
    expect(withStrongestChallenge(message(folded, sha))).toBe(message(sha));
  });

  it('leaves other messages alone', () => {
    const ok = message('WWW-Authenticate: a', 'WWW-Authenticate: b').replace('401', '200');
    expect(withStrongestChallenge(ok)).toBe(ok);
  });
});
