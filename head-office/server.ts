import { performance } from 'node:perf_hooks';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { apiVersion, apiVersionHeader, endpoints } from '../core/sync/contract.ts';
import { addConsoleRoutes } from './console-routes.ts';
import type { Db } from './db.ts';
import { issueBranchCode } from './devices.ts';
import { addErrorHandling } from './http-errors.ts';
import { addJsonBodies } from './json-bodies.ts';
import { migrate, readIncarnation } from './migrations.ts';
import { addOperatorRoutes } from './operator-routes.ts';
import { ProblemError } from './problem-error.ts';
import type { BucketRule } from './token-bucket.ts';

export type HeadOfficeOptions = {
  db: Db;
  /** Opens /v1/admin. */
  operatorToken: string;
  /** Oldest console version that is served, `0.0.0` by default. */
  minApp?: string;
  /** Messages per second that one console may send; null = no limit. */
  drainRate?: number | null;
  /** Largest request body after unpacking. */
  maxBodyBytes?: number;
  /** Requests of one device, and attempts to enrol from one address. */
  limits?: { device: BucketRule; enrol: BucketRule };
  /** Pushes that may be under way at once; more are told to come back. */
  maxPushes?: number;
  /** Where log lines (JSON) go; null = no log. */
  log?: { write(line: string): void } | null;
};

export type HeadOffice = {
  readonly app: FastifyInstance;
  /** Starts listening and returns the base URL. `port` 0 takes a free one. */
  listen(port: number, host?: string): Promise<string>;
  /** A one-time code for one console of the branch. */
  issueBranchCode(branch: string): Promise<string>;
  /** Refuses new requests with 503, lets running ones end, then closes the listener. The database stays open. */
  close(): Promise<void>;
};

const defaultLimits = { device: { burst: 60, perSecond: 20 }, enrol: { burst: 10, perSecond: 0.1 } };

/** Log lines carry ids, places and counts; no addresses, headers, bodies or database messages. */
const logSerializers = {
  req: (request: FastifyRequest) => ({ method: request.method, path: request.url.split('?')[0] }),
  err: (error: Error & { code?: string }) => ({
    type: error.name,
    message: '',
    code: error.code ?? '',
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
  }),
};

/** Builds head office over an open database: migrates it, then answers consoles (docs/sync-protocol.md). */
export const createHeadOffice = async (options: HeadOfficeOptions): Promise<HeadOffice> => {
  const { db, maxBodyBytes = 4 * 1024 * 1024 } = options;
  await migrate(db);
  const incarnation = await readIncarnation(db);

  const stream = options.log ?? null;
  const app = fastify({
    logger: stream === null ? false : { level: 'info', stream, serializers: logSerializers },
    bodyLimit: maxBodyBytes,
    // Own hook below: fastify's own 503 is no problem+json.
    return503OnClosing: false,
    requestTimeout: 60_000,
    forceCloseConnections: 'idle',
  });

  let stopping = false;
  const consolePaths: readonly string[] = Object.values(endpoints).map(({ path }) => path);
  app.addHook('onRequest', (request, reply, done) => {
    void reply.header(apiVersionHeader, apiVersion).header('cache-control', 'no-store');
    if (stopping) throw new ProblemError('unavailable', 'Head office is stopping.', { retryAfterSeconds: 5 });
    const path = request.url.split('?')[0] ?? '';
    if (consolePaths.includes(path) && request.headers[apiVersionHeader] !== apiVersion) {
      throw new ProblemError('upgrade-needed', `This head office speaks Api-Version ${apiVersion}.`, {
        api_versions: [apiVersion],
      });
    }
    done();
  });
  // A connection kept alive behind the last answer would hold up the stop for a minute.
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (stopping) void reply.header('connection', 'close');
    done();
  });
  addJsonBodies(app);
  addErrorHandling(app, maxBodyBytes);
  addConsoleRoutes(app, {
    db,
    incarnation,
    minApp: options.minApp ?? '0.0.0',
    drainRate: options.drainRate ?? null,
    limits: options.limits ?? defaultLimits,
    maxPushes: options.maxPushes ?? 64,
    nowMs: () => performance.now(),
  });
  addOperatorRoutes(app, db, options.operatorToken);
  app.get('/health', async () => {
    await db.query('SELECT 1');
    return { status: 'ok', engine: db.engine };
  });

  return {
    app,
    listen: (port, host = '127.0.0.1') => app.listen({ port, host }),
    issueBranchCode: (branch) => issueBranchCode(db, branch),
    close: async () => {
      stopping = true;
      await app.close();
    },
  };
};
