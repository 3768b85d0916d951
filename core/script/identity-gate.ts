import type { Plan, PlanFactor } from './plan.ts';
import type { FactorState, IdentityState } from './state.ts';

/**
 * The identity gate (domain.md section 4 `identity`). Two factors, one of them strong; a weak factor (the
 * very number that was dialled) counts only on top of those. `maxFails` counts wrong replies in the call,
 * `maxTriesPerFactor` bounds those to one factor.
 */
export type Gate = {
  /** `forgotten`: what is left can no longer reach the rule, and no factor failed for good. */
  status: 'locked' | 'passed' | 'failed' | 'forgotten';
  current: PlanFactor | null;
  passed: number;
  needed: number;
  strongPassed: number;
};

export const lockedIdentity: IdentityState = { factors: {}, doubted: false };

const untouched: FactorState = { fails: 0, outcome: 'open' };

export const factorState = (identity: IdentityState, factorId: string): FactorState =>
  identity.factors[factorId] ?? untouched;

const reaches = (plan: Plan, passed: readonly PlanFactor[], needed: number): boolean =>
  passed.length >= needed &&
  passed.filter((factor) => factor.strength === 'strong').length >= plan.pack.identity.minStrong &&
  passed.filter((factor) => factor.strength !== 'weak').length >= plan.pack.identity.minFactors;

/** Wrong replies in this call. */
const failsSoFar = (identity: IdentityState): number =>
  Object.values(identity.factors).reduce((sum, factor) => sum + factor.fails, 0);

/** Where the gate stands; a doubt raised after it had passed locks it again. */
export const gateOf = (plan: Plan, identity: IdentityState): Gate => {
  const rule = plan.pack.identity;
  const needed = rule.minFactors + (identity.doubted ? rule.extraFactorsOnDoubt : 0);
  const outcomeOf = (factor: PlanFactor): FactorState['outcome'] => factorState(identity, factor.id).outcome;
  const passed = plan.factors.filter((factor) => outcomeOf(factor) === 'passed');
  const open = plan.factors.filter((factor) => outcomeOf(factor) === 'open');
  const counts = {
    passed: passed.length,
    needed,
    strongPassed: passed.filter((factor) => factor.strength === 'strong').length,
  };
  if (failsSoFar(identity) >= rule.maxFails) return { status: 'failed', current: null, ...counts };
  if (reaches(plan, passed, needed)) return { status: 'passed', current: null, ...counts };
  if (!reaches(plan, [...passed, ...open], needed)) {
    const failed = plan.factors.some((factor) => outcomeOf(factor) === 'failed');
    return { status: failed ? 'failed' : 'forgotten', current: null, ...counts };
  }
  return { status: 'locked', current: open[0] ?? null, ...counts };
};

/** Tries left for one factor, within what the whole gate still allows. */
export const triesLeft = (plan: Plan, identity: IdentityState, factorId: string): number => {
  const rule = plan.pack.identity;
  const own = rule.maxTriesPerFactor - factorState(identity, factorId).fails;
  return Math.max(0, Math.min(own, rule.maxFails - failsSoFar(identity)));
};

export const withReply = (
  plan: Plan,
  identity: IdentityState,
  factorId: string,
  outcome: 'pass' | 'fail' | 'forgot',
): IdentityState => {
  const before = factorState(identity, factorId);
  const fails = before.fails + (outcome === 'fail' ? 1 : 0);
  const used = fails >= plan.pack.identity.maxTriesPerFactor;
  const after: FactorState['outcome'] =
    outcome === 'pass' ? 'passed' : outcome === 'forgot' ? 'forgotten' : used ? 'failed' : 'open';
  return { ...identity, factors: { ...identity.factors, [factorId]: { fails, outcome: after } } };
};

/** Factors whose last word was a wrong reply: not put right by a later try. */
export const mismatched = (plan: Plan, identity: IdentityState): PlanFactor[] =>
  plan.factors.filter((factor) => {
    const { fails, outcome } = factorState(identity, factor.id);
    return fails > 0 && outcome !== 'passed';
  });
