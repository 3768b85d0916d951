import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { PinHash } from '../../core/people/person.ts';

/**
 * OWASP's parameters for scrypt (N = 2^17, r = 8, p = 1): 128 MiB and some tenths of a second a try, so that the
 * million PINs of six digits cost a thief of the file days on one core, and an agent nothing she notices.
 */
const inUse = { cost: 2 ** 17, blockSize: 8, parallelization: 1 };
const bytes = 32;

const derive = (pin: string, salt: Buffer, by: typeof inUse): Promise<Buffer> =>
  new Promise((done, fail) => {
    // A little above 128 * N * r, which Node refuses by default.
    const maxmem = 129 * by.cost * by.blockSize * by.parallelization;
    scrypt(pin, salt, bytes, { ...by, maxmem }, (error, key) => {
      if (error === null) done(key);
      else fail(error);
    });
  });

export const hashPin = async (pin: string): Promise<PinHash> => {
  const salt = randomBytes(16);
  const key = await derive(pin, salt, inUse);
  return { ...inUse, salt: salt.toString('base64'), hash: key.toString('base64') };
};

/** Whether the PIN is the one of the hash; takes as long for a wrong as for a right one. */
export const pinFits = async (pin: string, kept: PinHash): Promise<boolean> => {
  const key = await derive(pin, Buffer.from(kept.salt, 'base64'), kept);
  const wanted = Buffer.from(kept.hash, 'base64');
  return wanted.length === key.length && timingSafeEqual(key, wanted);
};
