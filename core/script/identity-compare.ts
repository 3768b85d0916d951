import type { Policy } from '../callback/policy.ts';
import { findSensitiveNumbers } from '../privacy/sensitive-numbers.ts';
import { calledOut, plainText, readNumber } from './chinese-numerals.ts';
import type { FactorInput, IdentityRule } from './pack-schema.ts';
import { isAmbiguous, readDates } from './spoken-date.ts';

/**
 * `unreadable`: the reply cannot be compared as it was typed; `ambiguous`: it can be read in more than one way, or
 * names more than one thing. Both are asked for once more and cost no try, for they say nothing about who is
 * speaking; neither ever passes.
 */
export type FactorResult = 'pass' | 'fail' | 'unreadable' | 'ambiguous';

export type FactorComparison = {
  factor: { input: FactorInput; tolerancePct: number };
  policy: Policy;
  /** What the agent typed of what the customer said; forgotten right after. */
  reply: string;
  rule: Pick<IdentityRule, 'genericProductWords'>;
};

const compareDate = (expected: string | null, reply: string): FactorResult => {
  if (expected === null) return 'unreadable';
  const read = readDates(reply);
  if (read.length === 0) return 'unreadable';
  if (isAmbiguous(read)) return 'ambiguous';
  return read.includes(expected) ? 'pass' : 'fail';
};

/** What a caller says before a number that is called out: 后四位是, 我的手机号是. */
const beforeDigits =
  /^(?:我的|我|的|证件号码?|身份证号?码?|手机号?码?|号码|电话|尾号|最后四位|后四位|末四位|数字|应该|好像|就|是|为|[:,。])+/u;

const compareId4 = (expected: string | null, reply: string): FactorResult => {
  if (expected === null) return 'unreadable';
  const typed = calledOut(plainText(reply).replace(beforeDigits, ''))
    .toUpperCase()
    .replace(/[-.,，。、]/gu, '')
    .replace(/(?:叉|×|艾克斯)$/u, 'X');
  if (!/^\d{3}[\dX]$/.test(typed)) return 'unreadable';
  return typed === expected.toUpperCase() ? 'pass' : 'fail';
};

const compareMobile = (expected: string, reply: string): FactorResult => {
  const typed = calledOut(plainText(reply).replace(beforeDigits, ''))
    .replace(/[-.,，。、()（）]/gu, '')
    .replace(/^(?:\+|00)?86(?=1\d{10}$)/u, '');
  if (!/^\d{11}$/.test(typed)) return 'unreadable';
  return typed === expected ? 'pass' : 'fail';
};

/** What a caller says around an amount. */
const aroundAmount =
  /^(?:每年|一年|年交|年缴|大概|大约|差不多|约|应该|好像|是|交|缴|¥|￥|rmb|人民币|保费)+|(?:元|块钱|块|圆|人民币|整|左右|上下|每年|一年|\/年|吧|的|钱)+$/giu;

const compareAmount = (expectedFen: number, tolerancePct: number, reply: string): FactorResult => {
  const said = plainText(reply)
    .replace(/[。！，]+$/u, '')
    .replace(aroundAmount, '');
  // 三百六十五块五: what stands behind the yuan are tenths.
  const typed = readNumber(
    said.replace(/[元块圆](?=[\d零一二三四五六七八九]$)/u, '点').replace(/毛|角/gu, ''),
  );
  if (typed === null || typed <= 0) return 'unreadable';
  const expected = expectedFen / 100;
  // A hair above the edge, so that 5 % of a premium with cents does not fail by a rounding of the machine.
  return Math.abs(typed - expected) <= (expected * tolerancePct) / 100 + 1e-6 ? 'pass' : 'fail';
};

const withoutVersion = (text: string): string => text.replace(/[(（【[][^)）】\]]*[)）】\]]/gu, '');
const lettersOnly = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();

/** The parts of a name that are left once words common to many products are taken out. */
const tellingParts = (text: string, generic: readonly string[]): string[] => {
  let rest = text;
  for (const word of [...generic].sort((a, b) => b.length - a.length))
    rest = rest.replaceAll(lettersOnly(plainText(word)), ' ');
  return rest.split(' ').filter((piece) => [...piece].length >= 2);
};

/** The customer wavers between two names, or names one to deny it. */
const undecided = /还是|或者|或是|要么|不是|不对/u;

const compareProduct = (product: string, reply: string, generic: readonly string[]): FactorResult => {
  const expected = lettersOnly(withoutVersion(plainText(product)));
  const typed = lettersOnly(withoutVersion(plainText(reply)));
  if (expected !== '' && typed.includes(expected)) return 'pass';
  const typedParts = tellingParts(typed, generic);
  if (typedParts.length === 0) return 'unreadable';
  const expectedParts = tellingParts(expected, generic);
  const fits = typedParts.some((part) =>
    expectedParts.some((other) => other.includes(part) || part.includes(other)),
  );
  return fits ? 'pass' : 'fail';
};

/**
 * Compares a typed reply with the policy (domain.md section 4 `identity`): dates in any usual order and in
 * words, the last four of the document with x or X, the product by a telling part of its name, the premium
 * within the factor's tolerance. Never says what was expected. A reply that holds a full identity or account
 * number is not compared at all.
 */
export const compareFactor = ({ factor, policy, reply, rule }: FactorComparison): FactorResult => {
  if (plainText(reply) === '' || findSensitiveNumbers(reply).length > 0) return 'unreadable';
  if (undecided.test(plainText(reply))) return 'ambiguous';
  switch (factor.input) {
    case 'date':
      return compareDate(policy.holderBirthDate, reply);
    case 'id4':
      return compareId4(policy.holderIdLast4, reply);
    case 'mobile':
      return compareMobile(policy.holderMobile, reply);
    case 'product':
      return compareProduct(policy.product, reply, rule.genericProductWords);
    case 'amount':
      return compareAmount(policy.premiumFen, factor.tolerancePct, reply);
  }
};
