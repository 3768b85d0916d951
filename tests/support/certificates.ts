import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type Certificate = { key: string; cert: string };

/** `20261122093000Z`, as openssl wants a moment. */
const stamp = (time: number): string =>
  `${new Date(time).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`;

/**
 * A self-signed certificate made now, for one name or address, valid between two moments (UTC ms). Needs the
 * openssl command, because Node can read certificates but not make them.
 */
export const makeCertificate = async (
  name: string,
  valid: { from: number; until: number },
): Promise<Certificate> => {
  const folder = await mkdtemp(join(tmpdir(), 'callback-desk-cert-'));
  const file = (part: string): string => join(folder, part);
  try {
    await writeFile(
      file('ca.conf'),
      [
        '[ca]',
        'default_ca = one',
        '[one]',
        `database = ${file('index')}`,
        `serial = ${file('serial')}`,
        `new_certs_dir = ${folder}`,
        'default_md = sha256',
        'policy = any',
        'x509_extensions = names',
        'copy_extensions = none',
        '[any]',
        'commonName = supplied',
        '[names]',
        `subjectAltName = ${/^[\d.]+$/.test(name) ? 'IP' : 'DNS'}:${name}`,
        '[req]',
        'distinguished_name = dn',
        '[dn]',
      ].join('\n'),
    );
    await writeFile(file('index'), '');
    await writeFile(file('serial'), '01\n');
    const at = (part: string): string[] => ['-config', file('ca.conf'), ...part.split(' ')];
    await run('openssl', [
      'req',
      ...at('-new -newkey rsa:2048 -nodes'),
      '-keyout',
      file('key.pem'),
      '-out',
      file('request.pem'),
      '-subj',
      `/CN=${name}`,
    ]);
    await run('openssl', [
      'ca',
      ...at('-selfsign -batch -notext'),
      '-keyfile',
      file('key.pem'),
      '-in',
      file('request.pem'),
      '-out',
      file('cert.pem'),
      '-startdate',
      stamp(valid.from),
      '-enddate',
      stamp(valid.until),
    ]);
    return {
      key: await readFile(file('key.pem'), 'utf8'),
      cert: await readFile(file('cert.pem'), 'utf8'),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
