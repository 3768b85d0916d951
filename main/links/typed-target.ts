import { readDialText } from '../../core/call/dial-text.ts';
import { AppError } from '../ipc/app-error.ts';

/**
 * SIP URI of what a person typed or a link asked for: an address as it is, a number or code by the line in use.
 * Throws `number_not_usable`.
 */
export const typedTarget = (typed: string, byLine: (number: string) => string): string => {
  const read = readDialText(typed);
  if (!read.ok) throw new AppError('number_not_usable', 'number');
  if (read.kind === 'address') return read.dial;
  // `#` has to be escaped in a SIP URI (RFC 3261 section 25.1).
  return byLine(read.dial.replaceAll('#', '%23'));
};
