import { describe, expect, it } from 'vitest';
import { checkedAddress } from '../../../../main/line/addresses.ts';

const sip = { secure: 'wss:', plain: 'ws:' };
const refused = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return error;
  }
  return null;
};

describe('addresses typed by a person', () => {
  it('takes the encrypted scheme everywhere and the plain one on loopback', () => {
    expect(checkedAddress(' wss://pbx.example:8443/ws ', 'server', sip)).toBe('wss://pbx.example:8443/ws');
    expect(checkedAddress('ws://127.0.0.1:5066', 'server', sip)).toBe('ws://127.0.0.1:5066/');
  });

  it.each([
    ['pbx', 'not_an_address'],
    ['ws://pbx.example', 'not_encrypted'],
    ['ws://127.0.0.1.evil.example', 'not_encrypted'],
    ['https://pbx.example', 'wrong_scheme'],
    ['wss://agent:secret@pbx.example', 'credentials_in_address'],
  ])('refuses %s with field and reason', (text, reason) => {
    expect(refused(() => checkedAddress(text, 'server', sip))).toMatchObject({
      code: 'address_not_allowed',
      field: 'server',
      params: { reason },
    });
  });
});
