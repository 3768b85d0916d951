/** Whose number a customer's number is besides (domain.md row 4: fraud, false data, impersonation). */
export type SharedMobile = {
  /** Holders of other policies with the same number; the same person is told by name and birth date. */
  otherHolders: number;
  /** It stands as the seller's number on a policy, be it this one. */
  isSellers: boolean;
};

/**
 * What the card says before the call; null when nothing is remarkable. A family shares a number: only so many holders
 * are told as the import tells them (`sharedMobileHolders` of resources/import/vocabulary.yaml).
 */
export const mobileWarningOf = (
  { otherHolders, isSellers }: SharedMobile,
  tellFromHolders: number,
): { holders: number | null; sellers: boolean } | null => {
  const holders = otherHolders + 1 >= tellFromHolders ? otherHolders + 1 : null;
  return holders === null && !isSellers ? null : { holders, sellers: isSellers };
};
