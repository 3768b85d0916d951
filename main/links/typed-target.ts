import { readPhoneNumber } from '../../core/call/phone-number.ts';
import { readCallLink } from '../../core/links/call-link.ts';
import { AppError } from '../ipc/app-error.ts';

/**
 * SIP URI of what a person typed or a link asked for: an address as it is, a number by the line in use. Codes with
 * `*` and `#` are dialled as typed; a link never gets this far with one. Throws `number_not_usable`.
 */
export const typedTarget = (typed: string, byLine: (number: string) => string): string => {
  const text = typed.trim();
  if (/^sips?:/i.test(text)) {
    const reading = readCallLink(text);
    if (!reading.ok) throw new AppError('number_not_usable', 'number');
    return reading.target.kind === 'address' ? reading.target.uri : byLine(reading.target.number.dial);
  }
  const reading = readPhoneNumber(text);
  if (reading.ok) return byLine(reading.number.dial);
  const code = text.replace(/\s/g, '');
  // `#` has to be escaped in a SIP URI (RFC 3261 section 25.1).
  if (reading.reason === 'feature_code' && /^[0-9*#]{2,30}$/.test(code))
    return byLine(code.replaceAll('#', '%23'));
  throw new AppError('number_not_usable', 'number');
};
