import type { UserAgent } from 'sip.js';

/**
 * Asks the server for a sign of life: OPTIONS to the domain, as RFC 3261 section 11 allows anybody. Whatever
 * comes back (200, 401, 404, 405, 483) proves that the server works, and so does any other frame, so that no
 * transaction is kept and no password is sent. The CRLF ping of RFC 5626 section 4.4.1 costs less, but servers
 * that do not know it are silent or close the connection.
 */
export function sendPing({ userAgentCore: core, configuration: { uri }, transport }: UserAgent): void {
  const server = uri.clone();
  server.user = undefined;
  const message = core.makeOutgoingRequestMessage('OPTIONS', server, uri, server, {});
  message.setViaHeader(`z9hG4bK${message.callId}`, core.transport.protocol);
  // A socket that is just closing says so by itself.
  transport.send(message.toString()).catch(() => undefined);
}
