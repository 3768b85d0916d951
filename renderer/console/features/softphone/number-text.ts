export type NumberText =
  { ok: true; text: string } | { ok: false; reason: 'empty' | 'wrong' | 'wrongTones' | 'tooLong' };

/** As in the contract of `softphone.dial` and `softphone.sendDtmf`. */
export const longestNumber = 60;
export const longestTones = 64;

const withoutSeparators = (text: string): string => text.normalize('NFKC').replace(/[\s\-–—‐‑−().·/]/gu, '');

/** What somebody typed or pasted as a number to dial: full-width signs and separators are taken out. */
export const readNumber = (text: string): NumberText => {
  const trimmed = text.normalize('NFKC').trim();
  if (trimmed === '') return { ok: false, reason: 'empty' };
  const number = /^sips?:/i.test(trimmed) ? trimmed : withoutSeparators(trimmed);
  if (number.length > longestNumber) return { ok: false, reason: 'tooLong' };
  const fits = /^sips?:[^\s@]+@[^\s@]+$/i.test(number) || /^\+?[0-9*#]+$/.test(number);
  return fits ? { ok: true, text: number } : { ok: false, reason: 'wrong' };
};

/** Keys to be sent in a call (RFC 4733 section 3.2): digits, `*`, `#`, A to D. */
export const readTones = (text: string): NumberText => {
  const tones = withoutSeparators(text).toUpperCase();
  if (tones === '') return { ok: false, reason: 'empty' };
  if (tones.length > longestTones) return { ok: false, reason: 'tooLong' };
  return /^[0-9A-D*#]+$/.test(tones) ? { ok: true, text: tones } : { ok: false, reason: 'wrongTones' };
};
