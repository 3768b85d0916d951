import { randomUUID } from 'node:crypto';
import { openEmbeddedDb, openServerDb, type Db } from '../../head-office/db.ts';
import { createHeadOffice, type HeadOffice, type HeadOfficeOptions } from '../../head-office/server.ts';
import { apiVersion, endpoints, type EndpointName } from '../../core/sync/contract.ts';

export const operatorToken = 'operator-token-of-the-tests';

/** No limit that a test meets by accident. */
const generous = {
  device: { burst: 100_000, perSecond: 100_000 },
  enrol: { burst: 100_000, perSecond: 100_000 },
};

export type TestHeadOffice = HeadOffice & {
  /** Stops the server and leaves the database open; `close` ends both. */
  stop(): Promise<void>;
  readonly url: string;
  readonly db: Db;
  enrol(device: string): Promise<string>;
  post(
    endpoint: EndpointName,
    token: string | null,
    body: unknown,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
  /** Ids of the records that arrived, in the order of their lane. */
  recordIds(mode: 'live' | 'practice', device: string): Promise<string[]>;
};

/**
 * An empty database: the embedded engine in memory, or with TEST_DATABASE_URL (a superuser's connection string)
 * a fresh one on that PostgreSQL server, dropped when it is closed.
 */
const openTestDb = async (): Promise<Db> => {
  const serverUrl = process.env['TEST_DATABASE_URL'];
  if (serverUrl === undefined) return openEmbeddedDb(null);
  const name = `desk_test_${randomUUID().replaceAll('-', '')}`;
  const server = openServerDb(serverUrl);
  await server.query(`CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const db = openServerDb(url.href);
  return {
    ...db,
    close: async () => {
      await db.close();
      await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await server.close();
    },
  };
};

/** A real head office over real HTTP on loopback; an empty PostgreSQL unless `db` is given. */
export const startHeadOffice = async (options: Partial<HeadOfficeOptions> = {}): Promise<TestHeadOffice> => {
  const db = options.db ?? (await openTestDb());
  const headOffice = await createHeadOffice({ limits: generous, ...options, db, operatorToken });
  const url = await headOffice.listen(0);
  const post: TestHeadOffice['post'] = async (endpoint, token, body) => {
    const response = await fetch(`${url}${endpoints[endpoint].path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'api-version': apiVersion,
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return {
    ...headOffice,
    stop: () => headOffice.close(),
    url,
    db,
    post,
    enrol: async (device) => {
      const code = await headOffice.issueBranchCode('branch-1');
      const { body } = await post('enrol', null, {
        code,
        device,
        epoch: 1,
        app: '1.0.0',
        credentials: ['bearer'],
      });
      return endpoints.enrol.answer.parse(body).credential.token;
    },
    recordIds: async (mode, device) => {
      const table = mode === 'live' ? 'callback' : 'practice_callback';
      const rows = await db.query<{ id: string }>(
        `SELECT id FROM ${table} WHERE device = $1 ORDER BY epoch, lane, seq`,
        [device],
      );
      return rows.map(({ id }) => id);
    },
    close: async () => {
      await headOffice.close();
      await db.close();
    },
  };
};
