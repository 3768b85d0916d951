import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatSipMessage,
  headerOf,
  headersOf,
  paramOf,
  parseSipMessage,
  sipUriOf,
  splitList,
  type SipMessage,
} from '../../../../main/practice/sip-message.ts';

const parsed = (text: string): SipMessage => {
  const message = parseSipMessage(text.replaceAll('\n', '\r\n'));
  if (message === null) throw new Error('not a SIP message');
  return message;
};
const rest = 'From: <sip:a@x.invalid>;tag=1\nTo: <sip:b@x.invalid>\nCall-ID: 1\nCSeq: 1 INVITE\n';

describe('SIP messages as the relay reads them', () => {
  it('RFC 3261 7.3.3 and 7.3.1: compact names, folded lines, odd spacing and case', () => {
    const message = parsed(
      'INVITE sip:b@x.invalid SIP/2.0\nv: SIP/2.0/WS h.invalid\n  ;branch=z9hG4bK1\nF: "A"\n\t<sip:a@x.invalid>;tag=1\nt :<sip:b@x.invalid>\ni:1\nCSEQ: 1\n INVITE\nm: <sip:q@h.invalid>\nl:0\n\n',
    );
    expect(headerOf(message.headers, 'via')).toBe('SIP/2.0/WS h.invalid ;branch=z9hG4bK1');
    expect(paramOf(headerOf(message.headers, 'via') ?? '', 'branch')).toBe('z9hG4bK1');
    expect(headerOf(message.headers, 'from')).toBe('"A" <sip:a@x.invalid>;tag=1');
    expect(headerOf(message.headers, 'cseq')).toBe('1 INVITE');
    expect(headerOf(message.headers, 'contact')).toBe('<sip:q@h.invalid>');
  });

  it('several Via and Contact in one line, with commas inside quotes and brackets', () => {
    const message = parsed(
      `OPTIONS sip:x.invalid SIP/2.0\nVia: SIP/2.0/WS a;branch=1, SIP/2.0/WS b;branch=2\nVia: SIP/2.0/WS c;branch=3\nContact: "Wang, \\"W\\", x" <sip:w@a;x=1,2>;expires=5, <sip:v@b>\n${rest}\n`,
    );
    expect(headersOf(message.headers, 'via')).toEqual([
      'SIP/2.0/WS a;branch=1',
      'SIP/2.0/WS b;branch=2',
      'SIP/2.0/WS c;branch=3',
    ]);
    expect(headersOf(message.headers, 'contact')).toEqual([
      '"Wang, \\"W\\", x" <sip:w@a;x=1,2>;expires=5',
      '<sip:v@b>',
    ]);
  });

  it('RFC 4475 3.1.1.2: a method may be any token', () => {
    expect(
      parsed(
        `!interesting-Method0123456789_*+\`.%indeed'~ sip:x SIP/2.0\nVia: SIP/2.0/WS a;branch=1\n${rest}\n`,
      ).kind,
    ).toBe('request');
  });

  it('counts Content-Length in bytes, for a Chinese name is longer than it looks', () => {
    const body = 's=回访\r\n';
    const message = parsed(
      `MESSAGE sip:b@x SIP/2.0\nVia: SIP/2.0/WS a;branch=1\nContent-Length: 10\n${rest}\ns=回访\n`,
    );
    expect(message.body).toBe(body);
    expect(formatSipMessage(message)).toContain('content-length: 10\r\n\r\ns=回访\r\n');
  });

  it.each([
    ['nothing', ''],
    ['noise', '\u0000\u0001\u0002'],
    ['another protocol', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['another version', `INVITE sip:b SIP/7.0\nVia: SIP/2.0/WS a\n${rest}\n`],
    ['a header without a colon', `INVITE sip:b SIP/2.0\nVia: SIP/2.0/WS a\nbroken\n${rest}\n`],
    ['no Via', `INVITE sip:b SIP/2.0\n${rest}\n`],
    [
      'a body shorter than Content-Length',
      `INVITE sip:b SIP/2.0\nVia: SIP/2.0/WS a\nContent-Length: 9\n${rest}\nshort`,
    ],
    ['a negative Content-Length', `INVITE sip:b SIP/2.0\nVia: SIP/2.0/WS a\nContent-Length: -1\n${rest}\n`],
    ["two messages' worth of status", `SIP/2.0 1000 Huge\nVia: SIP/2.0/WS a\n${rest}\n`],
  ])('refuses %s', (_, text) => {
    expect(parseSipMessage(text.replaceAll('\n', '\r\n'))).toBeNull();
  });

  it('never throws, and what it accepts it writes back unchanged', () => {
    const pieces = fc.constantFrom(
      'INVITE sip:b@x SIP/2.0',
      'SIP/2.0 200 OK',
      '\r\n',
      ' ',
      ':',
      ';',
      ',',
      '"',
      '<',
      '>',
      'Via: SIP/2.0/WS a;branch=1',
      rest.replaceAll('\n', '\r\n'),
      'l: 3',
      'abc',
      '回',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 25 }), (parts) => {
        const message = parseSipMessage(parts.join(''));
        if (message === null) return;
        const again = parseSipMessage(formatSipMessage(message));
        const bare = (one: SipMessage): unknown => ({
          ...one,
          headers: one.headers.filter(({ name }) => name !== 'content-length'),
        });
        expect(again === null ? null : bare(again)).toEqual(bare(message));
      }),
      { seed: 4475, numRuns: 2_000 },
    );
  });
});

describe('parameters, lists and addresses', () => {
  it.each([
    ['<sip:a@b;tag=no>;tag=yes', 'tag', 'yes'],
    ['"x;tag=no" <sip:a@b>;tag=yes', 'tag', 'yes'],
    ['<sip:a@b>;lr', 'lr', ''],
    ['<sip:a@b>;q="a;b";expires=60', 'expires', '60'],
    ['<sip:a@b>;xtag=1', 'tag', null],
  ])('%s has %s = %s', (value, name, expected) => {
    expect(paramOf(value, name)).toBe(expected);
  });

  it.each([
    ['sip:bob@Example.COM:5060;transport=ws', { user: 'bob', host: 'example.com:5060' }],
    ['"Bob <x>" <sips:bob:pw@h.invalid;ob>;expires=1', { user: 'bob', host: 'h.invalid' }],
    ['sip:practice.invalid', { user: null, host: 'practice.invalid' }],
    ['tel:+8613800000000', null],
    ['', null],
  ])('the address in %s', (value, expected) => {
    expect(sipUriOf(value)).toEqual(expected);
  });

  it('splits no list inside quotes', () => {
    expect(splitList('a, "b, c", <d,e>, ')).toEqual(['a', '"b, c"', '<d,e>']);
  });
});
