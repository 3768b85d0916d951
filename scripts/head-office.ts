/**
 * `npm run head-office`: the reference head office on this machine. Without flags it needs nothing: embedded
 * engine, data in the user's data folder, loopback only.
 */
import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openEmbeddedDb, openServerDb, type Db } from '../head-office/db.ts';
import { createHeadOffice } from '../head-office/server.ts';

const usage = `Usage: npm run head-office -- [--port 8787] [--host 127.0.0.1] [--data FOLDER | --database-url URL] [--branch NAME]
  --port          TCP port, 0 takes a free one (8787)
  --host          address to listen on (127.0.0.1)
  --data          folder of the embedded engine (${defaultFolder()})
  --database-url  a PostgreSQL server instead of the embedded engine (DATABASE_URL)
  --branch        branch for which a code is printed (demo)
The operator token is drawn at each start, or taken from HEAD_OFFICE_OPERATOR_TOKEN.`;

function defaultFolder(): string {
  return join(
    process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'),
    'callback-desk-head-office',
  );
}

const fail = (message: string): never => {
  console.error(message);
  process.exit(2);
};

const readFlags = () => {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: '8787' },
        host: { type: 'string', default: '127.0.0.1' },
        data: { type: 'string' },
        'database-url': { type: 'string' },
        branch: { type: 'string', default: 'demo' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
};

const flags = readFlags();
if (flags.help) {
  console.log(usage);
  process.exit(0);
}
const port = Number(flags.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535)
  fail(`--port ${flags.port}: expected 0 to 65535.\n\n${usage}`);

const databaseUrl = flags['database-url'] ?? process.env['DATABASE_URL'];
const folder = resolve(flags.data ?? defaultFolder());

const openDb = async (): Promise<{ db: Db; place: string }> => {
  if (databaseUrl !== undefined && flags.data === undefined) {
    return { db: openServerDb(databaseUrl), place: 'PostgreSQL server' };
  }
  console.log(`Opening the embedded database in ${folder} (a few seconds) ...`);
  return { db: await openEmbeddedDb(folder), place: `embedded engine, ${folder}` };
};

const start = async (): Promise<void> => {
  const { db, place } = await openDb();
  const operatorToken = process.env['HEAD_OFFICE_OPERATOR_TOKEN'] ?? randomBytes(24).toString('base64url');
  const headOffice = await createHeadOffice({ db, operatorToken, log: process.stderr });
  const url = await headOffice.listen(port, flags.host);
  const code = await headOffice.issueBranchCode(flags.branch);

  console.log(`Head office:    ${url}`);
  console.log(`Branch code:    ${code}  (branch "${flags.branch}", one console, 72 hours)`);
  console.log(`Operator token: ${operatorToken}`);
  console.log(`Data:           ${place}`);
  if (!['127.0.0.1', 'localhost', '::1'].includes(flags.host)) {
    console.log(
      'This is plain HTTP: put a TLS proxy in front, consoles of other machines refuse anything but https.',
    );
  }
  console.log(
    'Records so far: curl -H "Authorization: Bearer <operator token>" ' + `${url}/v1/admin/records`,
  );

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await headOffice.close();
    await db.close();
    console.log('Head office has stopped.');
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
};

try {
  await start();
} catch (error) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = error instanceof Error ? error.message : String(error);
  console.error(
    code === 'EADDRINUSE'
      ? `Port ${port} is taken. Choose another with --port.`
      : `Head office cannot start: ${reason}`,
  );
  process.exit(1);
}
