import type { PayFrequency } from '../callback/policy.ts';
import { ageOn } from './calendar.ts';
import { halfWidth } from './cell.ts';
import { readAmount } from './amount.ts';
import type { JudgeContext } from './judge-context.ts';
import { hideNumbers } from './sensitive.ts';
import type { RowReader } from './row-reader.ts';

const termMax = 60;

/** 保险期间 as it is read out: 终身, 20年, 至70周岁. A bare number may be years or an age, so it needs a unit. */
export const readTerm = (row: RowReader, context: JudgeContext): string | null => {
  const cell = row.cell('term');
  if (cell === null) {
    row.missing('term');
    return null;
  }
  const text =
    cell.number === null
      ? halfWidth(cell.text).replace(/(?<=\p{Script=Han}|\d)\s+(?=\p{Script=Han}|\d)/gu, '')
      : String(cell.number);
  const compact = text.replace(/\s/g, '');
  if (context.words.isWholeLife(text)) return '终身';
  if (/^\d+(?:\.0+)?$/.test(text)) {
    if (context.termUnitIsYears && Number(text) <= context.rules.vocabulary.limits.maxPayYears)
      return `${Number(text)}年`;
    row.error('term', 'unknown_word');
    return null;
  }
  const age = /^(?:保)?[至到](\d{1,3})(?:周)?岁$/.exec(compact);
  if (age !== null) return `至${age[1] ?? ''}周岁`;
  const years = /^(?:保)?(\d{1,3})(?:年期?|years?|y)$/i.exec(compact);
  if (years !== null) return `${years[1] ?? ''}年`;
  const hidden = hideNumbers(text);
  if (hidden.hidden !== null)
    row.error('term', hidden.hidden === 'identity' ? 'identity_number' : 'account_number');
  else if (text.length > termMax) row.error('term', 'too_long');
  return hidden.text;
};

const perYear: Readonly<Record<PayFrequency, number>> = { 趸交: 1, 年交: 1, 半年交: 2, 季交: 4, 月交: 12 };

/** Yearly (or single) premium in fen. An instalment is multiplied out only when the heading says it is one. */
const readPremium = (
  row: RowReader,
  context: JudgeContext,
  frequency: PayFrequency | null,
): number | null => {
  const cell = row.cell('premium');
  if (cell === null) {
    row.missing('premium');
    return null;
  }
  if (context.premiumPlaces === null) {
    row.error('premium', 'unknown_word', context.columns.get('premium')?.heading);
    return null;
  }
  const reading = readAmount(cell.text, cell.number, context.premiumPlaces);
  if (!reading.ok) {
    row.error('premium', reading.code);
    return null;
  }
  if (reading.fen > context.rules.vocabulary.limits.maxPremiumYuan * 100) {
    row.error('premium', 'amount_implausible');
    return null;
  }
  if (frequency === null || perYear[frequency] === 1 || context.premiumBasis === 'year') return reading.fen;
  if (context.premiumBasis === 'unsaid') {
    row.notice('premium', 'premium_basis_assumed', inYuan(reading.fen));
    return reading.fen;
  }
  const yearly = reading.fen * perYear[frequency];
  row.notice('premium', 'premium_annualised', inYuan(yearly));
  return yearly;
};

const inYuan = (fen: number): string => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;

type YearsReading = { years: number; computed: boolean } | null;

/** 20, 20年, 20年交, 240月, 趸交, 交至60周岁 (needs the insured's birth date). */
const yearsFrom = (
  text: string,
  context: JudgeContext,
  insuredBirthDate: string | null,
  effectiveDate: string | null,
): YearsReading => {
  const plain = /^(\d{1,3})(?:\.0+)?(?:年期?[交缴]?费?|years?|y)?$/i.exec(text);
  if (plain !== null) return { years: Number(plain[1]), computed: false };
  const months = /^(\d{1,4})(?:个?月|months?)$/i.exec(text);
  if (months !== null && Number(months[1]) % 12 === 0)
    return { years: Number(months[1]) / 12, computed: true };
  const toAge = /^[交缴]?费?[至到](\d{1,3})(?:周)?岁$/.exec(text);
  if (toAge !== null && insuredBirthDate !== null && effectiveDate !== null) {
    return { years: Number(toAge[1]) - ageOn(insuredBirthDate, effectiveDate), computed: true };
  }
  return context.words.payFrequency(text)?.frequency === '趸交' ? { years: 1, computed: false } : null;
};

export type Payment = {
  payFrequency: PayFrequency | null;
  payYears: number | null;
  premiumFen: number | null;
};

export const readPayment = (
  row: RowReader,
  context: JudgeContext,
  dates: { insuredBirthDate: string | null; effectiveDate: string | null },
): Payment => {
  const frequencyCell = row.cell('payFrequency');
  const named = frequencyCell === null ? null : context.words.payFrequency(frequencyCell.text);
  if (frequencyCell === null) row.missing('payFrequency');
  else if (named === null) row.error('payFrequency', 'unknown_word');
  const payFrequency = named?.frequency ?? null;
  const premiumFen = readPremium(row, context, payFrequency);
  const yearsCell = row.cell('payYears');
  if (yearsCell === null) {
    if (payFrequency === '趸交') return { payFrequency, premiumFen, payYears: 1 };
    if (named !== null && named.years !== null) {
      row.notice('payFrequency', 'pay_years_computed', String(named.years));
      return { payFrequency, premiumFen, payYears: named.years };
    }
    row.missing('payYears');
    return { payFrequency, premiumFen, payYears: null };
  }
  const text =
    yearsCell.number === null ? halfWidth(yearsCell.text).replace(/\s/g, '') : String(yearsCell.number);
  const reading = yearsFrom(text, context, dates.insuredBirthDate, dates.effectiveDate);
  if (payFrequency === '趸交') {
    // A single payment has one payment year, whatever an export puts there (0, or the length of the cover).
    if (reading === null || reading.years !== 1) row.notice('payYears', 'pay_years_computed', '1');
    return { payFrequency, premiumFen, payYears: 1 };
  }
  if (reading === null) {
    row.error('payYears', 'not_a_number');
    return { payFrequency, premiumFen, payYears: null };
  }
  if (reading.years < 1 || reading.years > context.rules.vocabulary.limits.maxPayYears) {
    row.error('payYears', 'not_positive');
    return { payFrequency, premiumFen, payYears: null };
  }
  if (reading.computed) row.notice('payYears', 'pay_years_computed', String(reading.years));
  return { payFrequency, premiumFen, payYears: reading.years };
};
