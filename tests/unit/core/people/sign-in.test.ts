import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SignInRules } from '../../../../core/people/roles.ts';
import { afterTry, noTries, pauseLeft, pinFault } from '../../../../core/people/sign-in.ts';

const rules: SignInRules = {
  pinDigits: { min: 6, max: 12 },
  triesBeforePause: 5,
  pauseMinutes: [1, 5, 15, 60],
  lockAfterMinutes: 10,
  openSeatCallsCustomers: true,
};
const minute = 60_000;
const wrong = (times: number, at: number) => {
  let tries = noTries;
  for (let one = 0; one < times; one += 1) tries = afterTry(tries, false, at, rules);
  return tries;
};

describe('wrong PINs', () => {
  it('cost nothing four times, then ever longer pauses', () => {
    expect([4, 5, 6, 7, 8, 9].map((times) => pauseLeft(wrong(times, 0), 0, rules) / minute)).toEqual([
      0, 1, 5, 15, 60, 60,
    ]);
  });

  it('are forgotten after a right one', () => {
    expect(afterTry(wrong(7, 0), true, 0, rules)).toEqual(noTries);
  });

  it('of a million PINs at most a few are tried in a day, however the tries are spread (property)', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 * minute }), { maxLength: 2_000 }), (gaps) => {
        let now = 0;
        let tries = noTries;
        let looked = 0;
        for (const gap of gaps) {
          now += gap;
          if (now > 24 * 60 * minute) break;
          if (pauseLeft(tries, now, rules) > 0) continue;
          looked += 1;
          tries = afterTry(tries, false, now, rules);
        }
        expect(looked).toBeLessThanOrEqual(5 + 3 + 24);
      }),
      { seed: 20_261_123, numRuns: 300 },
    );
  });

  it('a clock set back by ten years makes no pause longer than the longest', () => {
    const tries = wrong(8, 10 * 365 * 24 * 60 * minute);
    expect(pauseLeft(tries, 0, rules)).toBe(60 * minute);
  });
});

describe('a PIN', () => {
  it.each([
    ['12345', 'digits'],
    ['1234567890123', 'digits'],
    ['12a456', 'digits'],
    ['１２３９５６', 'digits'],
    ['777777', 'repeated'],
    ['345678', 'sequence'],
    ['987654', 'sequence'],
    ['008001', 'own_number'],
    ['271828', null],
    ['121212', null],
  ] as const)('%s: %s', (pin, fault) => {
    expect(pinFault(pin, 'A8001', rules)).toBe(fault);
  });
});
