import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { programPath } from './lab.ts';
import { LabProcess } from './lab-process.ts';
import { takePortBlock } from '../port-block.ts';

/** A TURN server (RFC 8656) with one user. */
export type Turn = {
  /** `turn:` addresses (RFC 7065) by transport. */
  readonly urls: Readonly<Record<'udp' | 'tcp', string>>;
  readonly username: string;
  readonly credential: string;
  /** Allocations it gave so far, and requests that it refused for want of the right credential. */
  counts(): Promise<{ allocations: number; refused: number }>;
  log(): Promise<string>;
  close(): Promise<void>;
};

const startLimitMs = 15_000;
const username = 'desk';
const credential = 'relay-secret';

/** Starts a coturn with long-term credentials on an address; relays from a few ports of its own. */
export async function startTurn(address: string): Promise<Turn> {
  const block = await takePortBlock(address);
  const port = block.first + 1;
  const folder = await mkdtemp(path.join(tmpdir(), 'callback-desk-turn-'));
  const logFile = path.join(folder, 'log');
  const args = [
    // Without the settings that its package put on the machine.
    '-c', path.join(folder, 'none'),
    '--listening-ip', address, '--relay-ip', address,
    '--listening-port', String(port),
    '--min-port', String(block.first + 20), '--max-port', String(block.first + block.size - 1),
    '--lt-cred-mech', '--realm', 'lab.test', '--user', `${username}:${credential}`,
    // The lab's telephones are on loopback, which a server in the world must never relay to.
    '--allow-loopback-peers', '--no-cli', '--no-tls', '--no-dtls', '--no-rfc5780',
    '--relay-threads', '1', '--pidfile', path.join(folder, 'pid'), '--userdb', path.join(folder, 'users'),
    '--log-file', 'stdout', '--verbose',
  ]; // prettier-ignore
  const server = new LabProcess('turnserver', programPath('turnserver'), args, logFile, folder);
  const log = (): Promise<string> => readFile(logFile, 'utf8').catch(() => '');
  const close = async (): Promise<void> => {
    await server.stop();
    await block.release();
    await rm(folder, { recursive: true, force: true });
  };
  const end = performance.now() + startLimitMs;
  while (!(await listens(address, port))) {
    if (!server.running || performance.now() > end) {
      const said = await log();
      await close();
      throw new Error(`coturn did not start: ${said.slice(-2000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  const at = `turn:${address}:${port}`;
  return {
    urls: { udp: `${at}?transport=udp`, tcp: `${at}?transport=tcp` },
    username,
    credential,
    counts: async () => {
      const said = await log();
      return {
        allocations: said.match(/ALLOCATE processed, success/g)?.length ?? 0,
        refused:
          said.match(/check_stun_auth: Cannot find credentials|ALLOCATE processed, error 401/g)?.length ?? 0,
      };
    },
    log,
    close,
  };
}

const listens = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false)); // not listening yet
  });
