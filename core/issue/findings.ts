import type { IssueGrade } from '../callback/task.ts';

/** What findings can be counted by (domain.md rows 3, 78, 89, 90). */
export const findingDimensions = ['seller', 'product', 'branch', 'channel', 'question', 'type'] as const;
export type FindingDimension = (typeof findingDimensions)[number];

/** One issue with what its policy says about the sale; nothing about the customer. */
export type Finding = {
  code: string;
  grade: IssueGrade;
  openedAt: number;
  closed: boolean;
  policyId: string;
  questionId: string | null;
  sellerName: string | null;
  sellerCode: string | null;
  product: string;
  branch: string | null;
  channel: string | null;
};

export type FindingRules = {
  /** Types that tell of mis-selling (domain.md 3.7). */
  misSelling: readonly string[];
  /** So many policies within so many days make a pattern (domain.md section 5, team lead 8). */
  pattern: { policies: number; days: number };
};

export type FindingGroup = {
  /** Empty where the policy or the issue does not say. */
  key: string;
  total: number;
  urgent: number;
  misSelling: number;
  open: number;
  policies: number;
  pattern: boolean;
};

const keyOf = (finding: Finding, dimension: FindingDimension): string => {
  switch (dimension) {
    case 'seller':
      return [finding.sellerName, finding.sellerCode].filter((part) => part !== null).join(' ');
    case 'product':
      return finding.product;
    case 'branch':
      return finding.branch ?? '';
    case 'channel':
      return finding.channel ?? '';
    case 'question':
      return finding.questionId ?? '';
    case 'type':
      return finding.code;
  }
};

const policiesOf = (findings: readonly Finding[]): number =>
  new Set(findings.map(({ policyId }) => policyId)).size;

/** Several findings of one policy are one customer: what counts for a pattern is how many policies tell the same. */
const isPattern = (findings: readonly Finding[], { policies, days }: FindingRules['pattern']): boolean =>
  findings.some(({ openedAt: from }) => {
    const until = from + days * 86_400_000;
    return policiesOf(findings.filter(({ openedAt }) => openedAt >= from && openedAt < until)) >= policies;
  });

/** Counts by one dimension: patterns first, then the most mis-selling, then the most findings. */
export const groupFindings = (
  findings: readonly Finding[],
  dimension: FindingDimension,
  rules: FindingRules,
): FindingGroup[] => {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = keyOf(finding, dimension);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups]
    .map(([key, members]) => ({
      key,
      total: members.length,
      urgent: members.filter(({ grade }) => grade === 'U').length,
      misSelling: members.filter(({ code }) => rules.misSelling.includes(code)).length,
      open: members.filter(({ closed }) => !closed).length,
      policies: policiesOf(members),
      pattern: isPattern(members, rules.pattern),
    }))
    .sort(
      (a, b) =>
        Number(b.pattern) - Number(a.pattern) ||
        b.misSelling - a.misSelling ||
        b.total - a.total ||
        (a.key < b.key ? -1 : 1),
    );
};
