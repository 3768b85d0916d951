import { callbackKinds } from '../callback/callback-kind.ts';
import { productDesigns, payFrequencies } from '../callback/policy.ts';
import type { Policy } from '../callback/policy.ts';

/**
 * The closed set of facts that a `when` of a pack may name. `null` = the policy does not say.
 */
export type FactValue = string | number | boolean | null;
export type Facts = Readonly<Record<string, FactValue>>;

export type FactKind =
  | { kind: 'boolean' }
  | { kind: 'number' }
  /** `values` null = free text. */
  | { kind: 'text'; values: readonly string[] | null };

const kinds: Readonly<Record<string, FactKind>> = {
  type: { kind: 'text', values: callbackKinds },
  design: { kind: 'text', values: productDesigns },
  channel: { kind: 'text', values: null },
  pay_frequency: { kind: 'text', values: payFrequencies },
  regular: { kind: 'boolean' },
  pay_years: { kind: 'number' },
  waiting_days: { kind: 'number' },
  cooling_off_days: { kind: 'number' },
  holder_age: { kind: 'number' },
  insured_age: { kind: 'number' },
  insured_ne_holder: { kind: 'boolean' },
  has_health_declaration: { kind: 'boolean' },
  dual_record_required: { kind: 'boolean' },
  dual_record_confirmed: { kind: 'boolean' },
  service: { kind: 'text', values: null },
  has_payout: { kind: 'boolean' },
};

export const factNames: readonly string[] = Object.keys(kinds);

/** Kind of a fact; undefined for a name that is none, `constructor` and its like included. */
export const factKind = (name: string): FactKind | undefined =>
  Object.hasOwn(kinds, name) ? kinds[name] : undefined;

const chinaOffsetMs = 8 * 3_600_000;

/** Completed years of age at `now` (UTC ms) by the calendar of China Standard Time; null without a birth date. */
export const ageAt = (birthDate: string | null, now: number): number | null => {
  if (birthDate === null) return null;
  const today = new Date(now + chinaOffsetMs).toISOString().slice(0, 10);
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
};

/** The facts of one policy at `now` (UTC ms). */
export const factsOf = (policy: Policy, now: number): Facts => ({
  type: policy.callback?.kind ?? 'new',
  design: policy.design,
  channel: policy.channel,
  pay_frequency: policy.payFrequency,
  regular: policy.payFrequency !== '趸交',
  pay_years: policy.payYears,
  waiting_days: policy.waitingDays,
  cooling_off_days: policy.coolingOffDays,
  holder_age: ageAt(policy.holderBirthDate, now),
  insured_age: ageAt(policy.insuredBirthDate, now),
  insured_ne_holder: !policy.insuredIsHolder,
  has_health_declaration: policy.hasHealthDeclaration,
  dual_record_required: policy.dualRecordRequired,
  dual_record_confirmed: policy.dualRecordConfirmed,
  service: policy.callback?.kind === 'pos' ? policy.callback.service : null,
  has_payout: policy.callback?.kind === 'pos' ? policy.callback.hasPayout : null,
});
