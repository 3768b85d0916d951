import { Invitation, type Inviter } from 'sip.js';
import type { CallParty } from '../../core/call/types.ts';

const longestText = 256;
const longestValue = 2_000;
const longestName = 100;
/** A caller decides how many headers come; the product reads a handful. */
const mostHeaders = 20;

const wanted = ['user-to-user', 'alert-info', 'call-info', 'answer-mode'];
const isWanted = (name: string): boolean => wanted.includes(name) || name.startsWith('x-callback-');

/** Nothing a screen or a log line could stumble over: C0 and C1 controls, and the marks that turn text around. */
const unprintable = new RegExp(
  '[\\u0000-\\u001f\\u007f-\\u009f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]',
  'g',
);
// A From without a name has none in SIP.js, whatever its types say.
const clean = (text: string | undefined, longest: number): string =>
  (text ?? '').replace(unprintable, '').slice(0, longest);

/** Who is at the other end, and what an incoming INVITE said about itself. */
export function partyOf(session: Invitation | Inviter): CallParty {
  const incoming = session instanceof Invitation;
  const asserted = incoming ? assertedIdentity(session) : null;
  const remote = session.remoteIdentity;
  return {
    domain: clean(remote.uri.host, 253),
    user: clean(asserted?.user ?? remote.uri.user ?? '', longestText),
    displayName: clean(asserted?.displayName ?? (incoming ? remote.displayName : ''), longestText),
    headers: incoming ? headersOf(session) : {},
  };
}

/**
 * The caller as the PBX vouches for him (RFC 3325 section 9.1), which counts more than what he writes into
 * From. Read here because SIP.js knows no tel: addresses (RFC 3966).
 */
function assertedIdentity({ request }: Invitation): { user: string; displayName: string | null } | null {
  for (const value of request.getHeaders('P-Asserted-Identity')) {
    const found = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^<"]*?))\s*<?(?:sips?:([^@;>]+)@|tel:([^;>]+))/i.exec(value);
    const user = found?.[3] ?? found?.[4];
    if (found === null || user === undefined) continue;
    const name = (found[1] ?? found[2] ?? '').replace(/\\(.)/g, '$1').trim();
    return { user: decoded(user.split(':')[0] ?? ''), displayName: name === '' ? null : name };
  }
  return null;
}

/** Percent-escapes of a URI (RFC 3261 section 19.1.2); broken ones stay as they are. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function headersOf({ request }: Invitation): Record<string, string> {
  const names = Object.keys(request.headers)
    .filter((name) => isWanted(name.toLowerCase()) && name.length <= longestName)
    .slice(0, mostHeaders);
  return Object.fromEntries(
    names.map((name) => [name.toLowerCase(), clean(request.getHeaders(name).join(', '), longestValue)]),
  );
}
