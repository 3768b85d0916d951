import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { RelayRouter, type RelayConnection } from './relay-router.ts';

export type SipRelayOptions = {
  users: readonly { name: string; password: string }[];
  /** Cryptographic randomness, e.g. node:crypto randomBytes. */
  random: (bytes: number) => Uint8Array;
  /** UTC ms. */
  now?: () => number;
  /** 0 (the default) leaves the choice to the system. */
  port?: number;
};

export type SipRelay = {
  /** `ws://127.0.0.1:PORT`; the port is the system's choice at each start. */
  readonly url: string;
  readonly domain: string;
  /** Ends every connection and frees the port. */
  close(): Promise<void>;
};

/** `.invalid` can never be a real domain (RFC 2606 section 2). */
const domain = 'practice.invalid';
const loopback = '127.0.0.1';
/** An INVITE with a large SDP has some 5 kB. */
const largestFrame = 64 * 1024;

/**
 * Starts the practice line: a SIP registrar and relay over WebSocket (RFC 7118) that listens on the loopback
 * address only. A web page in a browser on the same machine could reach the port too, so connections that
 * state a web origin are refused: our own windows come from `app://`, and programs state none.
 */
export async function startSipRelay({
  users,
  random,
  now = Date.now,
  port = 0,
}: SipRelayOptions): Promise<SipRelay> {
  const router = new RelayRouter({
    domain,
    passwords: new Map(users.map(({ name, password }) => [name, password])),
    secret: random(32),
    now,
  });
  const server = new WebSocketServer({
    host: loopback,
    port,
    maxPayload: largestFrame,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has('sip') ? 'sip' : false),
    verifyClient: (
      { origin, req }: { origin: string | undefined; req: IncomingMessage },
      answer: (accepted: boolean, status?: number) => void,
    ) => {
      if (origin !== undefined && !origin.startsWith('app://')) answer(false, 403);
      else if (!speaksSip(req.headers['sec-websocket-protocol'])) answer(false, 400);
      else answer(true);
    },
  });
  server.on('connection', (socket) => serve(socket, router, random));
  await once(server, 'listening');

  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The practice line has no port.');
  return {
    url: `ws://${loopback}:${address.port}`,
    domain,
    close: async () => {
      for (const socket of server.clients) socket.terminate();
      await new Promise<void>((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
      });
    },
  };
}

/** RFC 7118 section 4: the handshake must carry the subprotocol `sip`. */
const speaksSip = (protocols: string | undefined): boolean =>
  protocols !== undefined && protocols.split(',').some((name) => name.trim() === 'sip');

function serve(socket: WebSocket, router: RelayRouter, random: SipRelayOptions['random']): void {
  const connection: RelayConnection = {
    id: Buffer.from(random(12)).toString('hex'),
    nonce: Buffer.from(random(16)).toString('hex'),
    send: (frame) => {
      if (socket.readyState === socket.OPEN) socket.send(frame);
    },
  };
  router.connected(connection);
  // ws emits `error` for a frame beyond maxPayload or with broken UTF-8; without a listener the whole process
  // would end. The close code (1009, 1007) tells the client why.
  socket.on('error', () => socket.close());
  socket.on('close', () => router.disconnected(connection));
  socket.on('message', (data) => router.receive(connection, frameText(data)));
}

const frameText = (data: RawData): string =>
  (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString('utf8');
