import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkOfArguments, readCallLink } from '../../../../core/links/call-link.ts';

const asked = (link: string): string => {
  const reading = readCallLink(link);
  if (!reading.ok) return reading.reason;
  if (reading.target.kind === 'address') return reading.target.uri;
  const { dial, extension } = reading.target.number;
  return extension === null ? dial : `${dial} ext ${extension}`;
};

describe('what a link asks to call', () => {
  it.each([
    ['tel:13800138000', '13800138000'],
    ['TEL:+86-138-0013-8000', '13800138000'],
    ['tel:+86-10-6655.4433', '01066554433'],
    ['tel:%2B8613800138000', '13800138000'],
    ['tel:138%200013%208000', '13800138000'],
    ['tel:１３８００１３８０００', '13800138000'],
    ['tel://13800138000/', '13800138000'],
    ['tel:+1-201-555-0123', '+12015550123'],
    ['tel:4008208820;ext=8012', '4008208820 ext 8012'],
    ['tel:0755-26678899;EXT=80-12', '075526678899 ext 8012'],
    ['tel:7042;phone-context=example.com', '7042'],
    ['tel:863-1234;phone-context=+1-914-555', '+19145558631234'],
    ['tel:66554433;phone-context=+8610', '01066554433'],
    ['tel:10086,1', '10086 ext 1'],
    ['callto:13800138000', '13800138000'],
    ['callto://+8613800138000', '13800138000'],
    ['callto:13800138000?call', '13800138000'],
    ['callto:tel:95518', '95518'],
    ['callto:sip:8001@pbx.example.com', 'sip:8001@pbx.example.com'],
    // Another program dialled the letters of the scheme too.
    ['sip:5551234', '5551234'],
    ['sip:13800138000;user=phone', '13800138000'],
    ['sip:8001@pbx.example.com', 'sip:8001@pbx.example.com'],
    ['sips:8001@PBX.example.com:5061', 'sips:8001@pbx.example.com:5061'],
    ['sip:8001@[::1]:5060', 'sip:8001@[::1]:5060'],
    ['sip:8001:secret@pbx.example.com', 'sip:8001@pbx.example.com'],
    ['sip:8001@pbx.example.com;maddr=10.0.0.9;transport=udp', 'sip:8001@pbx.example.com'],
    ['sip:8001@pbx.example.com?Replaces=a%3Bto-tag%3Db&Subject=x', 'sip:8001@pbx.example.com'],
    ['sip:%2B8613800138000@pbx.example.com', 'sip:+8613800138000@pbx.example.com'],
  ])('%s -> %s', (link, wanted) => expect(asked(link)).toBe(wanted));

  it.each([
    ['tel:', 'empty'],
    ['tel:%20', 'empty'],
    ['tel:abc', 'not_a_number'],
    ['tel:13800138000;ext=12ab', 'not_a_number'],
    ['tel:*72', 'feature_code'],
    ['tel:%23%2306%23', 'feature_code'],
    ['sip:*72@pbx.example.com', 'feature_code'],
    ['tel:%E0%A4%A', 'bad_encoding'],
    ['tel:10086%0D%0AVia:x', 'bad_encoding'],
    ['sip:8001@', 'bad_address'],
    ['sip:@pbx.example.com', 'bad_address'],
    ['sip:8001@pbx_example', 'bad_address'],
    ['sip:80 01@pbx.example.com', 'bad_address'],
    ['sip:8001@pbx.example.com>;x', 'bad_address'],
    ['sip:alice', 'not_a_number'],
    ['callto:alice', 'not_a_number'],
    ['callto:https://example.com', 'unknown_scheme'],
    ['https://example.com', 'unknown_scheme'],
    ['javascript:alert(1)', 'unknown_scheme'],
    ['13800138000', 'unknown_scheme'],
    [`tel:${'1'.repeat(500)}`, 'too_long'],
    [`tel:${'1'.repeat(30)}`, 'too_long'],
  ])('%s is refused: %s', (link, reason) => expect(asked(link)).toBe(reason));

  it('takes the link out of a command line and never a switch', () => {
    expect(linkOfArguments(['/opt/desk', '--profile=/tmp/x', 'tel:10086'])).toBe('tel:10086');
    expect(linkOfArguments(['/opt/desk', 'tel:10086', 'callto:95518', '.'])).toBe('callto:95518');
    expect(linkOfArguments(['/opt/desk', '--x=tel:10086', '/tmp/tel:1'])).toBeNull();
  });

  it('never fails, and never lets a header, a parameter or a control character through', () => {
    const scheme = fc.constantFrom('tel:', 'sip:', 'sips:', 'callto:', 'callto:sip:', 'tel://');
    const body = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc
        .array(fc.constantFrom('1', '@', ';', '?', ':', '%40', '%0a', '+', 'a', '.', '=', '[', ']'), {
          maxLength: 20,
        })
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(scheme, body, (start, rest) => {
        const reading = readCallLink(start + rest);
        if (!reading.ok) return;
        if (reading.target.kind === 'number') expect(reading.target.number.dial).toMatch(/^\+?\d{2,18}$/);
        else
          expect(reading.target.uri).toMatch(
            /^sips?:[\w.!~'()+-]{1,60}@(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/,
          );
      }),
      { seed: 20_261_122, numRuns: 10_000 },
    );
  });
});
