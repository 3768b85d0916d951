import type { Core, UserAgent } from 'sip.js';
import { SocketTransport } from './socket-transport.ts';

const reasons = { 408: 'Request Timeout', 503: 'Service Unavailable' } as const;

/**
 * Ends a request as if it had been refused. RFC 3261 section 8.1.3.1 wants a 503 when the transport broke and a
 * 408 when time is up; SIP.js does so 32 s later, and until then a call with an unanswered re-INVITE can send no
 * other.
 */
export function answerLocally(
  agent: UserAgent,
  request: Core.OutgoingRequestMessage,
  status: keyof typeof reasons,
): void {
  const { transport } = agent;
  if (!(transport instanceof SocketTransport)) return;
  const copied = ['Via', 'From', 'To', 'Call-ID', 'CSeq'].map((name) => {
    const value = request.getHeader(name) ?? '';
    // Without a tag SIP.js could not acknowledge it.
    return `${name}: ${name === 'To' && !/;\s*tag=/i.test(value) ? `${value};tag=local` : value}`;
  });
  transport.inject(
    [`SIP/2.0 ${status} ${reasons[status]}`, ...copied, 'Content-Length: 0', '', ''].join('\r\n'),
  );
}

/**
 * After the socket was lost: every request whose answer cannot come any more ends with 503. An INVITE that rings
 * already stays, for it can still be cancelled over the next socket.
 */
export function failPendingRequests(agent: UserAgent): void {
  for (const { message, transaction } of [...agent.userAgentCore.userAgentClients.values()]) {
    const ringing = message.method === 'INVITE' && message.toTag === undefined;
    const state: string = transaction.state;
    if (state === 'Calling' || state === 'Trying' || (state === 'Proceeding' && !ringing)) {
      answerLocally(agent, message, 503);
    }
  }
}
