import { createSocket } from 'node:dgram';
import { isIPv4 } from 'node:net';

/** One SIP message as the server sent or received it. */
export type TracedMessage = { at: number; from: string; to: string; text: string };

export type SipTrace = {
  readonly messages: readonly TracedMessage[];
  /** All messages as text with time and ends; passwords never travel in SIP, only digests. */
  toText(): string;
  close(): Promise<void>;
};

/** Chunk types of HEP version 3, the protocol in which Kamailio mirrors its messages. */
const chunk = { sourceV4: 3, targetV4: 4, sourcePort: 7, targetPort: 8, payload: 15 } as const;

/** Collects what Kamailio mirrors to a UDP port, in HEP version 3. */
export async function startSipTrace(address: string, port: number): Promise<SipTrace> {
  const messages: TracedMessage[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (packet) => {
    const message = readHep(packet, Date.now());
    if (message !== null) messages.push(message);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, address, resolve);
  });
  return {
    messages,
    toText: () =>
      messages
        .map(
          ({ at, from, to, text }) =>
            `---- ${new Date(at).toISOString()} ${from} -> ${to}\n${text.trimEnd()}\n`,
        )
        .join('\n'),
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

/** Null when the packet is no HEP3 with a payload. */
export function readHep(packet: Buffer, at: number): TracedMessage | null {
  if (packet.length < 6 || packet.toString('latin1', 0, 4) !== 'HEP3') return null;
  const parts = new Map<number, Buffer>();
  for (let offset = 6; offset + 6 <= packet.length;) {
    const length = packet.readUInt16BE(offset + 4);
    if (length < 6 || offset + length > packet.length) break;
    parts.set(packet.readUInt16BE(offset + 2), packet.subarray(offset + 6, offset + length));
    offset += length;
  }
  const payload = parts.get(chunk.payload);
  if (payload === undefined) return null;
  const end = (host: number, port: number): string => {
    const ip = [...(parts.get(host) ?? [])].join('.');
    return `${isIPv4(ip) ? ip : '?'}:${parts.get(port)?.readUInt16BE(0) ?? '?'}`;
  };
  return {
    at,
    from: end(chunk.sourceV4, chunk.sourcePort),
    to: end(chunk.targetV4, chunk.targetPort),
    text: payload.toString('utf8'),
  };
}
