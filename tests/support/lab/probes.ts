import { createSocket } from 'node:dgram';
import { setTimeout as delay } from 'node:timers/promises';

const everyMs = 40;

/** Sends a datagram again and again until an answer passes the check. */
async function untilAnswered(
  what: string,
  { address, port, limitMs }: { address: string; port: number; limitMs: number },
  datagram: (localPort: number) => string,
  accepted: (answer: string) => boolean,
): Promise<void> {
  const socket = createSocket('udp4');
  let answered = false;
  socket.on('error', () => undefined); // a port that is still closed: tried again
  socket.on('message', (answer) => (answered ||= accepted(answer.toString('latin1'))));
  await new Promise<void>((resolve) => socket.bind(0, address, resolve));
  const until = Date.now() + limitMs;
  try {
    while (!answered) {
      if (Date.now() > until) throw new Error(`${what} did not answer within ${limitMs} ms`);
      socket.send(datagram(socket.address().port), port, address);
      await delay(everyMs);
    }
  } finally {
    socket.close();
  }
}

/** Waits until rtpengine answers a ping of its control protocol ("ng": a cookie and a bencoded dictionary). */
export const rtpengineReady = (address: string, port: number, limitMs: number): Promise<void> =>
  untilAnswered(
    'rtpengine',
    { address, port, limitMs },
    () => 'lab d7:command4:pinge',
    (answer) => answer.includes('pong'),
  );

/** Waits until a SIP server answers OPTIONS over UDP with 200. */
export const sipServerReady = (
  address: string,
  port: number,
  domain: string,
  limitMs: number,
): Promise<void> => {
  let count = 0;
  return untilAnswered(
    'the SIP server',
    { address, port, limitMs },
    (localPort) => {
      count += 1;
      return [
        `OPTIONS sip:${domain} SIP/2.0`,
        `Via: SIP/2.0/UDP ${address}:${localPort};branch=z9hG4bKready${localPort}x${count};rport`,
        'Max-Forwards: 5',
        `From: <sip:probe@${domain}>;tag=ready${count}`,
        `To: <sip:${domain}>`,
        `Call-ID: ready-${localPort}-${count}`,
        'CSeq: 1 OPTIONS',
        'Content-Length: 0',
        '',
        '',
      ].join('\r\n');
    },
    (answer) => answer.startsWith('SIP/2.0 200'),
  );
};
