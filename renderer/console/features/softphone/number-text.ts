import { readDialText } from '../../../../core/call/dial-text.ts';
import { withoutSeparators } from '../../../../core/call/phone-number.ts';

export type NumberText =
  { ok: true; text: string } | { ok: false; reason: 'empty' | 'wrong' | 'wrongTones' | 'tooLong' };

/** As in the contract of `softphone.dial` and `softphone.sendDtmf`. */
export const longestNumber = 60;
export const longestTones = 64;

/** What somebody typed or pasted to dial, as it is dialled. An extension behind the number is keyed in after the answer. */
export const readNumber = (text: string): NumberText => {
  if (text.trim().length > longestNumber) return { ok: false, reason: 'tooLong' };
  const read = readDialText(text);
  if (!read.ok) return read;
  return read.extension === null ? { ok: true, text: read.dial } : { ok: false, reason: 'wrong' };
};

/** Keys to be sent in a call (RFC 4733 section 3.2): digits, `*`, `#`, A to D. */
export const readTones = (text: string): NumberText => {
  const tones = withoutSeparators(text.normalize('NFKC')).toUpperCase();
  if (tones === '') return { ok: false, reason: 'empty' };
  if (tones.length > longestTones) return { ok: false, reason: 'tooLong' };
  return /^[0-9A-D*#]+$/.test(tones) ? { ok: true, text: tones } : { ok: false, reason: 'wrongTones' };
};
