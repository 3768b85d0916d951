import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guardMessage } from '../../../../renderer/sip/message-guard.ts';
import { mutatedMessages } from '../../../support/torture/mutate.ts';
import { tortureCases } from '../../../support/torture/rfc4475.ts';

const target = { contact: 'sip:abc@x.invalid;transport=ws', aor: 'sip:1001@example.com' };
/** Refusals that need more than syntax; SIP.js gives them. */
const byLibrary = [406];

describe('guardMessage', () => {
  it.each(tortureCases(target))('RFC 4475 $section $name', ({ text, expected, orValid }) => {
    const verdict = guardMessage(text);
    if (expected === 'valid') expect(verdict.kind).toBe('pass');
    else if (expected === 'dropped') expect(['drop', 'pass']).toContain(verdict.kind);
    else if (expected.some((status) => byLibrary.includes(status))) expect(verdict.kind).toBe('pass');
    else if (verdict.kind === 'refuse') expect(expected).toContain(verdict.status);
    else expect(orValid === true && verdict.kind === 'pass').toBe(true);
  });

  it('refuses with the ids of the message, so that the sender can match the answer', () => {
    const verdict = guardMessage(
      [
        'OPTIONS sip:a@b SIP/3.0',
        'v: SIP/2.0/WS x;branch=z9hG4bK1',
        'f: <sip:c@d>;tag=1',
        't: <sip:a@b>',
        'i: id-1',
        'CSeq: 5 OPTIONS',
        '',
        '',
      ].join('\r\n'),
    );
    expect(verdict).toMatchObject({ kind: 'refuse', status: 505 });
    expect(verdict.kind === 'refuse' && verdict.reply.split('\r\n')).toEqual([
      'SIP/2.0 505 Version Not Supported',
      'via: SIP/2.0/WS x;branch=z9hG4bK1',
      'from: <sip:c@d>;tag=1',
      'to: <sip:a@b>;tag=refused',
      'call-id: id-1',
      'cseq: 5 OPTIONS',
      'content-length: 0',
      '',
      '',
    ]);
  });

  it('never answers an ACK or a response, and cuts what Content-Length does not count', () => {
    const [first] = tortureCases(target).filter(({ name }) => name === 'clerr');
    expect(guardMessage((first?.text ?? '').replaceAll('INVITE', 'ACK')).kind).toBe('drop');
    const double = tortureCases(target).find(({ name }) => name === 'dblreq')?.text ?? '';
    const verdict = guardMessage(double);
    expect(verdict.kind === 'pass' && verdict.message.includes('INVITE')).toBe(false);
  });

  it('gives a verdict on whatever comes, and never lets a message through with two call ids', () => {
    for (const message of mutatedMessages(target, 2_000, 4475)) {
      const verdict = guardMessage(message);
      expect(['pass', 'refuse', 'drop']).toContain(verdict.kind);
    }
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), (text) => guardMessage(text).kind !== 'pass'),
      { seed: 1 },
    );
  });
});
