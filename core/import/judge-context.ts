import type { CoolingOffRules } from '../callback/rules-schema.ts';
import type { ImportField } from './fields.ts';
import type { Column } from './headings.ts';
import type { Mapping } from './mapping.ts';
import type { DayMonthOrder } from './dates.ts';
import { normaliseHeading } from './headings.ts';
import type { Vocabulary } from './vocabulary.ts';
import { compileWords, type Words } from './words.ts';

/** What judging needs besides the file: rules as data and today's date in China. */
export type JudgeRules = {
  vocabulary: Vocabulary;
  coolingOff: CoolingOffRules;
  /** YYYY-MM-DD. */
  today: string;
};

/** Everything that is the same for all rows of a file, worked out once. */
export type JudgeContext = {
  rules: JudgeRules;
  words: Words;
  mobilePattern: RegExp;
  date1904: boolean;
  /** Cells that a line of a CSV should have; 0 for workbooks, whose rows end where they please. */
  fixedWidth: number;
  columns: ReadonlyMap<ImportField, Column>;
  /** Proven order of day and month per date column. */
  orders: ReadonlyMap<ImportField, DayMonthOrder>;
  /** Power of ten of one fen by the premium's heading; null when the heading names a foreign currency. */
  premiumPlaces: number | null;
  premiumBasis: 'year' | 'instalment' | 'unsaid';
  termUnitIsYears: boolean;
};

const placesOf = (column: Column | undefined, vocabulary: Vocabulary): number | null => {
  const yuan = 2;
  if (column === undefined) return yuan;
  const heading = normaliseHeading(column.heading);
  if (
    vocabulary.foreignCurrencies.some(
      (word) => column.note === normaliseHeading(word) || heading.endsWith(normaliseHeading(word)),
    )
  ) {
    return null;
  }
  const units = Object.entries(vocabulary.moneyUnits);
  // 保费万元 without brackets counts too; the longest unit first, so that 万元 is not read as 元.
  units.sort(([a], [b]) => b.length - a.length);
  const unit =
    units.find(([word]) => column.note === word) ??
    units.find(([word]) => heading.endsWith(word) && heading !== word);
  return unit?.[1] ?? yuan;
};

const basisOf = (column: Column | undefined, vocabulary: Vocabulary): JudgeContext['premiumBasis'] => {
  const heading = normaliseHeading(column?.heading ?? '');
  const says = (list: readonly string[]): boolean =>
    list.some((word) => heading.startsWith(normaliseHeading(word)));
  if (says(vocabulary.premiumPerInstalment)) return 'instalment';
  return says(vocabulary.premiumPerYear) ? 'year' : 'unsaid';
};

export const judgeContext = (
  table: {
    columns: readonly Column[];
    format: 'csv' | 'xlsx';
    date1904: boolean;
    orders: ReadonlyMap<ImportField, DayMonthOrder>;
  },
  mapping: Mapping,
  rules: JudgeRules,
): JudgeContext => {
  const { vocabulary } = rules;
  const columns = new Map<ImportField, Column>();
  for (const column of table.columns) {
    const field = mapping[column.index] ?? null;
    if (field !== null && !column.refused) columns.set(field, column);
  }
  const premium = columns.get('premium');
  return {
    rules,
    words: compileWords(vocabulary),
    mobilePattern: new RegExp(vocabulary.mobilePattern),
    date1904: table.date1904,
    fixedWidth: table.format === 'csv' ? table.columns.length : 0,
    columns,
    orders: table.orders,
    premiumPlaces: placesOf(premium, vocabulary),
    premiumBasis: basisOf(premium, vocabulary),
    termUnitIsYears: vocabulary.yearUnits.map(normaliseHeading).includes(columns.get('term')?.note ?? ''),
  };
};
