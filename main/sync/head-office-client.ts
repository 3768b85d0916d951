import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { z } from 'zod';
import { apiVersion, apiVersionHeader, type Endpoint } from '../../core/sync/contract.ts';
import { problemContentType, problemSchema } from '../../core/sync/problems.ts';
import { parseRetryAfter } from './backoff.ts';
import { reasonOfError, reasonOfProblem, reasonOfStatus, type Failure, type SyncReason } from './failure.ts';
import type { Timers } from './timers.ts';

const compress = promisify(gzip);
/** Below this size compression saves no packet. */
const compressAboveBytes = 1_400;

export type HttpEdge = {
  fetch: typeof fetch;
  timers: Timers;
  /** UTC ms, for a Retry-After that is a date. */
  now(): number;
};

export type Outcome<T> = { ok: true; answer: T } | { ok: false; failure: Failure };

const failed = (reason: SyncReason, status: number | null = null): { ok: false; failure: Failure } => ({
  ok: false,
  failure: { reason, problem: null, status, retryAfterMs: null },
});

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const mediaType = (response: Response): string =>
  (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

const has = (value: unknown, key: string): boolean =>
  typeof value === 'object' && value !== null && key in value;

/**
 * Only head office's own success counts: 200, application/json, and what it alone knows. Anything else with a
 * friendly status is the login page of a hotel or a proxy (seen by ODK Collect, sync.md section 1).
 */
const readAnswer = <S extends z.ZodType>(
  schema: S,
  nonce: string | null,
  type: string,
  text: string,
): Outcome<z.infer<S>> => {
  const body = type === 'application/json' ? parseJson(text) : undefined;
  if (body === undefined || !has(body, 'incarnation')) return failed('login_page', 200);
  if (nonce !== null) {
    if (!has(body, 'nonce')) return failed('login_page', 200);
    if ((body as { nonce: unknown }).nonce !== nonce) return failed('bad_answer', 200);
  }
  const parsed = schema.safeParse(body);
  return parsed.success ? { ok: true, answer: parsed.data } : failed('bad_answer', 200);
};

/**
 * Asks head office once. Never throws: every way in which it can fail is a `Failure`.
 * `token` is null for enrol; `nonce` must come back where the endpoint has one; `abort` ends the request early.
 */
export const askHeadOffice = async <Req extends z.ZodType, Res extends z.ZodType>(
  edge: HttpEdge,
  target: { baseUrl: string; token: string | null; timeoutMs: number; abort: AbortSignal },
  endpoint: Endpoint<Req, Res>,
  body: z.input<Req>,
): Promise<Outcome<z.infer<Res>>> => {
  const text = JSON.stringify(body);
  const large = text.length > compressAboveBytes;
  const payload = large ? await compress(text, { level: constants.Z_BEST_SPEED }) : text;
  const request = new AbortController();
  let timedOut = false;
  const giveUp = (): void => request.abort();
  // Not AbortSignal.any: it would hang on the loop's long-lived signal for every request ever made.
  if (target.abort.aborted) giveUp();
  target.abort.addEventListener('abort', giveUp);
  const cancel = edge.timers.after(target.timeoutMs, () => {
    timedOut = true;
    giveUp();
  });
  try {
    const response = await edge.fetch(`${target.baseUrl}${endpoint.path}`, {
      method: endpoint.method,
      headers: {
        'content-type': 'application/json',
        accept: `application/json, ${problemContentType}`,
        [apiVersionHeader]: apiVersion,
        ...(large ? { 'content-encoding': 'gzip' } : {}),
        ...(target.token === null ? {} : { authorization: `Bearer ${target.token}` }),
      },
      body: payload,
      // A redirect would carry records and token to whoever answers there.
      redirect: 'manual',
      signal: request.signal,
    });
    const answerText = await response.text();
    const type = mediaType(response);
    if (response.status === 200) {
      const nonce = has(body, 'nonce') ? String((body as { nonce: unknown }).nonce) : null;
      return readAnswer(endpoint.answer, nonce, type, answerText);
    }
    const problem = type === problemContentType ? problemSchema.safeParse(parseJson(answerText)) : null;
    const known = problem?.success === true ? problem.data : null;
    const reason = known === null ? reasonOfStatus(response.status) : reasonOfProblem(known);
    const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'), edge.now());
    return { ok: false, failure: { reason, problem: known, status: response.status, retryAfterMs } };
  } catch (error) {
    return failed(timedOut ? 'timeout' : reasonOfError(error));
  } finally {
    cancel();
    target.abort.removeEventListener('abort', giveUp);
  }
};
