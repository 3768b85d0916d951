import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { lockFolder } from './folder-lock.ts';

type Row = Record<string, unknown>;

/** Runs one statement with `$1` parameters. bigint columns arrive as numbers (all ours stay below 2^53). */
export type Queryable = {
  query<T extends Row = Row>(sql: string, params?: readonly unknown[]): Promise<T[]>;
};

/**
 * PostgreSQL behind one small interface, so that the same SQL runs on the embedded engine and on a server.
 * The embedded engine survives a stop and a kill of the process, but never calls fsync: only a real server
 * keeps what it acknowledged through a power cut (docs/sync-protocol.md, "durable_through").
 */
export type Db = Queryable & {
  readonly engine: 'embedded' | 'server';
  /** Commits when `work` resolves and rolls back when it throws. */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  /** Several statements without parameters: migrations. */
  script(tx: Queryable, sql: string): Promise<void>;
  close(): Promise<void>;
};

type Executor = {
  query(sql: string, params?: unknown[]): Promise<{ rows: unknown[] }>;
};

const queryable = (executor: Executor): Queryable => ({
  query: async <T extends Row>(sql: string, params: readonly unknown[] = []) =>
    (await executor.query(sql, [...params])).rows as T[],
});

/** One statement after the other: the extended protocol takes one a message. */
const runScript = async (tx: Queryable, sql: string): Promise<void> => {
  for (const statement of sql.split(/;\s*\n/)) {
    if (statement.trim() !== '') await tx.query(statement);
  }
};

/**
 * The embedded engine, in `folder`, or in memory when it is null. Rejects when another process has the folder.
 */
export const openEmbeddedDb = async (folder: string | null): Promise<Db> => {
  if (folder === null) return embeddedDb(await PGlite.create('memory://'));
  const unlock = await lockFolder(folder);
  try {
    const db = embeddedDb(await PGlite.create(join(folder, 'pg')));
    return { ...db, close: () => db.close().finally(unlock) };
  } catch (error) {
    await unlock();
    throw error;
  }
};

/** Wraps an embedded engine that was opened elsewhere, e.g. from a backup. */
export const embeddedDb = (engine: PGlite): Db => ({
  engine: 'embedded',
  ...queryable(engine),
  transaction: (work) => engine.transaction((tx) => work(queryable(tx))),
  script: runScript,
  close: () => engine.close(),
});

/** pg hands out bigint (type 20) as text unless told otherwise. */
const types = new pg.TypeOverrides();
types.setTypeParser(20, Number);

/** A PostgreSQL server, by connection string. */
export const openServerDb = (connectionString: string): Db => {
  const pool = new pg.Pool({
    connectionString,
    max: 10,
    connectionTimeoutMillis: 5_000,
    // A transaction that hangs would hold its lane's lock against every retry of that console.
    statement_timeout: 20_000,
    idle_in_transaction_session_timeout: 20_000,
    types,
  });
  // An idle connection that breaks (server restart) is replaced by the pool; without a listener it would throw.
  pool.on('error', () => undefined);
  return {
    engine: 'server',
    ...queryable(pool),
    transaction: async (work) => {
      const client = await pool.connect();
      let broken = true;
      try {
        await client.query('BEGIN');
        try {
          const value = await work(queryable(client));
          await client.query('COMMIT');
          broken = false;
          return value;
        } catch (error) {
          await client.query('ROLLBACK');
          broken = false;
          throw error;
        }
      } finally {
        client.release(broken);
      }
    },
    script: runScript,
    close: () => pool.end(),
  };
};
