import type { Policy } from '../callback/policy.ts';

/** A policy as an import makes it; the store gives it its id. */
export type PolicyDraft = Omit<Policy, 'id'>;

/**
 * The content of a policy as one line of text, equal exactly when every field but the id is equal: the order
 * of the keys does not matter. Tells an import whether a policy it knows has changed. It holds personal data
 * like the policy itself, so it stays where the policy is (store and import worker) and is never logged.
 */
export const fingerprint = (policy: PolicyDraft): string => {
  const entries = Object.entries(policy).filter(([key]) => key !== 'id');
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(entries);
};
