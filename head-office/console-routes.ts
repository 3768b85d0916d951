import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import {
  endpoints,
  type enrolAnswerSchema,
  type helloAnswerSchema,
  type pushAnswerSchema,
} from '../core/sync/contract.ts';
import { isOlder } from './version.ts';
import type { Db } from './db.ts';
import { authenticateDevice, enrolDevice, type Device } from './devices.ts';
import { parseRequest } from './parse-request.ts';
import { ProblemError } from './problem-error.ts';
import { takePush } from './push.ts';
import { createTokenBuckets, type BucketRule } from './token-bucket.ts';

type ConsoleRoutes = {
  db: Db;
  incarnation: string;
  minApp: string;
  drainRate: number | null;
  limits: { device: BucketRule; enrol: BucketRule };
  maxPushes: number;
  /** Monotonic milliseconds. */
  nowMs: () => number;
};

const busyRetrySeconds = 2;

/** The three endpoints that consoles use (core/sync/contract.ts). */
export const addConsoleRoutes = (app: FastifyInstance, options: ConsoleRoutes): void => {
  const { db, incarnation, minApp } = options;
  const deviceBuckets = createTokenBuckets(options.limits.device, options.nowMs);
  const enrolBuckets = createTokenBuckets(options.limits.enrol, options.nowMs);
  const devices = new WeakMap<FastifyRequest, Device>();
  let pushes = 0;

  const limitTo = (buckets: typeof deviceBuckets, key: string): void => {
    const seconds = buckets.take(key);
    if (seconds > 0)
      throw new ProblemError('rate-limited', 'Too many requests.', { retryAfterSeconds: seconds });
  };

  /** Runs before the body is read: a stranger cannot make head office unpack anything. */
  const onRequest = async (request: FastifyRequest): Promise<void> => {
    const device = await authenticateDevice(db, request.headers.authorization);
    limitTo(deviceBuckets, device.id);
    devices.set(request, device);
  };

  const deviceOf = (request: FastifyRequest, claimed: string): Device => {
    const device = devices.get(request);
    if (device === undefined) throw new ProblemError('unauthenticated', 'The device token is missing.');
    if (device.id !== claimed.toLowerCase()) {
      throw new ProblemError(
        'device-mismatch',
        'The token belongs to another device than the request names.',
      );
    }
    return device;
  };

  const refuseOld = (version: string): void => {
    if (!isOlder(version, minApp)) return;
    throw new ProblemError(
      'upgrade-needed',
      `This console is ${version}; ${minApp} is the oldest that is served.`,
      {
        min_app: minApp,
      },
    );
  };

  app.post(
    endpoints.enrol.path,
    {
      onRequest: (request, _reply, done) => {
        limitTo(enrolBuckets, request.ip);
        done();
      },
    },
    async (request): Promise<z.infer<typeof enrolAnswerSchema>> => {
      const body = parseRequest(endpoints.enrol.request, request.body);
      refuseOld(body.app);
      if (!body.credentials.includes('bearer')) {
        throw new ProblemError('upgrade-needed', 'This head office gives out bearer tokens only.', {
          min_app: minApp,
        });
      }
      const { branch, token } = await enrolDevice(db, body);
      request.log.info({ device: body.device, branch }, 'enrolled');
      return {
        device: body.device,
        branch,
        incarnation,
        credential: { scheme: 'bearer', version: 1, token },
      };
    },
  );

  app.post(
    endpoints.hello.path,
    { onRequest },
    async (request): Promise<z.infer<typeof helloAnswerSchema>> => {
      const body = parseRequest(endpoints.hello.request, request.body);
      const device = deviceOf(request, body.device);
      refuseOld(body.app);
      await db.query('UPDATE device SET last_seen_at = now(), app = $2, clock_ms = $3 WHERE id = $1', [
        device.id,
        body.app,
        body.clock,
      ]);
      const lanes = await db.query<{ lane: number; accepted_through: number; durable_through: number }>(
        `SELECT lane, last_seq AS accepted_through, durable_seq AS durable_through FROM lane
       WHERE device = $1 AND epoch = $2 ORDER BY lane`,
        [device.id, body.epoch],
      );
      return {
        nonce: body.nonce,
        incarnation,
        lanes,
        server_time: Date.now(),
        min_app: minApp,
        drain_rate: options.drainRate,
      };
    },
  );

  app.post(endpoints.push.path, { onRequest }, async (request): Promise<z.infer<typeof pushAnswerSchema>> => {
    if (pushes >= options.maxPushes) {
      throw new ProblemError('unavailable', 'Head office is busy.', { retryAfterSeconds: busyRetrySeconds });
    }
    pushes += 1;
    try {
      const body = parseRequest(endpoints.push.request, request.body);
      const device = deviceOf(request, body.device);
      const outcome = await takePush(db, body, device.branch);
      request.log.info(
        {
          device: device.id,
          epoch: body.epoch,
          lane: body.lane,
          fromSeq: body.from_seq,
          fresh: outcome.fresh,
          acceptedThrough: outcome.acceptedThrough,
          refused: outcome.results.length,
        },
        'push',
      );
      return {
        nonce: body.nonce,
        incarnation,
        accepted_through: outcome.acceptedThrough,
        durable_through: outcome.durableThrough,
        results: outcome.results,
      };
    } finally {
      pushes -= 1;
    }
  });
};
