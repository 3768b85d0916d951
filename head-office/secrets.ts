import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** Letters that cannot be taken for another one when read out over the telephone. */
const codeLetters = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
const codeLength = 12;

/** SHA-256 in hex. Enough for secrets with 58 bits and more of randomness; passwords would need more. */
export const secretHash = (secret: string): string =>
  createHash('sha256').update(secret, 'utf8').digest('hex');

/** A 256-bit bearer token. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** A branch code such as `7KQM-2WXP-RTAB`: 30^12, about 58 bits. */
export const newBranchCode = (): string =>
  Array.from({ length: codeLength }, () => codeLetters[randomInt(codeLetters.length)])
    .join('')
    .replace(/(.{4})(?=.)/g, '$1-');

/** What is hashed: people type lower case, spaces, other dashes. */
export const normaliseBranchCode = (typed: string): string => typed.toUpperCase().replace(/[^A-Z0-9]/g, '');

/** Compares without telling by its time how much was right. */
export const sameSecret = (a: string, b: string): boolean =>
  timingSafeEqual(Buffer.from(secretHash(a), 'hex'), Buffer.from(secretHash(b), 'hex'));
