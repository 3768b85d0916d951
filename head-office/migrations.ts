import { randomUUID } from 'node:crypto';
import type { Db } from './db.ts';

/**
 * Forward only, one transaction each, numbered by their place. A released migration never changes. Tables follow
 * sync.md 4.6: `lane` and `inbox` are the transport, `record_identity` makes a record count once whichever way it
 * came, and what was learnt stands in `callback` or, for practice calls, apart in `practice_callback`.
 */
const migrations: readonly string[] = [
  `
CREATE TABLE meta (
  key text PRIMARY KEY,
  value text NOT NULL
);
CREATE TABLE branch_code (
  code_hash bytea PRIMARY KEY,
  branch text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_by uuid,
  used_at timestamptz
);
CREATE TABLE device (
  id uuid PRIMARY KEY,
  branch text NOT NULL,
  credential_version smallint NOT NULL,
  token_hash bytea NOT NULL UNIQUE,
  -- Set by the first request with this token: the branch code that gave it is used up from then on.
  token_seen boolean NOT NULL DEFAULT false,
  app text NOT NULL,
  enrolled_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz,
  last_seen_at timestamptz,
  -- What the console's clock said at the last hello, for people to compare; nothing is decided by it.
  clock_ms bigint
);
CREATE TABLE lane (
  device uuid NOT NULL,
  epoch integer NOT NULL,
  lane smallint NOT NULL,
  last_seq bigint NOT NULL DEFAULT 0,
  durable_seq bigint NOT NULL DEFAULT 0,
  head bytea NOT NULL,
  PRIMARY KEY (device, epoch, lane)
);
CREATE TABLE inbox (
  device uuid NOT NULL,
  epoch integer NOT NULL,
  lane smallint NOT NULL,
  seq bigint NOT NULL,
  entity text NOT NULL,
  entity_seq bigint NOT NULL,
  type text NOT NULL,
  schema smallint NOT NULL,
  mode text NOT NULL,
  wall_ms bigint NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  hash bytea NOT NULL,
  -- applied | duplicate (the same record was here already) | refused
  outcome text NOT NULL,
  PRIMARY KEY (device, epoch, lane, seq)
);
CREATE TABLE record_identity (
  type text NOT NULL,
  id text NOT NULL,
  mode text NOT NULL,
  content_hash bytea NOT NULL,
  PRIMARY KEY (type, id)
);
CREATE TABLE callback (
  id text PRIMARY KEY,
  branch text NOT NULL,
  device uuid NOT NULL,
  epoch integer NOT NULL,
  lane smallint NOT NULL,
  seq bigint NOT NULL,
  schema smallint NOT NULL,
  policy_no text NOT NULL,
  agent_id text NOT NULL,
  disposition text NOT NULL,
  successful boolean NOT NULL,
  started_ms bigint NOT NULL,
  ended_ms bigint NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  -- json, not jsonb: the text stays exactly as the console hashed it.
  body json NOT NULL
);
CREATE INDEX callback_by_policy ON callback (policy_no);
CREATE INDEX callback_by_arrival ON callback (received_at, id);
CREATE TABLE practice_callback (LIKE callback INCLUDING ALL);
CREATE TABLE refusal (
  device uuid NOT NULL,
  epoch integer NOT NULL,
  lane smallint NOT NULL,
  seq bigint NOT NULL,
  entity text NOT NULL,
  type text NOT NULL,
  mode text NOT NULL,
  code text NOT NULL,
  reason text NOT NULL,
  field text NOT NULL,
  detail text NOT NULL,
  -- bytea: a refused body may be anything, also what no text column takes.
  body bytea NOT NULL,
  refused_at timestamptz NOT NULL DEFAULT now(),
  -- Set when a later message brought the record in.
  mended_at timestamptz,
  PRIMARY KEY (device, epoch, lane, seq)
);
CREATE INDEX refusal_open ON refusal (type, entity) WHERE mended_at IS NULL;
`,
];

/** Brings the database to this version's schema. Refuses a database that a newer version has written. */
export const migrate = async (db: Db): Promise<void> => {
  await db.transaction(async (tx) => {
    await tx.query('CREATE TABLE IF NOT EXISTS schema_version (version integer PRIMARY KEY)');
    // Two servers that start at once take turns here.
    await tx.query('LOCK TABLE schema_version IN EXCLUSIVE MODE');
    const [row] = await tx.query<{ version: number }>(
      'SELECT coalesce(max(version), 0)::int AS version FROM schema_version',
    );
    const version = row?.version ?? 0;
    if (version > migrations.length) {
      throw new Error(
        `The database has schema ${version}; this head office knows ${migrations.length}. Start the newer one.`,
      );
    }
    for (const [index, sql] of migrations.entries()) {
      if (index < version) continue;
      await db.script(tx, sql);
      await tx.query('INSERT INTO schema_version VALUES ($1)', [index + 1]);
    }
    await tx.query(`INSERT INTO meta VALUES ('incarnation', $1) ON CONFLICT DO NOTHING`, [randomUUID()]);
  });
};

/** The identity of this database: consoles that see another one send again what it lacks. */
export const readIncarnation = async (db: Db): Promise<string> => {
  const [row] = await db.query<{ value: string }>(`SELECT value FROM meta WHERE key = 'incarnation'`);
  if (row === undefined) throw new Error('The database has no incarnation: run the migrations first.');
  return row.value;
};
