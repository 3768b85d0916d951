import type { FastifyInstance, onRequestHookHandler } from 'fastify';
import { z } from 'zod';
import { workModes, type WorkMode } from '../core/callback/task.ts';
import type { Db } from './db.ts';
import { issueBranchCode, revokeDevice } from './devices.ts';
import { ProblemError } from './problem-error.ts';
import { parseRequest } from './parse-request.ts';
import { sameSecret } from './secrets.ts';

const recordsQuerySchema = z.object({
  mode: z.enum(workModes).default('live'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
});
const branchSchema = z.object({
  branch: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .regex(/^[^\p{C}]+$/u),
});
const deviceParamsSchema = z.object({ id: z.uuid() });

const tableOf: Record<WorkMode, string> = { live: 'callback', practice: 'practice_callback' };

const readCounts = async (db: Db): Promise<Record<'live' | 'practice' | 'refused', number>> => {
  const [row] = await db.query<{ live: number; practice: number; refused: number }>(
    `SELECT (SELECT count(*) FROM callback) AS live, (SELECT count(*) FROM practice_callback) AS practice,
       (SELECT count(*) FROM refusal WHERE mended_at IS NULL) AS refused`,
  );
  return row ?? { live: 0, practice: 0, refused: 0 };
};

/** For the person who runs head office, with the operator token: what arrived, branch codes, withdrawal. */
export const addOperatorRoutes = (app: FastifyInstance, db: Db, operatorToken: string): void => {
  const onRequest: onRequestHookHandler = (request, _reply, done) => {
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (!sameSecret(token, operatorToken)) {
      throw new ProblemError('unauthenticated', 'This needs the operator token.');
    }
    done();
  };

  app.get('/v1/admin/records', { onRequest }, async (request) => {
    const { mode, limit, offset } = parseRequest(recordsQuerySchema, request.query);
    const records = await db.query(
      `SELECT id, branch, device, epoch, lane, seq, received_at, body FROM ${tableOf[mode]}
       ORDER BY received_at, id LIMIT $1 OFFSET $2`,
      [limit, offset],
    );
    const refusals = await db.query(
      `SELECT device, epoch, lane, seq, entity, type, mode, code, reason, field, detail, refused_at, mended_at FROM refusal
       ORDER BY refused_at, device, epoch, lane, seq LIMIT $1 OFFSET $2`,
      [limit, offset],
    );
    return { mode, counts: await readCounts(db), records, refusals };
  });

  app.post('/v1/admin/branch-codes', { onRequest }, async (request) => {
    const { branch } = parseRequest(branchSchema, request.body);
    return { branch, code: await issueBranchCode(db, branch) };
  });

  app.post('/v1/admin/devices/:id/revoke', { onRequest }, async (request) => {
    const { id } = parseRequest(deviceParamsSchema, request.params);
    if (!(await revokeDevice(db, id))) throw new ProblemError('not-found', 'There is no such device.');
    return { device: id, revoked: true };
  });
};
