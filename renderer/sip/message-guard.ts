/** What to do with a frame before the SIP library sees it. */
export type GuardVerdict =
  | { kind: 'pass'; message: string }
  /** Malformed, and it can be told so: `reply` is the response to send. */
  | { kind: 'refuse'; status: number; reply: string }
  /** Malformed beyond an answer (RFC 3261 section 18.3), or a response, which is never answered. */
  | { kind: 'drop'; reason: string };

type Header = { name: string; value: string };

/** Compact forms (RFC 3261 section 7.3.3) of the headers that are read here. */
const longNames: Readonly<Record<string, string>> = {
  v: 'via',
  f: 'from',
  t: 'to',
  i: 'call-id',
  l: 'content-length',
  m: 'contact',
  c: 'content-type',
};
const mandatory = ['via', 'from', 'to', 'call-id', 'cseq'];
const onlyOnce = ['from', 'to', 'call-id', 'cseq', 'max-forwards', 'content-length'];
/** RFC 3261 section 8.1.1.5: less than 2**31. */
const cseqLimit = 2 ** 31;
/** Of the length of one header; what is longer is no telephone call. */
const longestHeader = 16_384;
const mostHeaders = 256;

/** Extensions that this phone knows (`Require`, RFC 3261 section 8.2.2.3). */
const extensions = ['replaces', 'timer', 'outbound', 'gruu', 'norefersub'];

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  415: 'Unsupported Media Type',
  420: 'Bad Extension',
  416: 'Unsupported URI Scheme',
  505: 'Version Not Supported',
};

