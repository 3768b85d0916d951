import { makeProblem, type Problem, type ProblemCode } from '../core/sync/problems.ts';

/** Thrown anywhere in a request; the error handler answers it as RFC 9457 problem. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;
  /** Seconds for the `Retry-After` header. */
  readonly retryAfterSeconds: number | null;

  constructor(
    code: ProblemCode,
    detail: string,
    extra: Parameters<typeof makeProblem>[2] & { retryAfterSeconds?: number } = {},
  ) {
    super(code);
    const { retryAfterSeconds, ...members } = extra;
    this.problem = makeProblem(code, detail, members);
    this.retryAfterSeconds = retryAfterSeconds ?? null;
  }
}
