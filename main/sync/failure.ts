import type { SyncStatus } from '../../core/ipc/features/sync.ts';
import type { Problem } from '../../core/sync/problems.ts';

/** Why the console has no head office, as the person is told (locale key `syncReason.*`). */
export type SyncReason = NonNullable<SyncStatus['reason']>;

/** A request that did not end with an answer of head office. Nothing may be taken as sent. */
export type Failure = {
  reason: SyncReason;
  /** Head office's own words, null when it was not head office that spoke. */
  problem: Problem | null;
  status: number | null;
  retryAfterMs: number | null;
};

const dnsCodes = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME'];
const timeoutCodes = [
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
];
/** OpenSSL's and Node's names for a certificate or handshake that cannot be trusted. */
const tlsCode =
  /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO)/;

const codesOf = (error: unknown): string[] => {
  if (!(error instanceof Error)) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  // Node tries all addresses of a name and wraps what went wrong with each.
  const inner = error instanceof AggregateError ? (error.errors as unknown[]).flatMap(codesOf) : [];
  return [...own, ...inner, ...codesOf(error.cause)];
};

/** The reason behind an exception of fetch. */
export const reasonOfError = (error: unknown): SyncReason => {
  const codes = codesOf(error);
  if (codes.some((code) => tlsCode.test(code))) return 'tls';
  if (codes.some((code) => dnsCodes.includes(code))) return 'dns';
  if (codes.some((code) => timeoutCodes.includes(code))) return 'timeout';
  return 'unreachable';
};

/** The reason behind a problem of head office; unknown codes are told apart by their action. */
export const reasonOfProblem = (problem: Problem): SyncReason => {
  if (problem.code === 'device-revoked') return 'revoked';
  if (problem.code === 'device-forked') return 'forked';
  if (problem.status === 401 || problem.code === 'device-mismatch') return 'unauthorised';
  switch (problem.action) {
    case 'wait':
      return 'busy';
    case 'retry':
      return 'server_error';
    case 'upgrade':
      return 'upgrade_needed';
    case 'reenrol':
      return 'unauthorised';
    case 'split':
    case 'refresh':
    case 'human':
      return 'bad_answer';
  }
};

/** The reason behind an HTTP status without a problem of ours: some box on the way answered, not head office. */
export const reasonOfStatus = (status: number): SyncReason => {
  if (status < 400 || status === 511) return 'login_page';
  if (status === 429 || status === 503) return 'busy';
  if (status === 408 || status === 504) return 'timeout';
  return status >= 500 ? 'server_error' : 'bad_answer';
};
