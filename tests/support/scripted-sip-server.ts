import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import {
  formatSipMessage,
  headerOf,
  parseSipMessage,
  type SipHeader,
  type SipRequest,
  type SipResponse,
} from '../../main/practice/sip-message.ts';

export type ScriptedAnswer = { status: number; headers?: readonly SipHeader[]; body?: string };

export type ScriptedSipServer = {
  readonly url: string;
  /** Requests that came in, oldest first. */
  readonly seen: SipRequest[];
  /** Answers that came in, oldest first. */
  readonly answers: SipResponse[];
  /** Sends a request or a line of text to every telephone that is connected. */
  send(message: string): void;
  close(): Promise<void>;
};

/** Header values of a request that an answer repeats (RFC 3261 section 8.2.6.2). */
const repeated = ['via', 'from', 'to', 'call-id', 'cseq'];

/** The answer to a request, with a tag for To. */
export function answerTo(request: SipRequest, { status, headers = [], body = '' }: ScriptedAnswer): string {
  const copied = request.headers
    .filter(({ name }) => repeated.includes(name))
    .map(({ name, value }) => ({
      name,
      value: name === 'to' && !value.includes(';tag=') ? `${value};tag=scripted` : value,
    }));
  return formatSipMessage({
    kind: 'response',
    status,
    reason: 'Scripted',
    headers: [...copied, ...headers],
    body,
  });
}

/** A 200 to a REGISTER that grants what was asked. */
export const granted = (request: SipRequest): ScriptedAnswer => ({
  status: 200,
  headers: [{ name: 'contact', value: headerOf(request.headers, 'contact') ?? '' }],
});

/** A SIP server over WebSocket that says what the test tells it to; null = it is silent. */
export async function startScriptedSipServer(
  script: (request: SipRequest) => ScriptedAnswer | null,
): Promise<ScriptedSipServer> {
  const seen: SipRequest[] = [];
  const answers: SipResponse[] = [];
  const server = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    handleProtocols: (offered) => (offered.has('sip') ? 'sip' : false),
  });
  const receive = (socket: WebSocket, data: RawData): void => {
    const message = parseSipMessage(Buffer.from(data as Buffer).toString('utf8'));
    if (message?.kind === 'response') answers.push(message);
    if (message?.kind !== 'request') return;
    seen.push(message);
    const answer = script(message);
    if (answer !== null && message.method !== 'ACK') socket.send(answerTo(message, answer));
  };
  server.on('connection', (socket) => socket.on('message', (data) => receive(socket, data)));
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}`,
    seen,
    answers,
    send: (message) => {
      for (const socket of server.clients) socket.send(message);
    },
    close: async () => {
      for (const socket of server.clients) socket.terminate();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
