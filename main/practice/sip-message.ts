/**
 * Just enough of the SIP grammar (RFC 3261 section 25) for a relay: it reads and rewrites headers and never
 * looks into a body. One WebSocket frame is one message (RFC 7118 section 5).
 */
export type SipHeader = { readonly name: string; readonly value: string };

export type SipRequest = {
  readonly kind: 'request';
  readonly method: string;
  readonly uri: string;
  readonly headers: readonly SipHeader[];
  readonly body: string;
};
export type SipResponse = {
  readonly kind: 'response';
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly SipHeader[];
  readonly body: string;
};
export type SipMessage = SipRequest | SipResponse;

/** RFC 3261 section 7.3.3 and the IANA registry. */
const compactForms: Readonly<Record<string, string>> = {
  a: 'accept-contact',
  b: 'referred-by',
  c: 'content-type',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
};

/** Headers that a relay without a valid copy of cannot answer or forward. */
const mandatory = ['via', 'from', 'to', 'call-id', 'cseq'] as const;

const token = "[A-Za-z0-9\\-.!%*_+`'~]+";
const requestLine = new RegExp(`^(${token}) (\\S+) SIP/2\\.0$`);
const statusLine = /^SIP\/2\.0 ([1-6]\d\d)(?: (.*))?$/;
const headerLine = new RegExp(`^(${token})[ \\t]*:[ \\t]*(.*)$`);

/**
 * Reads one frame. Header names come out in lower case and in their long form, folded lines joined, and lists
 * of Via, Route and Contact split into one header each. Null when the frame is no SIP message.
 */
export function parseSipMessage(frame: string): SipMessage | null {
  const split = /\r?\n\r?\n/.exec(frame);
  const head = split === null ? frame : frame.slice(0, split.index);
  const rest = split === null ? '' : frame.slice(split.index + split[0].length);
  const [first, ...lines] = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  if (first === undefined) return null;

  const headers: SipHeader[] = [];
  for (const line of lines) {
    const found = headerLine.exec(line);
    if (found?.[1] === undefined || found[2] === undefined) return null;
    const written = found[1].toLowerCase();
    const name = compactForms[written] ?? written;
    const values = listHeaders.has(name) ? splitList(found[2]) : [found[2].trim()];
    for (const value of values) headers.push({ name, value });
  }
  if (mandatory.some((name) => headerOf(headers, name) === null)) return null;

  const body = bodyWithin(rest, headerOf(headers, 'content-length'));
  if (body === null) return null;
  const request = requestLine.exec(first);
  if (request?.[1] !== undefined && request[2] !== undefined) {
    return { kind: 'request', method: request[1], uri: request[2], headers, body };
  }
  const response = statusLine.exec(first);
  if (response?.[1] === undefined) return null;
  return { kind: 'response', status: Number(response[1]), reason: response[2] ?? '', headers, body };
}

const listHeaders: ReadonlySet<string> = new Set(['via', 'route', 'record-route', 'contact']);

/** Content-Length counts bytes: a Chinese display name in a body is three times as long as it looks. */
function bodyWithin(rest: string, declared: string | null): string | null {
  if (declared === null) return rest;
  if (!/^\d{1,9}$/.test(declared)) return null;
  const bytes = Buffer.from(rest, 'utf8');
  const length = Number(declared);
  return length > bytes.length ? null : bytes.subarray(0, length).toString('utf8');
}

/** Writes a message for one frame, with a Content-Length in bytes. */
export function formatSipMessage(message: SipMessage): string {
  const first =
    message.kind === 'request'
      ? `${message.method} ${message.uri} SIP/2.0`
      : `SIP/2.0 ${message.status} ${message.reason}`;
  const headers = message.headers
    .filter(({ name }) => name !== 'content-length')
    .map(({ name, value }) => `${name}: ${value}\r\n`)
    .join('');
  return `${first}\r\n${headers}content-length: ${Buffer.byteLength(message.body, 'utf8')}\r\n\r\n${message.body}`;
}

/** First value of a header (lower-case long name), or null. */
export const headerOf = (headers: readonly SipHeader[], name: string): string | null =>
  headers.find((header) => header.name === name)?.value ?? null;

export const headersOf = (headers: readonly SipHeader[], name: string): string[] =>
  headers.filter((header) => header.name === name).map((header) => header.value);

/** The headers with the first one of that name replaced; `null` removes it. */
export function withFirst(headers: readonly SipHeader[], name: string, value: string | null): SipHeader[] {
  const at = headers.findIndex((header) => header.name === name);
  if (at < 0) return value === null ? [...headers] : [...headers, { name, value }];
  return value === null ? headers.toSpliced(at, 1) : headers.with(at, { name, value });
}

/** Splits at commas that stand outside quoted strings and angle brackets (RFC 3261 section 7.3.1). */
export function splitList(value: string): string[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  let bracketed = false;
  for (let at = 0; at < value.length; at++) {
    const char = value.charAt(at);
    if (quoted && char === '\\') {
      part += char + value.charAt(++at);
      continue;
    }
    if (char === '"') quoted = !quoted;
    else if (!quoted && char === '<') bracketed = true;
    else if (!quoted && char === '>') bracketed = false;
    if (char === ',' && !quoted && !bracketed) {
      parts.push(part.trim());
      part = '';
    } else part += char;
  }
  parts.push(part.trim());
  return parts.filter((text) => text !== '');
}

/** A header parameter outside the angle brackets, unquoted; null when absent, '' when it has no value. */
export function paramOf(value: string, name: string): string | null {
  const params = value.replace(/"(?:[^"\\]|\\.)*"(?=[^;]*<)/, '').replace(/<[^>]*>/, '');
  const found = new RegExp(
    `;\\s*${name}\\s*(?:=\\s*("(?:[^"\\\\]|\\\\.)*"|[^;,\\s]*))?(?=\\s*(?:;|$))`,
    'i',
  ).exec(params);
  if (found === null) return null;
  return (found[1] ?? '').replace(/^"(.*)"$/, '$1');
}

export type SipUri = { readonly user: string | null; readonly host: string };

/** User and host (with port, lower case) of a sip: URI or of a name-addr that holds one; null when neither. */
export function sipUriOf(value: string): SipUri | null {
  const bracketed = /<([^>]*)>/.exec(value.replace(/"(?:[^"\\]|\\.)*"/, ''));
  const found = /^sips?:(?:([^@]*)@)?([^;?\s]+)/i.exec((bracketed?.[1] ?? value).trim());
  if (found?.[2] === undefined) return null;
  const user = found[1]?.split(':')[0];
  return { user: user === undefined || user === '' ? null : user, host: found[2].toLowerCase() };
}

/** `user@host`: the key under which a Contact or an address of record is found. */
export const uriKey = ({ user, host }: SipUri): string => `${user ?? ''}@${host}`;
