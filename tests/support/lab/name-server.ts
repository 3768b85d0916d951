import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** `answer` = every name is the one address; `unknown` = no name exists (NXDOMAIN); `silent` = nothing comes back. */
export type NameServerMood = 'answer' | 'unknown' | 'silent';

export type NameServer = { mood: NameServerMood; close(): Promise<void> };

const typeA = 1;

/** A name server (RFC 1035) on port 53 of an address of the lab, whose answers may not be kept. */
export async function startNameServer(address: string): Promise<NameServer> {
  const socket = createSocket('udp4');
  const server: NameServer = {
    mood: 'answer',
    close: async () => {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
  socket.on('message', (query, { address: host, port }) => {
    const answer = answerTo(query, address, server.mood);
    if (answer !== null) socket.send(answer, port, host);
  });
  socket.bind(53, address);
  await once(socket, 'listening');
  return server;
}

/** Answer to a query with one question; null when none is given. */
function answerTo(query: Buffer, address: string, mood: NameServerMood): Buffer | null {
  if (mood === 'silent' || query.length < 17) return null;
  let end = 12;
  while (query[end] !== undefined && query[end] !== 0) end += (query[end] ?? 0) + 1;
  const question = query.subarray(12, end + 5);
  const found = mood === 'answer' && query.readUInt16BE(end + 1) === typeA;
  const head = Buffer.alloc(12);
  query.copy(head, 0, 0, 2);
  // An answer with authority, recursion as it was asked for; NXDOMAIN is 3.
  head.writeUInt16BE(0x8480 | (query.readUInt16BE(2) & 0x0100) | (mood === 'unknown' ? 3 : 0), 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(found ? 1 : 0, 6);
  if (!found) return Buffer.concat([head, question]);
  // The name of the question again, type A, class IN, valid for no time, four bytes.
  const record = Buffer.from([0xc0, 12, 0, typeA, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]);
  return Buffer.concat([head, question, record]);
}
