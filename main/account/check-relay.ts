import type { Socket } from 'node:net';
import { Found, type StepResult } from './found.ts';
import { runStep, type NetworkEdges, type Report } from './network-check.ts';
import { openTcp } from './open-socket.ts';
import { openTls } from './open-tls.ts';
import { resolveName } from './resolve-name.ts';
import type { StunAnswer, StunLogin } from './stun-message.ts';
import { stunOverStream, stunOverUdp, type StunSocket } from './stun-socket.ts';

export type RelayServer = { url: string; username: string; credential: string };

type RelayAddress = { kind: 'stun' | 'turn'; host: string; port: number; transport: 'udp' | 'tcp' | 'tls' };

/** Host, port and transport of a checked address with the defaults of RFC 7064 and RFC 7065. */
export const readRelayUrl = (url: string): RelayAddress => {
  const found = /^(stun|turn)(s?):(\[[^\]]+\]|[^:?]+)(?::(\d+))?(?:\?transport=(udp|tcp))?$/i.exec(url);
  if (found === null) throw new Error('not a checked STUN or TURN address');
  const [, kind, secure = '', host = '', port, transport] = found;
  const tls = secure !== '';
  return {
    kind: kind?.toLowerCase() === 'turn' ? 'turn' : 'stun',
    host: host.replace(/^\[|\]$/g, ''),
    port: port === undefined ? (tls ? 5349 : 3478) : Number(port),
    transport: tls ? 'tls' : transport === 'tcp' ? 'tcp' : 'udp',
  };
};

/** Errors that say the login is wrong: RFC 8489 section 14.8, RFC 8656 section 18. */
const loginErrors = [401, 431, 441];
const unauthenticated = 401;
const staleNonce = 438;

/**
 * Asks a STUN server for the own address, a TURN server for a relay, which is given back at once. What fails here
 * does not end the check: calls may get through without.
 */
export const checkRelay = async (
  server: RelayServer,
  edges: NetworkEdges,
  report: Report,
  signal: AbortSignal,
): Promise<void> => {
  const open: { close(): void }[] = [];
  try {
    await runStep('relay', report, edges.now, async () => {
      const address = readRelayUrl(server.url);
      const { socket, technical } = await reach(address, edges, signal, open);
      const result = await (address.kind === 'stun'
        ? askStun(socket, address)
        : askTurn(socket, address, server));
      return { value: null, result: { ...result, technical: [...technical, ...result.technical] } };
    });
  } finally {
    for (const one of open) one.close();
  }
};

const reach = async (
  { host, port, transport }: RelayAddress,
  edges: NetworkEdges,
  signal: AbortSignal,
  open: { close(): void }[],
): Promise<{ socket: StunSocket; technical: readonly string[] }> => {
  const { limitMs } = edges;
  const [address = host] = await resolveName(host, edges.resolve, limitMs);
  const technical = [`${host} = ${address}, port ${port} over ${transport}`];
  if (transport === 'udp') {
    const socket = await stunOverUdp({ host: address, port }, limitMs);
    open.push(socket);
    return { socket, technical };
  }
  const tcp = await openTcp({ host: address, port }, limitMs, signal);
  const closing = (socket: Socket): void => void open.push({ close: () => socket.destroy() });
  closing(tcp);
  if (transport === 'tcp') return { socket: stunOverStream(tcp, limitMs), technical };
  const tls = await openTls(tcp, { host, port, limitMs, now: edges.now(), judge: edges.judge });
  closing(tls.socket);
  return { socket: stunOverStream(tls.socket, limitMs), technical: [...technical, ...tls.result.technical] };
};

const where = ({ host, port, transport }: RelayAddress): string => `${host}, port ${port} over ${transport}`;

const silent = (address: RelayAddress, what: string): Found => {
  const { host, port, transport } = address;
  const named = `${transport === 'udp' ? 'UDP' : 'TCP'} ${port}`;
  return new Found('relay_silent', [where(address), `${what}: no answer`], { host, port: named });
};

const askStun = async (socket: StunSocket, address: RelayAddress): Promise<StepResult> => {
  const answer = await socket.ask('binding', null);
  if (answer === null) throw silent(address, 'Binding');
  if (answer.error !== null) throw refused(answer.error, address, 'Binding');
  return { finding: null, technical: [`Binding: seen as ${answer.address ?? 'unknown'}`] };
};

const askTurn = async (
  socket: StunSocket,
  address: RelayAddress,
  { username, credential }: RelayServer,
): Promise<StepResult> => {
  const asked = (answer: StunAnswer): StunLogin | null =>
    answer.realm === null || answer.nonce === null
      ? null
      : { username, credential, realm: answer.realm, nonce: answer.nonce };
  let answer = await socket.ask('allocate', null);
  let login: StunLogin | null = null;
  // The first answer is the question for the login, the second may be that its nonce is too old.
  for (const expected of [unauthenticated, staleNonce]) {
    if (answer === null || answer.error?.code !== expected) break;
    login = asked(answer);
    if (login === null) break;
    answer = await socket.ask('allocate', login);
  }
  if (answer === null) throw silent(address, 'Allocate');
  if (answer.error !== null) throw refused(answer.error, address, 'Allocate');
  await socket.ask('refresh', login);
  return { finding: null, technical: [`Allocate: relayed at ${answer.address ?? 'unknown'}`] };
};

const refused = (error: { code: number; reason: string }, address: RelayAddress, what: string): Found =>
  new Found(
    loginErrors.includes(error.code) ? 'relay_login_wrong' : 'relay_refused',
    [where(address), `${what}: error ${error.code} ${error.reason}`.trimEnd()],
    { host: address.host, status: error.code },
  );
