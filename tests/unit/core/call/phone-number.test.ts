import { describe, expect, it } from 'vitest';
import { groupedNumber, readPhoneNumber } from '../../../../core/call/phone-number.ts';

const dialled = (text: string): string => {
  const reading = readPhoneNumber(text);
  if (!reading.ok) return reading.reason;
  const { dial, extension, kind } = reading.number;
  return `${kind} ${dial}${extension === null ? '' : ` ext ${extension}`}`;
};

describe('telephone numbers as people write them', () => {
  it.each([
    ['13800138000', 'mobile 13800138000'],
    ['１３８－００１３－８０００', 'mobile 13800138000'],
    ['+86 138 0013 8000', 'mobile 13800138000'],
    ['+86-13800138000', 'mobile 13800138000'],
    ['0086 13800138000', 'mobile 13800138000'],
    ['86 13800138000', 'mobile 13800138000'],
    ['（＋８６）138.0013.8000', 'mobile 13800138000'],
    ['013800138000', 'mobile 13800138000'],
    ['010-66554433', 'landline 01066554433'],
    ['(010) 6655 4433', 'landline 01066554433'],
    ['+86 10 6655 4433', 'landline 01066554433'],
    ['+86 (0)10 6655 4433', 'landline 01066554433'],
    ['0086 755 2667 8899', 'landline 075526678899'],
    ['0755-26678899转8012', 'landline 075526678899 ext 8012'],
    ['0755-26678899 分机8012', 'landline 075526678899 ext 8012'],
    ['021 5288 1234 ext. 55', 'landline 02152881234 ext 55'],
    ['021 5288 1234 x55', 'landline 02152881234 ext 55'],
    ['0931 887 6543', 'landline 09318876543'],
    ['400-820-8820', 'service 4008208820'],
    ['+86 400 820 8820', 'service 4008208820'],
    ['800 820 8820', 'service 8008208820'],
    ['95518', 'service 95518'],
    ['+86 95518', 'service 95518'],
    ['12378', 'service 12378'],
    ['10086', 'service 10086'],
    ['110', 'service 110'],
    ['6655 4433', 'local 66554433'],
    ['86123456', 'local 86123456'],
    ['8012', 'extension 8012'],
    ['+1 202-555-0143', 'international +12025550143'],
    ['+852 2345 6789', 'international +85223456789'],
    ['00 1 202 555 0143', 'international 0012025550143'],
    ['9 13800138000', 'other 913800138000'],
    ['', 'empty'],
    ['转8012', 'empty'],
    [' - ', 'empty'],
    ['王先生', 'not_a_number'],
    ['1-800-FLOWERS', 'not_a_number'],
    ['138001380OO', 'not_a_number'],
    ['<b>10086</b>', 'not_a_number'],
    ['+', 'not_a_number'],
    ['13+800', 'not_a_number'],
    ['*72', 'feature_code'],
    ['#06#', 'feature_code'],
    ['**21*13800138000#', 'feature_code'],
    ['7', 'too_short'],
    ['+86138', 'too_short'],
    ['1234567890123456789', 'too_long'],
  ])('%s -> %s', (written, wanted) => expect(dialled(written)).toBe(wanted));

  it.each([
    ['13800138000', '138 0013 8000'],
    ['01066554433', '010 6655 4433'],
    ['075526678899转8012', '0755 2667 8899 - 8012'],
    ['4008208820', '400 820 8820'],
    ['66554433', '6655 4433'],
    ['95518', '95518'],
    ['+12025550143', '+12025550143'],
  ])('%s is read out as %s', (written, wanted) => {
    const reading = readPhoneNumber(written);
    expect(reading.ok && groupedNumber(reading.number)).toBe(wanted);
  });
});
