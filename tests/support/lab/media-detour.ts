import { once } from 'node:events';
import { createSocket } from 'node:dgram';
import { WebSocket, WebSocketServer, type RawData } from 'ws';
import { noFaults, startUdpRelay, type FaultRelay, type Faults, type Way } from './fault-relay.ts';

/** What became of the RTP packets of one way, counted by the relay itself: the truth that an app can only guess. */
export type RtpTruth = { passed: number; dropped: number };

export type MediaDetour = {
  /** Where the app registers instead of at the lab's own WebSocket. */
  readonly wsUrl: string;
  /** What happens to all media from now on, also to that of later calls. */
  set(faults: Partial<Faults>): void;
  /** RTP since the start; `there` = what the app sends, `back` = what it gets. STUN, DTLS and RTCP do not count. */
  readonly rtp: Readonly<Record<Way, RtpTruth>>;
  close(): Promise<void>;
};

const loopback = '127.0.0.1';

/**
 * Leads the app's media through a fault relay, with nothing changed in the app or in the lab: the app's SIP
 * passes through here, and every address for media in it is written anew. What rtpengine offers becomes a port
 * of the relay; what the app offers becomes a port where nobody answers, so that the way through the relay, which
 * rtpengine finds by itself (a peer-reflexive candidate, RFC 8445 section 7.3.1.3), is the only one.
 */
export async function startMediaDetour(lab: { wsUrl: string }, seed = 1): Promise<MediaDetour> {
  const relays = new Map<number, Promise<FaultRelay>>();
  const rtp = { there: { passed: 0, dropped: 0 }, back: { passed: 0, dropped: 0 } };
  let faults: Faults = noFaults;
  const deadEnd = createSocket('udp4');
  deadEnd.bind(0, loopback);
  await once(deadEnd, 'listening');
  const deadPort = deadEnd.address().port;

  const relayTo = (port: number): Promise<FaultRelay> => {
    const known = relays.get(port);
    if (known !== undefined) return known;
    const relay = startUdpRelay({
      address: loopback,
      target: { address: loopback, port },
      seed: seed + relays.size,
      watch: (way, packet, passed) => {
        if (isRtp(packet)) rtp[way][passed ? 'passed' : 'dropped'] += 1;
      },
    }).then((started) => {
      started.set(faults);
      return started;
    });
    relays.set(port, relay);
    return relay;
  };
  const toApp = async (sdp: string): Promise<string> => {
    const ports = new Map<string, number>();
    for (const port of mediaPorts(sdp)) ports.set(port, (await relayTo(Number(port))).port);
    return withMediaAt(sdp, (port) => String(ports.get(port) ?? port));
  };
  const toServer = (sdp: string): Promise<string> =>
    Promise.resolve(withMediaAt(sdp, () => String(deadPort)));

  const server = new WebSocketServer({
    host: loopback,
    port: 0,
    perMessageDeflate: false,
    handleProtocols: () => 'sip',
  });
  server.on('connection', (app) => {
    const far = new WebSocket(lab.wsUrl, 'sip', { perMessageDeflate: false });
    const opened = once(far, 'open');
    // Told by `close`, which ends the other half.
    opened.catch(() => undefined);
    carry(app, far, opened, toServer);
    carry(far, app, opened, toApp);
  });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the detour has no port');
  return {
    wsUrl: `ws://${loopback}:${address.port}`,
    rtp,
    set: (change) => {
      faults = { ...faults, ...change };
      for (const relay of relays.values()) void relay.then((started) => started.set(faults));
    },
    close: async () => {
      for (const socket of server.clients) socket.terminate();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      for (const relay of relays.values()) await (await relay).close();
      deadEnd.close();
    },
  };
}

/** RFC 7983: 128..191 is RTP or RTCP; RFC 5761: of these, 192..223 in the second byte is RTCP. */
const isRtp = (packet: Buffer): boolean => {
  const [first = 0, second = 0] = packet;
  return first >= 128 && first < 192 && !(second >= 192 && second < 224);
};

/** Hands messages on in their order; a session description in them is written anew on the way. */
function carry(
  from: WebSocket,
  to: WebSocket,
  opened: Promise<unknown>,
  rewrite: (sdp: string) => Promise<string>,
): void {
  let turn: Promise<unknown> = opened;
  from.on('message', (data: RawData) => {
    const message = Buffer.from(data as Buffer).toString();
    turn = turn
      .then(async () => {
        const through = await withBody(message, rewrite);
        if (to.readyState === WebSocket.OPEN) to.send(through);
      })
      .catch(() => from.terminate());
  });
  from.on('error', () => undefined);
  from.on('close', () => to.terminate());
}

async function withBody(message: string, rewrite: (sdp: string) => Promise<string>): Promise<string> {
  const end = message.indexOf('\r\n\r\n');
  const body = message.slice(end + 4);
  if (end === -1 || !body.startsWith('v=0')) return message;
  const sdp = await rewrite(body);
  const head = message
    .slice(0, end)
    .replace(/^(Content-Length|l)(\s*:\s*)\d+/im, `$1$2${Buffer.byteLength(sdp)}`);
  return `${head}\r\n\r\n${sdp}`;
}

const udpCandidate = /^(a=candidate:\S+ \d+ udp \d+) \S+ (\d+)/i;

const mediaPorts = (sdp: string): Set<string> =>
  new Set(
    lines(sdp).flatMap((line) => {
      const port = udpCandidate.exec(line)?.[2] ?? /^m=audio (\d+)/.exec(line)?.[1];
      // 9 stands for "see the candidates" and 0 for a stream that is refused.
      return port === undefined || port === '9' || port === '0' ? [] : [port];
    }),
  );

/** All media on loopback, at other ports; candidates that come to the same or need TCP are left out. */
function withMediaAt(sdp: string, portOf: (port: string) => string): string {
  const seen = new Set<string>();
  return lines(sdp)
    .flatMap((line) => {
      if (!line.startsWith('a=candidate:'))
        return line
          .replace(/^(c=IN IP4) \S+/, `$1 ${loopback}`)
          .replace(/^(m=audio) (\d+)/, (_, head: string, port: string) =>
            port === '0' ? `${head} 0` : `${head} ${portOf(port)}`,
          )
          .replace(/^a=rtcp:.*/, '');
      const found = udpCandidate.exec(line);
      const [, head = '', port = ''] = found ?? [];
      const at = portOf(port);
      const component = / \d+ /.exec(head)?.[0] ?? '';
      if (found === null || seen.has(`${component}${at}`)) return [];
      seen.add(`${component}${at}`);
      return [`${head} ${loopback} ${at} typ host`];
    })
    .filter((line) => line !== '')
    .map((line) => `${line}\r\n`)
    .join('');
}

const lines = (sdp: string): string[] => sdp.split(/\r?\n/);
