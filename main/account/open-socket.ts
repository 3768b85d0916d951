import { connect, type Socket } from 'node:net';
import { codeOfError, errorLine, Found } from './found.ts';

/** A proxy that the system prescribes for an address. */
export type Proxy = { host: string; port: number };

export type Way =
  | { kind: 'direct' }
  | { kind: 'http'; proxy: Proxy }
  /** One that this check cannot speak to (SOCKS, HTTPS); the phone itself can. */
  | { kind: 'other'; name: string };

/** First entry of a proxy list as Chromium writes it, e.g. `PROXY proxy.example:8080; DIRECT`. */
export const readProxyList = (list: string): Way => {
  const first = list.split(';')[0]?.trim() ?? '';
  const [kind = '', address = ''] = first.split(/\s+/);
  if (kind === '' || kind.toUpperCase() === 'DIRECT') return { kind: 'direct' };
  const found = /^(.*):(\d+)$/.exec(address);
  if (kind.toUpperCase() !== 'PROXY' || found === null) return { kind: 'other', name: first };
  return { kind: 'http', proxy: { host: (found[1] ?? '').replace(/^\[|\]$/g, ''), port: Number(found[2]) } };
};

/** Opens a TCP connection to `host`, or throws Found with the reason. `limitMs` bounds the wait. */
export const openTcp = (
  { host, port }: { host: string; port: number },
  limitMs: number,
  signal: AbortSignal,
): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    const fail = (found: Found): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      socket.destroy();
      reject(found);
    };
    const target = `${host}:${port}`;
    const timer = setTimeout(
      () => fail(new Found('port_blocked', [`connect ${target}: no answer in ${limitMs} ms`], { port })),
      limitMs,
    );
    const stop = (): void => fail(new Found('connection_cut', ['stopped']));
    signal.addEventListener('abort', stop);
    socket.once('error', (error) => fail(connectFailure(error, target, port)));
    socket.once('connect', () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      socket.removeAllListeners('error');
      // Whoever uses the socket next listens too; an error between two users must not end the process.
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });

const connectFailure = (error: Error, target: string, port: number): Found => {
  const technical = [`connect ${target}`, errorLine(error)];
  switch (codeOfError(error)) {
    case 'ECONNREFUSED':
      return new Found('port_refused', technical, { port });
    case 'ETIMEDOUT':
      return new Found('port_blocked', technical, { port });
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
      return new Found('host_unreachable', technical);
    default:
      return new Found('connection_cut', technical);
  }
};

/** Asks a proxy for a tunnel (CONNECT, RFC 9110 section 9.3.6); the socket then reaches the server itself. */
export const openTunnel = async (
  proxy: Proxy,
  target: { host: string; port: number },
  limitMs: number,
  signal: AbortSignal,
): Promise<Socket> => {
  const name = `${proxy.host}:${proxy.port}`;
  let socket: Socket;
  try {
    socket = await openTcp(proxy, limitMs, signal);
  } catch (error) {
    if (!(error instanceof Found)) throw error;
    throw new Found('proxy_unreachable', [`proxy ${name}`, ...error.result.technical], { proxy: name });
  }
  const authority = `${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`;
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);
  const status = await proxyStatus(socket, limitMs);
  const technical = [`CONNECT ${authority} through ${name}: ${status ?? 'no answer'}`];
  if (status === 200) return socket;
  socket.destroy();
  throw new Found(status === 407 ? 'proxy_login_needed' : 'proxy_refused', technical, {
    proxy: name,
    status: status ?? 0,
  });
};

/** Status of the proxy's answer; null when it said nothing that is HTTP in time. */
const proxyStatus = (socket: Socket, limitMs: number): Promise<number | null> =>
  new Promise((resolve) => {
    let head = '';
    const done = (status: number | null): void => {
      clearTimeout(timer);
      socket.off('data', read);
      socket.off('close', closed);
      resolve(status);
    };
    const closed = (): void => done(null);
    const timer = setTimeout(closed, limitMs);
    const read = (chunk: Buffer): void => {
      head += chunk.toString('latin1');
      // A head without an end is no answer; nothing of the server comes before ours.
      if (head.length > 16_384) done(null);
      if (!head.includes('\r\n\r\n')) return;
      const found = /^HTTP\/1\.[01] (\d{3})/.exec(head);
      done(found === null ? null : Number(found[1]));
    };
    socket.on('data', read);
    socket.on('close', closed);
  });
