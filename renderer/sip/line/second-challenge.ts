import type { UserAgent } from 'sip.js';

/** Which header answers which refusal (RFC 3261 section 22). */
const answers = { 401: 'authorization', 407: 'proxy-authorization' } as const;

/**
 * Lets a request be challenged by a proxy and by the server behind it: a 407 for what was answered with
 * Authorization only, or a 401 for what was answered with Proxy-Authorization only, is the first of its kind and no
 * refusal of the password (RFC 3261 section 22.3). SIP.js takes the second challenge of any kind for a loop. To be
 * called with each message before SIP.js sees it.
 */
export function allowSecondChallenge({ userAgentCore }: UserAgent, message: string): void {
  const status = /^SIP\/2\.0 (401|407) /.exec(message)?.[1];
  const branch = /^(?:Via|v)[ \t]*:.*?;\s*branch=([^;,\s]+)/im.exec(message)?.[1];
  if (status === undefined || branch === undefined) return;
  const own = answers[status === '401' ? 401 : 407];
  const other = answers[status === '401' ? 407 : 401];
  for (const client of userAgentCore.userAgentClients.values()) {
    if (client.transaction.id !== branch) continue;
    const request = client.message;
    if (!request.hasHeader(own) && request.hasHeader(other)) Object.assign(client, { challenged: false });
  }
}
