/** What the line reads of a SIP message before SIP.js does, or adds after it. Bodies are never looked at. */
export type MessageHead = {
  /** Method of a request; null for an answer. */
  method: string | null;
  /** Status of an answer; null for a request. */
  status: number | null;
  callId: string;
  /** Method in CSeq: what an answer answers. */
  cseqMethod: string;
  cseq: number;
  /** Whether To has a tag: the message belongs to a dialog. */
  inDialog: boolean;
  /** First value of a header by its lower-case name, or null. */
  header: (name: string) => string | null;
};

const compactForms: Readonly<Record<string, string>> = {
  i: 'call-id',
  t: 'to',
  k: 'supported',
  x: 'session-expires',
};

/** Reads the head of a message; null when it is none. */
export function readHead(message: string): MessageHead | null {
  const [first = '', ...lines] = headOf(message)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const status = /^SIP\/2\.0 (\d{3})\b/.exec(first)?.[1];
  const method = /^([A-Z]+) \S+ SIP\/2\.0$/.exec(first)?.[1];
  if (status === undefined && method === undefined) return null;
  const headers = new Map<string, string>();
  for (const line of lines) {
    const found = /^([^\s:]+)[ \t]*:[ \t]*(.*)$/.exec(line);
    if (found?.[1] === undefined || found[2] === undefined) continue;
    const written = found[1].toLowerCase();
    const name = compactForms[written] ?? written;
    const known = headers.get(name);
    // Option tags may stand in several lines.
    if (known === undefined) headers.set(name, found[2].trim());
    else if (name === 'supported') headers.set(name, `${known},${found[2]}`);
  }
  const header = (name: string): string | null => headers.get(name) ?? null;
  const cseq = /^(\d{1,10})\s+([A-Z]+)$/.exec(header('cseq') ?? '');
  return {
    method: method ?? null,
    status: status === undefined ? null : Number(status),
    callId: header('call-id') ?? '',
    cseqMethod: cseq?.[2] ?? '',
    cseq: Number(cseq?.[1] ?? 0),
    inDialog: /;\s*tag\s*=/i.test((header('to') ?? '').replace(/"(?:[^"\\]|\\.)*"|<[^>]*>/g, '')),
    header,
  };
}

/** The message with more header lines. */
export function withHeaders(message: string, lines: readonly string[]): string {
  if (lines.length === 0) return message;
  const end = headOf(message).length;
  return `${message.slice(0, end)}\r\n${lines.join('\r\n')}${message.slice(end)}`;
}

const headOf = (message: string): string => {
  const end = message.indexOf('\r\n\r\n');
  return end < 0 ? message : message.slice(0, end);
};
