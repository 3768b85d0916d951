import { spawn } from 'node:child_process';
import { connect, createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';

/**
 * Stands for Electron where a test starts it: runs the real one inside a network of the tests and makes its
 * debugging ports, which listen on that network's loopback, reachable from this one. Arguments: the unix socket of
 * forward.ts, the number of words of the command, the command (`ip netns exec ...`), then Electron's arguments.
 */
const [socketFile = '', count = '0', ...words] = process.argv.slice(2);
const [program = '', ...args] = words.slice(0, Number(count));

const child = spawn(program, [...args, ...words.slice(Number(count))], {
  stdio: ['inherit', 'inherit', 'pipe'],
});

/** A port of this network that leads to the port of the other one. */
const reach = (port: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer((near) => {
      const far = connect(socketFile);
      far.write(`${port}\n`);
      near.on('error', () => far.destroy());
      far.on('error', () => near.destroy());
      near.on('close', () => far.destroy());
      far.on('close', () => near.destroy());
      near.pipe(far).pipe(near);
    });
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

const address = /(listening on ws:\/\/127\.0\.0\.1:)(\d+)/;
const lines = createInterface({ input: child.stderr });
let passed = Promise.resolve();
lines.on('line', (line) => {
  passed = passed.then(async () => {
    const port = address.exec(line)?.[2];
    const shown = port === undefined ? line : line.replace(address, `$1${await reach(port)}`);
    process.stderr.write(`${shown}\n`);
  });
});
child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1));
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => child.kill(signal));
