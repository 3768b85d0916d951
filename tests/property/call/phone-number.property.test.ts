import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupedNumber, readPhoneNumber } from '../../../core/call/phone-number.ts';

const run = { seed: 20_261_122, numRuns: 5_000 };

/** Numbers in every dress: country codes, separators, full-width digits, extensions, and plain noise. */
const digits = (min: number, max: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: min, maxLength: max }).map((list) => list.join(''));
const core = fc.oneof(
  digits(1, 20),
  digits(9, 9).map((rest) => `13${rest}`),
  digits(7, 7).map((rest) => `0106${rest}`),
  digits(6, 7).map((rest) => `07552${rest}`),
  digits(7, 7).map((rest) => `400${rest}`),
  digits(9, 9).map((rest) => `86${`15${rest}`}`),
);
const dress = fc.tuple(
  fc.constantFrom('', '+86', '0086', '86', '+', '00', '+1', '（+86）', '+86 (0)'),
  core,
  fc.constantFrom('', '-', ' ', '.', '·'),
  fc.constantFrom('', '转12', ' ext 8012', 'x1', ',2'),
  fc.boolean(),
);
const written = dress.map(([prefix, number, separator, extension, wide]) => {
  const spaced = separator === '' ? number : number.replace(/(\d{3})(?=\d)/g, `$1${separator}`);
  const text = `${prefix}${spaced}${extension}`;
  return wide ? text.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))) : text;
});
const digitsOf = (text: string): string => text.normalize('NFKC').replace(/\D/g, '');

describe('reading telephone numbers', () => {
  it('gives the same again when it reads what it gave', () => {
    fc.assert(
      fc.property(fc.oneof(written, fc.string({ maxLength: 30 })), (text) => {
        const first = readPhoneNumber(text);
        if (!first.ok) return;
        expect(readPhoneNumber(first.number.dial)).toEqual({
          ok: true,
          number: { ...first.number, extension: null },
        });
        expect(readPhoneNumber(groupedNumber({ ...first.number, extension: null }))).toEqual({
          ok: true,
          number: { ...first.number, extension: null },
        });
      }),
      run,
    );
  });

  it('invents no digit, loses only what stood in front, and adds at most the trunk zero behind +86', () => {
    fc.assert(
      fc.property(fc.oneof(written, fc.string({ maxLength: 30 })), (text) => {
        const reading = readPhoneNumber(text);
        if (!reading.ok) return;
        const { dial, extension } = reading.number;
        expect(dial).toMatch(/^\+?\d{2,18}$/);
        const all = digitsOf(text);
        const main = extension === null ? all : all.slice(0, all.length - extension.length);
        if (extension !== null) expect(all.endsWith(extension)).toBe(true);
        const plain = digitsOf(dial);
        const kept = main.endsWith(plain) ? plain : plain.replace(/^0/, '');
        expect(main.endsWith(kept)).toBe(true);
        // What is cut off in front is a country code or the zero of old; only behind the first one is a zero added.
        const cut = main.slice(0, main.length - kept.length);
        expect(cut).toMatch(kept === plain ? /^(?:(?:00)?86|0|)$/ : /^(?:00)?86$/);
      }),
      run,
    );
  });

  it('reads a mobile the same in every dress', () => {
    fc.assert(
      fc.property(
        digits(9, 9).map((rest) => `19${rest}`),
        fc.constantFrom('', '+86', '0086', '86', '+86-', '（＋８６）'),
        (mobile, prefix) => {
          expect(readPhoneNumber(prefix + mobile)).toEqual({
            ok: true,
            number: { dial: mobile, extension: null, kind: 'mobile' },
          });
        },
      ),
      run,
    );
  });
});
