import { readPhoneNumber } from '../call/phone-number.ts';
import type { NumberRefusal, PhoneNumber } from '../call/phone-number.ts';

export const linkSchemes = ['tel', 'sip', 'sips', 'callto'] as const;
export type LinkScheme = (typeof linkSchemes)[number];

/** What a link asks to call: a number of the telephone network, or an address of the SIP world. */
export type CallTarget =
  { kind: 'number'; number: PhoneNumber } | { kind: 'address'; uri: string; user: string };

export type LinkRefusal = NumberRefusal | 'unknown_scheme' | 'bad_encoding' | 'bad_address';

export type LinkReading = { ok: true; target: CallTarget } | { ok: false; reason: LinkRefusal };

/** Longer than any number or address with all its parameters; a page could send anything. */
const maxLength = 400;

const schemeOf = (text: string): LinkScheme | null => {
  const name = /^([a-z]+):/i.exec(text)?.[1]?.toLowerCase();
  return linkSchemes.find((scheme) => scheme === name) ?? null;
};

/** Whether an argument of the command line is a link of ours; never one that looks like a switch. */
export const isCallLink = (argument: string): boolean => schemeOf(argument) !== null;

/** The link in a command line, the last one when there are several; null when there is none. */
export const linkOfArguments = (argv: readonly string[]): string | null => argv.findLast(isCallLink) ?? null;

const refuse = (reason: LinkRefusal): LinkReading => ({ ok: false, reason });

const decode = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
};

const asNumber = (text: string, extension: string | null = null): LinkReading => {
  const reading = readPhoneNumber(text);
  if (!reading.ok) return refuse(reading.reason);
  const number = extension === null ? reading.number : { ...reading.number, extension };
  return { ok: true, target: { kind: 'number', number } };
};

/** The value of a parameter behind `;`, whose name is written in any case (RFC 3966 section 3). */
const parameter = (parts: readonly string[], name: string): string | null =>
  parts.find((part) => part.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1) ?? null;

/**
 * RFC 3966: a global number, or a local one with `phone-context`. A context that is a number stands in front of
 * the local one (section 5.1.5); a context that is a domain says whose number it is and is not dialled.
 */
const readTel = (body: string): LinkReading => {
  const [subscriber = '', ...parameters] = body.split(';');
  const context = parameter(parameters, 'phone-context');
  const prefix = context !== null && context.startsWith('+') && !subscriber.startsWith('+') ? context : '';
  const extension = parameter(parameters, 'ext')?.replace(/[-.()\s]/g, '') ?? null;
  if (extension !== null && !/^\d{1,10}$/.test(extension)) return refuse('not_a_number');
  return asNumber(prefix + subscriber, extension);
};

/**
 * RFC 3261 section 19.1. Password, parameters and headers are dropped: a link must not route the call (`maddr`,
 * `transport`) or speak for the agent (`?Replaces=`). Without a host the user part is a number, and only that is
 * dialled, never the scheme.
 */
const readSip = (scheme: 'sip' | 'sips', body: string): LinkReading => {
  const [bare = ''] = body.split('?');
  const at = bare.lastIndexOf('@');
  if (at === -1) return asNumber((bare.split(';')[0] ?? '').replace(/:\d*$/, ''));
  const user = (bare.slice(0, at).split(/[;:]/)[0] ?? '').trim();
  const host = (bare.slice(at + 1).split(';')[0] ?? '').trim().toLowerCase();
  // Host and port as of RFC 3261 section 25.1, a user part without the signs that would need escapes.
  const hostFits = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/.test(host);
  if (!hostFits || !/^[\w.!~*'()+-]{1,60}$/.test(user)) return refuse('bad_address');
  if (/[*]/.test(user)) return refuse('feature_code');
  return { ok: true, target: { kind: 'address', uri: `${scheme}:${user}@${host}`, user } };
};

const isLegible = (text: string): boolean =>
  [...text].every((character) => character >= ' ' && character !== '\u007f');

/**
 * Reads a `tel:`, `sip:`, `sips:` or `callto:` link as a browser, a mail program or the command line hands it
 * over. Gives what would be dialled, or why it is refused; dials nothing.
 */
export const readCallLink = (text: string): LinkReading => {
  const trimmed = text.trim();
  if (trimmed.length > maxLength) return refuse('too_long');
  const scheme = schemeOf(trimmed);
  if (scheme === null) return refuse('unknown_scheme');
  const decoded = decode(trimmed.slice(scheme.length + 1));
  if (decoded === null || !isLegible(decoded)) return refuse('bad_encoding');
  // Some systems write `tel://…` and add a slash at the end.
  const body = decoded.replace(/^\/\//, '').replace(/\/+$/, '').trim();
  if (body === '') return refuse('empty');
  switch (scheme) {
    case 'tel':
      return readTel(body);
    case 'sip':
    case 'sips':
      return readSip(scheme, body);
    case 'callto': {
      const inner = schemeOf(body);
      if (inner === 'sip' || inner === 'sips') return readSip(inner, body.slice(inner.length + 1));
      if (inner === 'tel') return readTel(body.slice(4));
      if (/^[a-z][a-z0-9+.-]*:/i.test(body)) return refuse('unknown_scheme');
      // `callto:` came with a number or with the name of an account elsewhere; `?call` behind it means nothing here.
      const [bare = ''] = body.split(/[?&]/);
      return bare.includes('@') ? readSip('sip', bare) : readTel(bare);
    }
  }
};
