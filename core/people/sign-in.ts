import type { SignInRules } from './roles.ts';

/** How often a person was refused in a row, and until when (UTC ms) no further try is looked at. */
export type Tries = { failures: number; pausedUntil: number };

export const noTries: Tries = { failures: 0, pausedUntil: 0 };

/** Milliseconds until the next try is looked at; 0 = now. A clock set back never makes the pause longer than it was. */
export const pauseLeft = (tries: Tries, now: number, rules: SignInRules): number => {
  const longest = Math.max(...rules.pauseMinutes) * 60_000;
  return Math.min(Math.max(0, tries.pausedUntil - now), longest);
};

/** The tries after one that was looked at. Growing pauses after `triesBeforePause` wrong ones; a right one clears. */
export const afterTry = (tries: Tries, right: boolean, now: number, rules: SignInRules): Tries => {
  if (right) return noTries;
  const failures = tries.failures + 1;
  const over = failures - rules.triesBeforePause;
  if (over < 0) return { failures, pausedUntil: 0 };
  const minutes = rules.pauseMinutes[Math.min(over, rules.pauseMinutes.length - 1)] ?? 0;
  return { failures, pausedUntil: now + minutes * 60_000 };
};

export const pinFaults = ['digits', 'repeated', 'sequence', 'own_number'] as const;
export type PinFault = (typeof pinFaults)[number];

const steps = (pin: string): number[] =>
  [...pin].slice(1).map((digit, at) => Number(digit) - Number(pin[at] ?? '0'));

/** Why a PIN cannot be taken, or null. A PIN that everybody tries first protects nothing (NIST SP 800-63B 5.1.1.2). */
export const pinFault = (pin: string, ownNumber: string, rules: SignInRules): PinFault | null => {
  const { min, max } = rules.pinDigits;
  if (!/^\d+$/.test(pin) || pin.length < min || pin.length > max) return 'digits';
  const between = steps(pin);
  if (between.every((step) => step === 0)) return 'repeated';
  if (between.every((step) => step === 1) || between.every((step) => step === -1)) return 'sequence';
  const own = ownNumber.replace(/\D/g, '');
  // Also with zeros in front, which is how a short number is made long enough.
  return own !== '' && pin.replace(/^0+/, '') === own.replace(/^0+/, '') ? 'own_number' : null;
};
