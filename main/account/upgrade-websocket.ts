import { createHash, randomBytes } from 'node:crypto';
import { request, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { Found, errorLine, type StepResult } from './found.ts';

export type UpgradeOptions = {
  url: URL;
  limitMs: number;
  /** UTC ms. */
  now: () => number;
};

/** Origin of the phone window, which a server may check (RFC 6455 section 10.2). */
const origin = 'app://phone';
/** RFC 6455 section 1.3. */
const acceptGuid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const clockToleranceMs = 5 * 60_000;

type Answer = { status: number; headers: IncomingMessage['headers']; upgraded: boolean };

/** Asks for a WebSocket with subprotocol `sip` (RFC 7118 section 4) over an open connection, and closes it. */
export const upgradeWebSocket = async (socket: Socket, options: UpgradeOptions): Promise<StepResult> => {
  const key = randomBytes(16).toString('base64');
  const { status, headers, upgraded } = await ask(socket, key, options);
  const offered = headers['sec-websocket-protocol'];
  const technical = [
    `GET ${options.url.pathname} Upgrade: websocket, subprotocol sip: ${status}`,
    ...(typeof headers.server === 'string' ? [`Server: ${headers.server.slice(0, 100)}`] : []),
    ...(typeof headers.location === 'string' ? [`Location: ${withoutQuery(headers.location)}`] : []),
    ...(offered === undefined ? [] : [`Sec-WebSocket-Protocol: ${offered.slice(0, 100)}`]),
  ];
  if (!upgraded) throw refusal(status, headers, technical);
  const expected = createHash('sha1').update(`${key}${acceptGuid}`).digest('base64');
  if (headers['sec-websocket-accept'] !== expected)
    throw new Found('ws_refused', [...technical, 'Sec-WebSocket-Accept does not fit'], { status });
  if (offered?.trim().toLowerCase() !== 'sip') throw new Found('ws_no_sip', technical);
  const off = clockError(headers.date, options.now());
  if (off === null) return { finding: null, technical };
  return {
    finding: 'clock_off',
    values: { minutes: Math.round(Math.abs(off) / 60_000) },
    technical: [...technical, `HTTP Date: ${headers.date ?? ''}`],
  };
};

const ask = (socket: Socket, key: string, { url, limitMs }: UpgradeOptions): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const outgoing = request({
      createConnection: () => socket,
      method: 'GET',
      path: `${url.pathname}${url.search}`,
      headers: {
        host: url.host,
        origin,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': key,
        'sec-websocket-protocol': 'sip',
      },
    });
    const settle = (end: () => void): void => {
      clearTimeout(timer);
      end();
      socket.destroy();
    };
    const timer = setTimeout(
      () => settle(() => reject(new Found('ws_silent', [`upgrade: no answer in ${limitMs} ms`]))),
      limitMs,
    );
    const answer = (message: IncomingMessage, upgraded: boolean): void =>
      settle(() => resolve({ status: message.statusCode ?? 0, headers: message.headers, upgraded }));
    outgoing.on('upgrade', (message) => answer(message, message.statusCode === 101));
    outgoing.on('response', (message) => answer(message, false));
    outgoing.on('error', (error) => settle(() => reject(new Found('ws_cut', [errorLine(error)]))));
    outgoing.end();
  });

/** Why there is no WebSocket, by the HTTP answer (RFC 9110 section 15). */
const refusal = (
  status: number,
  headers: IncomingMessage['headers'],
  technical: readonly string[],
): Found => {
  const page = headers['content-type']?.includes('html') === true;
  const values = { status };
  if (status === 407) return new Found('proxy_login_needed', technical, { ...values, proxy: '' });
  if (status === 511 || (page && status === 200)) return new Found('ws_login_page', technical, values);
  if (status >= 300 && status < 400) return new Found('ws_redirected', technical, values);
  if (status === 401 || status === 403) return new Found('ws_forbidden', technical, values);
  if (status === 404) return new Found('ws_not_found', technical, values);
  if (status >= 500) return new Found('ws_server_error', technical, values);
  return new Found('ws_refused', technical, values);
};

const withoutQuery = (location: string): string => (location.split(/[?#]/)[0] ?? '').slice(0, 200);

/** How far the workstation's clock is from the server's Date, when that is too far; null otherwise. */
const clockError = (date: string | undefined, now: number): number | null => {
  const server = Date.parse(date ?? '');
  if (Number.isNaN(server)) return null;
  return Math.abs(now - server) > clockToleranceMs ? now - server : null;
};
