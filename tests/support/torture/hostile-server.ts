import { once } from 'node:events';
import { WebSocketServer, type WebSocket } from 'ws';
import { headerOf, parseSipMessage } from '../../../main/practice/sip-message.ts';

export type HostileServer = {
  url: string;
  domain: string;
  /** Contact URI that the phone registered last. */
  contact(): string | null;
  /** Sends one frame to the phone as it is. */
  send(frame: string): void;
  /** Status of every answer of the phone to a message with this Call-ID. */
  answersTo(callId: string): number[];
  /** Resolves with the status of the phone's answer to a plain OPTIONS: it is alive. */
  ping(): Promise<number>;
  close(): Promise<void>;
};

const domain = 'hostile.invalid';

/** A SIP server on loopback that takes every registration and then sends what it likes (RFC 7118 framing). */
export const startHostileServer = async (): Promise<HostileServer> => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => 'sip' });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  let phone: WebSocket | null = null;
  let contact: string | null = null;
  let pings = 0;
  const answers = new Map<string, number[]>();
  const waiting = new Map<string, (status: number) => void>();

  const take = (frame: string): void => {
    // An answer to a message without ids has none either, so it is read more leniently than the rest.
    const status = /^SIP\/2\.0 (\d{3})/.exec(frame)?.[1];
    if (status !== undefined) {
      const callId = /^call-id:[ \t]*([^\r\n]*)/im.exec(frame)?.[1]?.trim() ?? '';
      answers.set(callId, [...(answers.get(callId) ?? []), Number(status)]);
      waiting.get(callId)?.(Number(status));
      return;
    }
    const message = parseSipMessage(frame);
    if (message?.kind !== 'request') return;
    if (message.method === 'ACK') return;
    if (message.method === 'REGISTER')
      contact = /<([^>]+)>/.exec(headerOf(message.headers, 'contact') ?? '')?.[1] ?? contact;
    const copied = message.headers
      .filter(({ name }) => ['via', 'from', 'to', 'call-id', 'cseq', 'contact', 'expires'].includes(name))
      .map(
        ({ name, value }) => `${name}: ${value}${name === 'to' && !value.includes('tag=') ? ';tag=h' : ''}`,
      );
    phone?.send(['SIP/2.0 200 OK', ...copied, 'content-length: 0', '', ''].join('\r\n'));
  };

  server.on('connection', (socket) => {
    phone = socket;
    socket.on('error', () => socket.close());
    socket.on('message', (data) => take((data as Buffer).toString('utf8')));
  });

  return {
    url: `ws://127.0.0.1:${address.port}`,
    domain,
    contact: () => contact,
    send: (frame) => phone?.send(frame),
    answersTo: (callId) => answers.get(callId) ?? [],
    ping: async () => {
      pings += 1;
      const callId = `ping-${pings}@${domain}`;
      const status = new Promise<number>((resolve) => waiting.set(callId, resolve));
      phone?.send(
        [
          `OPTIONS ${contact ?? ''} SIP/2.0`,
          `Via: SIP/2.0/WS ${domain};branch=z9hG4bK-ping-${pings}`,
          `From: <sip:ping@${domain}>;tag=p`,
          `To: <${contact ?? ''}>`,
          `Call-ID: ${callId}`,
          'CSeq: 1 OPTIONS',
          'Max-Forwards: 70',
          'Content-Length: 0',
          '',
          '',
        ].join('\r\n'),
      );
      return status;
    },
    close: async () => {
      for (const socket of server.clients) socket.terminate();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};
