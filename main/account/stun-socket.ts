import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { isIPv6, type Socket } from 'node:net';
import {
  readStun,
  stunLength,
  writeStun,
  type StunAnswer,
  type StunLogin,
  type StunMethod,
} from './stun-message.ts';

/** One conversation with a STUN or TURN server, a request at a time. */
export type StunSocket = {
  /** Null when no answer came in time. */
  ask(method: StunMethod, login: StunLogin | null): Promise<StunAnswer | null>;
  close(): void;
};

/** First wait before a request is sent again over UDP, doubled each time (RFC 8489 section 6.2.1). */
const firstRepeatMs = 500;

/** Over UDP: a request is repeated until it is answered or time is up. */
export const stunOverUdp = async (
  { host, port }: { host: string; port: number },
  limitMs: number,
): Promise<StunSocket> => {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  // "Nothing listens there" (ICMP) is no answer either, and the time limit says so.
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    socket.once('error', () => resolve());
    socket.connect(port, host, resolve);
  });
  return talk(
    // The callback keeps a refused packet from being thrown as an error of the socket.
    (bytes) => socket.send(bytes, () => undefined),
    (take) => {
      socket.on('message', take);
      return () => socket.off('message', take);
    },
    { limitMs, repeatMs: firstRepeatMs, close: () => socket.close() },
  );
};

/** Over TCP or TLS, which keep what is sent: nothing is repeated. The socket belongs to whoever opened it. */
export const stunOverStream = (socket: Socket, limitMs: number): StunSocket =>
  talk(
    (bytes) => socket.write(bytes),
    (take) => {
      let rest = Buffer.alloc(0);
      const read = (data: Buffer): void => {
        rest = Buffer.concat([rest, data]);
        for (let length = stunLength(rest); length !== null && rest.length >= length;) {
          take(rest.subarray(0, length));
          rest = rest.subarray(length);
          length = stunLength(rest);
        }
      };
      socket.on('data', read);
      return () => socket.off('data', read);
    },
    { limitMs, repeatMs: null, close: () => undefined },
  );

const talk = (
  send: (bytes: Buffer) => void,
  listen: (take: (bytes: Buffer) => void) => () => void,
  { limitMs, repeatMs, close }: { limitMs: number; repeatMs: number | null; close: () => void },
): StunSocket => ({
  ask: (method, login) =>
    new Promise((resolve) => {
      const transaction = randomBytes(12);
      const request = writeStun({ method, transaction, login });
      let repeat: NodeJS.Timeout | undefined;
      const done = (answer: StunAnswer | null): void => {
        clearTimeout(limit);
        clearTimeout(repeat);
        deaf();
        resolve(answer);
      };
      const limit = setTimeout(() => done(null), limitMs);
      const deaf = listen((bytes) => {
        const answer = readStun(bytes);
        if (answer?.transaction.equals(transaction) === true) done(answer);
      });
      const again = (waitMs: number): void => {
        send(request);
        repeat = setTimeout(() => again(2 * waitMs), waitMs);
      };
      if (repeatMs === null) send(request);
      else again(repeatMs);
    }),
  close,
});
