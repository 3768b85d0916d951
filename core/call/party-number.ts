import { maskMobile } from '../callback/masking.ts';
import { longestExtension, readPhoneNumber } from './phone-number.ts';

/**
 * The other side's number or name as a screen may show it: a customer's number is masked and looks the same however
 * the gateway wrote it, a colleague's extension and a name stay.
 */
export const shownParty = (user: string): string => {
  const reading = readPhoneNumber(user);
  if (reading.ok) {
    const { dial } = reading.number;
    return dial.length > longestExtension ? maskMobile(dial) : dial;
  }
  // A name may hold a number, and so may a code of the exchange.
  return user.replace(/\d{7,}/g, maskMobile).slice(0, 64);
};
