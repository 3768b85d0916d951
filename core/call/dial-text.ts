import { readCallLink } from '../links/call-link.ts';
import { readPhoneNumber } from './phone-number.ts';

export type DialText =
  | { ok: true; kind: 'number' | 'code' | 'address'; dial: string; extension: string | null }
  | { ok: false; reason: 'empty' | 'wrong' };

/**
 * Reads what a person typed to dial, with the rules of `readPhoneNumber` for numbers and those of links for SIP
 * addresses. Codes of the exchange (`*72`) are dialled as typed: a person may, a link may not.
 */
export const readDialText = (typed: string): DialText => {
  const text = typed.normalize('NFKC').trim();
  if (text === '') return { ok: false, reason: 'empty' };
  if (/^sips?:/i.test(text)) {
    const link = readCallLink(text);
    if (!link.ok) return { ok: false, reason: 'wrong' };
    if (link.target.kind === 'address')
      return { ok: true, kind: 'address', dial: link.target.uri, extension: null };
    const { dial, extension } = link.target.number;
    return { ok: true, kind: 'number', dial, extension };
  }
  const reading = readPhoneNumber(text);
  if (reading.ok) {
    const { dial, extension } = reading.number;
    return { ok: true, kind: 'number', dial, extension };
  }
  const code = text.replace(/\s/g, '');
  return reading.reason === 'feature_code' && /^[0-9*#]{2,30}$/.test(code)
    ? { ok: true, kind: 'code', dial: code, extension: null }
    : { ok: false, reason: 'wrong' };
};
