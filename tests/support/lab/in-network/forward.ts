import { connect, createServer } from 'node:net';

/**
 * Runs inside a network of the tests and lets the host reach its loopback: a unix socket belongs to no network.
 * The first line of a connection names the port, the rest goes there. Argument: the socket's path.
 */
const [file] = process.argv.slice(2);
createServer((near) => {
  near.on('error', () => near.destroy());
  near.once('readable', () => {
    const head = near.read() as Buffer | null;
    const end = head?.indexOf('\n') ?? -1;
    if (head === null || end < 0) {
      near.destroy();
      return;
    }
    const far = connect(Number(head.subarray(0, end).toString()), '127.0.0.1');
    far.on('error', () => near.destroy());
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    const rest = head.subarray(end + 1);
    if (rest.length > 0) far.write(rest);
    near.pipe(far).pipe(near);
  });
}).listen(file);