const split = (frame: string): { startLine: string; headers: Header[]; body: string } | null => {
  const end = frame.indexOf('\r\n\r\n');
  const head = end === -1 ? frame.replace(/(?:\r\n)+$/, '') : frame.slice(0, end);
  // A line that begins with white space goes on with the one before it (RFC 3261 section 7.3.1).
  const [startLine = '', ...lines] = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  if (lines.length > mostHeaders) return null;
  const headers: Header[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    if (line.length > longestHeader || !/^[\w.!%*+`'~-]+$/.test(name)) return null;
    headers.push({ name: longNames[name] ?? name, value: line.slice(colon + 1).trim() });
  }
  return { startLine, headers, body: end === -1 ? '' : frame.slice(end + 4) };
};

const values = (headers: readonly Header[], name: string): string[] =>
  headers.filter((header) => header.name === name).map(({ value }) => value);

/** Quotes closed, angle brackets in pairs (RFC 3261 section 25.1 name-addr). */
const isAddress = (value: string): boolean => {
  const unquoted = value.replace(/"(?:[^"\\]|\\.)*"/g, '');
  if (unquoted.includes('"')) return false;
  const opened = unquoted.split('<').length - 1;
  return opened <= 1 && unquoted.split('>').length - 1 === opened;
};

const isNumber = (value: string, limit: number): boolean => /^\d{1,10}$/.test(value) && Number(value) < limit;

/** Why the headers are wrong, or null. */
const faultOf = (headers: readonly Header[], method: string | null): string | null => {
  for (const name of mandatory) if (values(headers, name).length === 0) return `no ${name}`;
  for (const name of onlyOnce) if (new Set(values(headers, name)).size > 1) return `two of ${name}`;
  for (const name of ['from', 'to']) if (!isAddress(values(headers, name)[0] ?? '')) return `bad ${name}`;
  const [, number = '', cseqMethod = ''] = /^(\d+)\s+(\S+)$/.exec(values(headers, 'cseq')[0] ?? '') ?? [];
  if (!isNumber(number, cseqLimit)) return 'bad cseq';
  if (method !== null && cseqMethod !== method) return 'cseq of another method';
  const hops = values(headers, 'max-forwards')[0];
  if (hops !== undefined && !isNumber(hops, 256)) return 'bad max-forwards';
  return null;
};

const unknownExtensions = (headers: readonly Header[]): string[] =>
  values(headers, 'require')
    .flatMap((value) => value.split(','))
    .map((tag) => tag.trim())
    // A tag goes back to the sender: what is no token is not repeated.
    .filter((tag) => /^[\w.!%*+`'~-]{1,64}$/.test(tag) && !extensions.includes(tag.toLowerCase()));

const isSdp = (headers: readonly Header[]): boolean =>
  /^application\/sdp\s*(?:;|$)/i.test(values(headers, 'content-type')[0] ?? '');

const bytes = (text: string): number => new TextEncoder().encode(text).length;

/** The body as far as Content-Length counts it; null when the header is wrong or more is promised than came. */
const countedBody = (headers: readonly Header[], body: string): string | null => {
  const [length] = values(headers, 'content-length');
  // RFC 7118 section 4.2: a WebSocket frame is one message, so the header may be missing.
  if (length === undefined) return body;
  if (!isNumber(length, cseqLimit) || Number(length) > bytes(body)) return null;
  return new TextDecoder().decode(new TextEncoder().encode(body).slice(0, Number(length)));
};

const replyTo = (headers: readonly Header[], status: number, extra: readonly string[]): string => {
  const lines = headers
    .filter(({ name }) => mandatory.includes(name))
    .map(
      ({ name, value }) =>
        `${name}: ${value}${name === 'to' && !/;\s*tag=/i.test(value) ? ';tag=refused' : ''}`,
    );
  return [
    `SIP/2.0 ${status} ${reasons[status] ?? 'Bad Request'}`,
    ...lines,
    ...extra,
    'content-length: 0',
    '',
    '',
  ].join('\r\n');
};

/**
 * Checks what SIP.js takes without a look: version, sequence numbers, methods that differ, headers that stand
 * twice, lengths, addresses (RFC 3261 sections 7, 8.2 and 18.3; cases of RFC 4475). What passes comes back with
 * its body cut to Content-Length.
 */
export function guardMessage(frame: string): GuardVerdict {
  const parts = split(frame);
  if (parts === null) return { kind: 'drop', reason: 'no headers' };
  const { startLine, headers, body } = parts;
  const counted = countedBody(headers, body);

  if (startLine.startsWith('SIP/')) {
    const fault = /^SIP\/2\.0 [1-6]\d\d(?: |$)/.test(startLine) ? faultOf(headers, null) : 'bad status line';
    if (fault !== null) return { kind: 'drop', reason: fault };
    return counted === null ? { kind: 'drop', reason: 'bad length' } : { kind: 'pass', message: frame };
  }
  const refuse = (status: number, reason: string, extra: readonly string[] = []): GuardVerdict =>
    startLine.startsWith('ACK ') || values(headers, 'via').length === 0
      ? { kind: 'drop', reason }
      : { kind: 'refuse', status, reply: replyTo(headers, status, extra) };

  const line = /^([\w.!%*+`'~-]+) (\S+) SIP\/(\d+\.\d+)$/.exec(startLine);
  const [, method = '', uri = '', version = ''] = line ?? [];
  // Whoever cannot write the first line is told so only when the rest looks like SIP at all.
  if (line === null) return refuse(400, 'bad request line');
  if (version !== '2.0') return refuse(505, 'version');
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(uri)?.[1]?.toLowerCase();
  if (scheme === undefined || /[<>"]/.test(uri)) return refuse(400, 'bad request URI');
  if (scheme !== 'sip' && scheme !== 'sips' && scheme !== 'tel') return refuse(416, 'scheme');
  // Headers are not allowed in a Request-URI (RFC 3261 section 19.1.1, table 1).
  if (uri.includes('?')) return refuse(400, 'headers in request URI');
  const fault = faultOf(headers, method);
  if (fault !== null) return refuse(400, fault);
  if (counted === null) return refuse(400, 'bad length');
  const unknown = unknownExtensions(headers);
  if (method !== 'CANCEL' && unknown.length > 0)
    return refuse(420, 'extension', [`unsupported: ${unknown.join(', ')}`]);
  if (method === 'INVITE' && counted !== '' && !isSdp(headers))
    return refuse(415, 'media type', ['accept: application/sdp']);
  return counted === body
    ? { kind: 'pass', message: frame }
    : { kind: 'pass', message: frame.slice(0, frame.length - body.length) + counted };
}
