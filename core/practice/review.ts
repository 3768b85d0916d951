import type { CallbackRecord } from '../callback/record.ts';
import { drillTurns } from './drill-turns.ts';
import type { DrillCall } from './drill-turns.ts';
import { judge } from './judge-rule.ts';
import type { Judgement } from './judge-rule.ts';
import type { PassRule } from './pass-schema.ts';
import type { DrillReview, Finding } from './review-schema.ts';

const findingOf = (rule: PassRule, found: Judgement): Finding => ({
  ruleId: rule.id,
  outcome: found.outcome,
  text: rule.check === 'person' ? rule.say : found.outcome === 'passed' ? rule.good : rule.improve,
  moments: [...found.moments],
  knowledge: rule.knowledge ?? null,
});

/**
 * The review of one practice call (domain.md row 93): the drill's rules and those of any callback, judged from what
 * was stored, with the stepper that led the call. A rule for which the call gave no occasion is left out.
 */
export const reviewDrill = (call: DrillCall & { record: CallbackRecord }): DrillReview => {
  const { drill, record, book } = call;
  const turns = drillTurns(call);
  const findings = (rules: readonly PassRule[]): Finding[] =>
    turns === null
      ? []
      : rules.flatMap((rule) => {
          const found = judge(rule, { ...call, turns });
          return found === null ? [] : [findingOf(rule, found)];
        });
  const rules = findings(drill.pass);
  const judged = rules.filter(({ outcome }) => outcome !== 'person');
  return {
    attemptId: record.id,
    drill: drill.id,
    title: drill.title,
    endedAt: record.endedAt,
    disposition: record.disposition,
    verdict:
      judged.length === 0
        ? 'not_judged'
        : judged.every(({ outcome }) => outcome === 'passed')
          ? 'passed'
          : 'failed',
    rules,
    always: findings(book.always),
  };
};

/** Of several reviews of one drill the best: passed before failed, then the fewest failed rules, then the newest. */
export const bestOf = (reviews: readonly DrillReview[]): DrillReview | null => {
  const rank: Record<DrillReview['verdict'], number> = { passed: 0, failed: 1, not_judged: 2 };
  const failed = (review: DrillReview): number =>
    [...review.rules, ...review.always].filter(({ outcome }) => outcome === 'failed').length;
  return (
    [...reviews].sort(
      (a, b) => rank[a.verdict] - rank[b.verdict] || failed(a) - failed(b) || b.endedAt - a.endedAt,
    )[0] ?? null
  );
};
