import type { Policy } from './policy.ts';

type Holder = Pick<Policy, 'holderName' | 'holderBirthDate' | 'holderIdLast4' | 'holderMobile'>;

/** Whether both sides know a value and it differs. */
const contradicts = (a: string | null, b: string | null): boolean => a !== null && b !== null && a !== b;
const agrees = (a: string | null, b: string | null): boolean => a !== null && a === b;

/**
 * Whether two policies are held by one person (domain.md row 87). A name alone is shared by many: it takes the
 * telephone number, or birth date and end of the identity number together, and nothing known may differ. A wrong
 * "no" hides a line of history; a wrong "yes" would show one customer's calls with another's.
 */
export const isSameHolder = (a: Holder, b: Holder): boolean =>
  a.holderName === b.holderName &&
  !contradicts(a.holderBirthDate, b.holderBirthDate) &&
  !contradicts(a.holderIdLast4, b.holderIdLast4) &&
  (a.holderMobile === b.holderMobile ||
    (agrees(a.holderBirthDate, b.holderBirthDate) && agrees(a.holderIdLast4, b.holderIdLast4)));
