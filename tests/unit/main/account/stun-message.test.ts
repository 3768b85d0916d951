import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRelayUrl } from '../../../../main/account/check-relay.ts';
import { readStun, stunLength, writeStun } from '../../../../main/account/stun-message.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');

test('a request with a login is the one of RFC 5769 section 2.4, byte by byte', () => {
  const request = writeStun({
    method: 'binding',
    transaction: hex('78ad3433c6ad72c029da412e'),
    login: {
      username: 'マトリックス',
      credential: 'TheMatrIX',
      realm: 'example.org',
      nonce: 'f//499k954d6OL34oL9FSTvy64sA',
    },
  });
  expect(request.toString('hex')).toBe(
    hex(`00010060 2112a442 78ad3433 c6ad72c0 29da412e
      00060012 e3839ee3 8388e383 aae38383 e382afe3 82b90000
      0015001c 662f2f34 39396b39 35346436 4f4c3334 6f4c3946 53547679 36347341
      0014000b 6578616d 706c652e 6f726700
      00080014 f6702465 6dd64a3e 02b8e071 2e85c9a2 8ca89666`).toString('hex'),
  );
});

test.each([
  ['2.2', '00010000', '0008 0001 a147 e112a643', '192.0.2.1:32853'],
  [
    '2.3',
    '00010000',
    '0014 0002 a147 0113a9fa a5d3f179 bc25f4b5 bed2b9d9',
    '[2001:db8:1234:5678:11:2233:4455:6677]:32853',
  ],
])('the address of the answer in RFC 5769 section %s is read', (_section, _type, attribute, address) => {
  const value = hex(`0020 ${attribute}`);
  const software = hex('8022000b 74657374 20766563 746f7220');
  const head = hex(`0101 0000 2112a442 b7e7a701bc34d686fa87dfae`);
  head.writeUInt16BE(value.length + software.length, 2);
  expect(readStun(Buffer.concat([head, software, value]))).toMatchObject({ error: null, address });
});

test('a question for the login gives its realm and nonce', () => {
  const body = hex(`00090010 00000401 556e6175 74686f72 697a6564
    00140008 6c61622e 74657374 00150004 61626364`);
  const head = hex('0113 0000 2112a442 000102030405060708090a0b');
  head.writeUInt16BE(body.length, 2);
  const whole = Buffer.concat([head, body]);
  expect(stunLength(whole)).toBe(whole.length);
  expect(readStun(whole)).toMatchObject({
    error: { code: 401, reason: 'Unauthorized' },
    realm: 'lab.test',
    nonce: 'abcd',
  });
});

test('whatever a server sends, reading it ends and never throws', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), fc.boolean(), (bytes, framed) => {
      const body = Buffer.from(bytes);
      const head = hex('0103 0000 2112a442 000102030405060708090a0b');
      head.writeUInt16BE(body.length, 2);
      const answer = readStun(framed ? Buffer.concat([head, body]) : body);
      expect(answer === null || answer.transaction.length === 12).toBe(true);
    }),
    { seed: 42, numRuns: 2000 },
  );
});

test.each([
  ['turn:relay.example', { kind: 'turn', host: 'relay.example', port: 3478, transport: 'udp' }],
  [
    'turn:relay.example:80?transport=tcp',
    { kind: 'turn', host: 'relay.example', port: 80, transport: 'tcp' },
  ],
  ['turns:relay.example', { kind: 'turn', host: 'relay.example', port: 5349, transport: 'tls' }],
  ['stun:[2001:db8::1]:3479', { kind: 'stun', host: '2001:db8::1', port: 3479, transport: 'udp' }],
] as const)('%s says where and how', (url, read) => {
  expect(readRelayUrl(url)).toEqual(read);
});
