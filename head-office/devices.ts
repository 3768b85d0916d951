import type { z } from 'zod';
import type { enrolRequestSchema } from '../core/sync/contract.ts';
import type { Db } from './db.ts';
import { ProblemError } from './problem-error.ts';
import { newBranchCode, newToken, normaliseBranchCode, secretHash } from './secrets.ts';

export type Device = { id: string; branch: string };

/** A branch code that nobody used is worth nothing after this many hours. */
const codeLifetimeHours = 72;

/** Makes a one-time code with which one console of the branch may enrol. Only its hash is kept. */
export const issueBranchCode = async (db: Db, branch: string): Promise<string> => {
  const code = newBranchCode();
  await db.query(
    `INSERT INTO branch_code (code_hash, branch, expires_at) VALUES (decode($1, 'hex'), $2, now() + make_interval(hours => $3))`,
    [secretHash(normaliseBranchCode(code)), branch, codeLifetimeHours],
  );
  return code;
};

/**
 * Trades a branch code for a device token. The code is used up by the first request with the token, not by the
 * enrolment: when the answer is lost, the same console may ask again with the same code.
 * Throws `code-invalid` or `device-taken`.
 */
export const enrolDevice = async (
  db: Db,
  request: z.infer<typeof enrolRequestSchema>,
): Promise<{ branch: string; token: string }> =>
  db.transaction(async (tx) => {
    const codeHash = secretHash(normaliseBranchCode(request.code));
    const [code] = await tx.query<{ branch: string; used_by: string | null; live: boolean }>(
      `SELECT branch, used_by, expires_at > now() AS live FROM branch_code WHERE code_hash = decode($1, 'hex') FOR UPDATE`,
      [codeHash],
    );
    const [known] = await tx.query<{ branch: string; token_seen: boolean; revoked: boolean }>(
      `SELECT branch, token_seen, revoked_at IS NOT NULL AS revoked FROM device WHERE id = $1 FOR UPDATE`,
      [request.device],
    );
    const mayRepeat = code?.used_by === request.device && known?.token_seen === false;
    if (code === undefined || !code.live || (code.used_by !== null && !mayRepeat)) {
      throw new ProblemError(
        'code-invalid',
        'The branch code is unknown, used or out of date. Ask head office for another.',
      );
    }
    if (known !== undefined && (known.branch !== code.branch || known.revoked)) {
      throw new ProblemError(
        'device-taken',
        'This device is known under another branch, or withdrawn. Head office has to free it.',
      );
    }
    const token = newToken();
    await tx.query(
      `INSERT INTO device (id, branch, credential_version, token_hash, app) VALUES ($1, $2, 1, decode($3, 'hex'), $4)
       ON CONFLICT (id) DO UPDATE SET token_hash = excluded.token_hash, credential_version = excluded.credential_version,
         app = excluded.app, token_seen = false, enrolled_at = now()`,
      [request.device, code.branch, secretHash(token), request.app],
    );
    await tx.query(
      `UPDATE branch_code SET used_by = $2, used_at = now() WHERE code_hash = decode($1, 'hex')`,
      [codeHash, request.device],
    );
    return { branch: code.branch, token };
  });

/** The device of an `Authorization` header. Throws `unauthenticated` or `device-revoked`. */
export const authenticateDevice = async (db: Db, authorization: string | undefined): Promise<Device> => {
  const token = /^Bearer ([\w-]{20,128})$/.exec(authorization ?? '')?.[1];
  const refusal = new ProblemError(
    'unauthenticated',
    'The device token is missing or unknown. Enrol with a branch code.',
  );
  if (token === undefined) throw refusal;
  const [row] = await db.query<{ id: string; branch: string; token_seen: boolean; revoked: boolean }>(
    `SELECT id, branch, token_seen, revoked_at IS NOT NULL AS revoked FROM device WHERE token_hash = decode($1, 'hex')`,
    [secretHash(token)],
  );
  if (row === undefined) throw refusal;
  if (row.revoked)
    throw new ProblemError(
      'device-revoked',
      'Head office has withdrawn this device. Nothing on it is deleted.',
    );
  if (!row.token_seen) await db.query('UPDATE device SET token_seen = true WHERE id = $1', [row.id]);
  return { id: row.id, branch: row.branch };
};

/** Withdraws a device: its requests are refused from now on. False when there is no such device. */
export const revokeDevice = async (db: Db, id: string): Promise<boolean> =>
  (
    await db.query('UPDATE device SET revoked_at = coalesce(revoked_at, now()) WHERE id = $1 RETURNING id', [
      id,
    ])
  ).length > 0;
