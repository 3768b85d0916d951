import { describe, expect, it } from 'vitest';
import { makeProblem, problems, type ProblemCode } from '../../../../core/sync/problems.ts';
import { backoffMs, humanPauseMs, parseRetryAfter } from '../../../../main/sync/backoff.ts';
import { reasonOfError, reasonOfProblem, reasonOfStatus } from '../../../../main/sync/failure.ts';

const fetchFailed = (code: string): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });

describe('why head office could not be reached', () => {
  it.each([
    ['ENOTFOUND', 'dns'],
    ['EAI_AGAIN', 'dns'],
    ['ECONNREFUSED', 'unreachable'],
    ['ECONNRESET', 'unreachable'],
    ['UND_ERR_SOCKET', 'unreachable'],
    ['ENETUNREACH', 'unreachable'],
    ['ETIMEDOUT', 'timeout'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['CERT_NOT_YET_VALID', 'tls'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
  ])('%s is told as %s', (code, reason) => {
    expect(reasonOfError(fetchFailed(code))).toBe(reason);
  });

  it('looks into all addresses that were tried', () => {
    const tried = ['ENETUNREACH', 'ETIMEDOUT'].map((code) => Object.assign(new Error('x'), { code }));
    expect(reasonOfError(new TypeError('fetch failed', { cause: new AggregateError(tried) }))).toBe(
      'timeout',
    );
    expect(reasonOfError('nothing known')).toBe('unreachable');
  });

  it('gives every problem of the contract a reason that fits its action', () => {
    const reasons = Object.fromEntries(
      (Object.keys(problems) as ProblemCode[]).map((code) => [code, reasonOfProblem(makeProblem(code, ''))]),
    );
    expect(reasons).toEqual({
      malformed: 'bad_answer',
      'chain-broken': 'bad_answer',
      unauthenticated: 'unauthorised',
      'device-revoked': 'revoked',
      'device-mismatch': 'unauthorised',
      'code-invalid': 'bad_answer',
      'not-found': 'bad_answer',
      'seq-gap': 'bad_answer',
      'device-forked': 'forked',
      'device-taken': 'bad_answer',
      'too-large': 'bad_answer',
      'media-type': 'upgrade_needed',
      'upgrade-needed': 'upgrade_needed',
      'rate-limited': 'busy',
      internal: 'server_error',
      unavailable: 'busy',
    });
  });

  it.each([
    [200, 'login_page'],
    [302, 'login_page'],
    [511, 'login_page'],
    [401, 'bad_answer'],
    [404, 'bad_answer'],
    [408, 'timeout'],
    [429, 'busy'],
    [500, 'server_error'],
    [502, 'server_error'],
    [503, 'busy'],
    [504, 'timeout'],
  ])('status %i without a problem of ours is told as %s', (status, reason) => {
    expect(reasonOfStatus(status)).toBe(reason);
  });
});

describe('pauses', () => {
  it('lie between 1 s and a window that doubles up to 5 minutes (sync.md 4.3)', () => {
    const windows = Array.from({ length: 12 }, (_, index) => backoffMs(index + 1, null, () => 1));
    expect(windows).toEqual(
      [2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300].map((seconds) => seconds * 1000),
    );
    expect([1, 5, 500].map((failures) => backoffMs(failures, null, () => 0))).toEqual([1_000, 1_000, 1_000]);
  });

  it('are never shorter than Retry-After, spread behind it, and an hour at most', () => {
    expect(backoffMs(1, 60_000, () => 0)).toBe(60_000);
    expect(backoffMs(1, 60_000, () => 1)).toBe(72_000);
    expect(backoffMs(9, 1_000, () => 1)).toBe(300_000);
    expect(backoffMs(1, 86_400_000, () => 0)).toBe(3_600_000);
    expect([humanPauseMs(() => 0), humanPauseMs(() => 1)]).toEqual([240_000, 300_000]);
  });

  it('read Retry-After as seconds or as a date (RFC 9110 10.2.3)', () => {
    const now = Date.parse('Sun, 06 Nov 2026 08:49:30 GMT');
    expect(parseRetryAfter('120', now)).toBe(120_000);
    expect(
      parseRetryAfter('Fri, 06 Nov 2026 08:49:37 GMT', Date.parse('Fri, 06 Nov 2026 08:49:30 GMT')),
    ).toBe(7_000);
    expect(parseRetryAfter('Fri, 06 Nov 2020 08:49:37 GMT', now)).toBe(0);
    expect([parseRetryAfter(null, now), parseRetryAfter('soon', now)]).toEqual([null, null]);
  });
});
