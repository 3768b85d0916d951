import { createSocket } from 'node:dgram';
import { createServer, type Server } from 'node:net';

/** Ports of one lab, side by side; nobody else's lab takes them while it is held. */
export type PortBlock = { readonly first: number; readonly size: number; release(): Promise<void> };

const size = 160;
const lowest = 12_000;
/** Below the range from which Linux gives ports to clients (32768). */
const highest = 32_000;
const tries = 60;

/**
 * A port for a server that the test stops and starts again: while it is down nobody else may get it, neither
 * another test's server nor a client's socket (a port of 0 would be one of those that Linux gives to clients).
 */
export async function holdPort(): Promise<{ port: number; release(): Promise<void> }> {
  const block = await takePortBlock('127.0.0.1');
  return { port: block.first + 1, release: () => block.release() };
}

/**
 * Finds free ports on an address. The first port of the block is held as a TCP listener for as long as the lab
 * lives, so that labs started at the same moment in other processes choose other blocks.
 */
export async function takePortBlock(address: string): Promise<PortBlock> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const slots = Math.floor((highest - lowest) / size);
    const first = lowest + Math.floor(Math.random() * slots) * size;
    const lock = await listen(address, first);
    if (lock === null) continue;
    if (await allFree(address, first + 1, size - 1)) {
      return { first, size, release: () => new Promise((done) => lock.close(() => done())) };
    }
    await new Promise<void>((done) => lock.close(() => done()));
  }
  throw new Error(`no free block of ${size} ports on ${address}`);
}

const listen = (address: string, port: number): Promise<Server | null> =>
  new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', () => resolve(null)); // taken: another block is tried
    server.listen({ host: address, port, exclusive: true }, () => resolve(server));
  });

async function allFree(address: string, first: number, count: number): Promise<boolean> {
  for (let port = first; port < first + count; port += 1) if (!(await udpFree(address, port))) return false;
  // Kamailio listens on TCP on the first few.
  for (let port = first; port < first + 8; port += 1) {
    const server = await listen(address, port);
    if (server === null) return false;
    await new Promise<void>((done) => server.close(() => done()));
  }
  return true;
}

const udpFree = (address: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve(false));
    socket.bind({ address, port, exclusive: true }, () => socket.close(() => resolve(true)));
  });
