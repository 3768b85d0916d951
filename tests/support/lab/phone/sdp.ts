export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** The audio part of a session description (RFC 8866), as far as a plain telephone needs it. */
export type AudioSdp = {
  address: string;
  port: number;
  payloads: readonly number[];
  direction: Direction;
  /** Payload type of telephone-event (RFC 4733) at 8 kHz; null when the other side does not know it. */
  event: number | null;
};

const directions: readonly Direction[] = ['sendrecv', 'sendonly', 'recvonly', 'inactive'];

/** Null when there is no audio in it. */
export function readSdp(text: string): AudioSdp | null {
  const lines = text.split(/\r?\n/);
  const media = lines.findIndex((line) => line.startsWith('m=audio '));
  if (media < 0) return null;
  const next = lines.findIndex((line, index) => index > media && line.startsWith('m='));
  const section = lines.slice(media, next < 0 ? undefined : next);
  const session = lines.slice(0, media);
  const [, port, , ...payloads] = (lines[media] ?? '').split(' ');
  const connection = [...section, ...session].find((line) => line.startsWith('c='));
  const direction = [...section, ...session]
    .map((line) => directions.find((name) => line === `a=${name}`))
    .find((found) => found !== undefined);
  const event = section
    .map((line) => /^a=rtpmap:(\d+) telephone-event\/8000/i.exec(line)?.[1])
    .find((found) => found !== undefined);
  const address = connection?.split(' ')[2] ?? '';
  return {
    address,
    port: Number(port),
    payloads: payloads.map(Number),
    // c=0.0.0.0 is how RFC 2543 said hold.
    direction: address === '0.0.0.0' ? 'inactive' : (direction ?? 'sendrecv'),
    event: event === undefined ? null : Number(event),
  };
}

export function writeSdp(
  sdp: AudioSdp & { sessionId: number; version: number; payloads: readonly number[] },
): string {
  const { address, port, payloads, direction, event, sessionId, version } = sdp;
  const names: Record<number, string> = { 0: 'PCMU', 8: 'PCMA' };
  return [
    'v=0',
    `o=lab ${sessionId} ${version} IN IP4 ${address}`,
    's=-',
    `c=IN IP4 ${address}`,
    't=0 0',
    `m=audio ${port} RTP/AVP ${[...payloads, ...(event === null ? [] : [event])].join(' ')}`,
    ...payloads.map((type) => `a=rtpmap:${type} ${names[type] ?? '?'}/8000`),
    ...(event === null ? [] : [`a=rtpmap:${event} telephone-event/8000`, `a=fmtp:${event} 0-16`]),
    'a=ptime:20',
    `a=${direction}`,
    '',
  ].join('\r\n');
}

/** What one may answer to an offered direction (RFC 3264 section 6.1), when one wants `own`. */
export function answerDirection(offered: Direction, own: Direction = 'sendrecv'): Direction {
  const send =
    (offered === 'sendrecv' || offered === 'recvonly') && (own === 'sendrecv' || own === 'sendonly');
  const receive =
    (offered === 'sendrecv' || offered === 'sendonly') && (own === 'sendrecv' || own === 'recvonly');
  if (send && receive) return 'sendrecv';
  if (send) return 'sendonly';
  return receive ? 'recvonly' : 'inactive';
}
