import { maskMobile } from '../callback/masking.ts';

/** Extensions are short and belong to colleagues; what is longer belongs to a customer. */
const longestExtension = 6;

/** The other side's number or name as a screen may show it. */
export const shownParty = (user: string): string => {
  const digits = user.replace(/[^\d]/g, '');
  const isNumber = /^\+?[\d\s().-]+$/.test(user);
  return isNumber && digits.length > longestExtension ? maskMobile(digits) : user.slice(0, 64);
};

/**
 * The digits to look a caller up by: without the trunk zero and the country code that gateways put before a
 * mobile number. Null for extensions and names, which no policy has.
 */
export const lookupDigits = (user: string): string | null => {
  const digits = user.replace(/[^\d]/g, '');
  if (!/^\+?[\d\s().-]+$/.test(user) || digits.length <= longestExtension) return null;
  const mobile = /(?:^|^0|^86|^086|^0086)(1[3-9]\d{9})$/.exec(digits)?.[1];
  return mobile ?? digits.replace(/^0{2}86/, '').replace(/^86(?=0?\d{10})/, '');
};
