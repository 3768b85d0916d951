import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { problemContentType } from '../core/sync/problems.ts';
import { ProblemError } from './problem-error.ts';

/** Errors of the web framework itself, by its codes. */
const frameworkProblem = (error: Partial<FastifyError>, maxBodyBytes: number): ProblemError | null => {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new ProblemError('too-large', `The body is larger than ${maxBodyBytes} bytes.`, {
        max_bytes: maxBodyBytes,
      });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new ProblemError('media-type', 'Send application/json, plain or with Content-Encoding: gzip.');
    default:
      return error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500
        ? new ProblemError('malformed', 'The request is no readable HTTP message with a JSON body.')
        : null;
  }
};

/** PostgreSQL states that say "not now": connection, resources, shutdown, lock and statement timeouts, deadlock. */
const passing = /^(08|53|57|40)/;
const passingNodeCodes = ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE'];

const databaseProblem = (error: { code?: string; message?: string }): ProblemError | null =>
  passing.test(error.code ?? '') ||
  passingNodeCodes.includes(error.code ?? '') ||
  /connection (timeout|terminated)|timeout exceeded/i.test(error.message ?? '')
    ? new ProblemError('unavailable', 'The database cannot be reached now.', { retryAfterSeconds: 5 })
    : null;

const send = (reply: FastifyReply, error: ProblemError): FastifyReply => {
  if (error.retryAfterSeconds !== null) void reply.header('retry-after', String(error.retryAfterSeconds));
  if (error.problem.status === 401) void reply.header('www-authenticate', 'Bearer');
  return reply.code(error.problem.status).type(problemContentType).send(JSON.stringify(error.problem));
};

/** Every error leaves as application/problem+json; what is unexpected is logged without its message. */
export const addErrorHandling = (app: FastifyInstance, maxBodyBytes: number): void => {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem =
      error instanceof ProblemError
        ? error
        : (frameworkProblem(error, maxBodyBytes) ?? databaseProblem(error));
    if (problem !== null) return send(reply, problem);
    request.log.error({ err: error }, 'request failed');
    return send(
      reply,
      new ProblemError('internal', 'Head office failed. Nothing of this request was stored.'),
    );
  });
  app.setNotFoundHandler((_request, reply) =>
    send(
      reply,
      new ProblemError('not-found', 'There is no such endpoint. Check the address of head office.'),
    ),
  );
};
