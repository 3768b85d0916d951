import { digitsOf, plainText, readNumber } from './chinese-numerals.ts';

/**
 * Dates as a customer says and an agent types them. The result is every calendar date the text may mean, as
 * `YYYY-MM-DD`; an empty list = no full date can be read from it.
 */
const exists = (year: number, month: number, day: number): boolean =>
  year >= 1880 &&
  year <= 2100 &&
  month >= 1 &&
  month <= 12 &&
  day >= 1 &&
  day <= new Date(Date.UTC(year, month, 0)).getUTCDate();

const iso = (year: number, month: number, day: number): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

/** Two digits of a year may belong to either century; which one is a birth date shows the comparison. */
const years = (text: string): number[] => {
  if (/^\d{4}$/.test(text)) return [Number(text)];
  return /^\d{2}$/.test(text) ? [1900 + Number(text), 2000 + Number(text)] : [];
};

const dates = (year: string, month: string, day: string): string[] => {
  if (!/^\d{1,2}$/.test(month) || !/^\d{1,2}$/.test(day)) return [];
  return years(year)
    .filter((full) => exists(full, Number(month), Number(day)))
    .map((full) => iso(full, Number(month), Number(day)));
};

const numeral = '[\\d〇零一壹幺二贰两三叁四肆五伍六陆七柒八捌九玖十拾廿卅百佰千仟]+';

/** A number of one date field: 八六, 1986, 十五, 二十一, 廿一; empty when it is none. */
const field = (text: string): string => {
  const plain = text.replace(/廿/gu, '二十').replace(/卅/gu, '三十');
  const digits = digitsOf(plain);
  if (/^\d+$/.test(digits)) return digits;
  const value = readNumber(plain);
  return value === null ? '' : String(value);
};

/** Values that stand before a mark such as 年, each once. */
const before = (text: string, mark: string): string[] => [
  ...new Set(
    [...text.matchAll(new RegExp(`(${numeral})${mark}`, 'gu'))].map((match) => field(match[1] ?? '')),
  ),
];

/** 1985年3月7日 and 3月7号，八五年: each field by its mark, in any order. Two values for one field are none. */
const withMarks = (text: string): string[] => {
  const plain = text.replace(/元月/gu, '一月').replace(/月份/gu, '月').replace(/號/gu, '号');
  const [year, ...moreYears] = before(plain, '年');
  const [month, ...moreMonths] = before(plain, '月');
  const [day, ...moreDays] = before(plain, '[日号]');
  if (year === undefined || month === undefined) return [];
  if (moreYears.length + moreMonths.length + moreDays.length > 0) return [];
  if (day !== undefined) return dates(year, month, day);
  // 三月七: the day stands behind the month without a mark.
  const bare = new RegExp(`月(?:的)?(${numeral})(?!${numeral}|[年月岁])`, 'u').exec(plain)?.[1];
  return bare === undefined ? [] : dates(year, month, field(bare));
};

const separated = (text: string): string[] => {
  const match = /(?<!\d)(\d{1,4})[-/.,、\\_·](\d{1,2})[-/.,、\\_·](\d{1,4})(?!\d)/u.exec(text);
  if (match === null) return [];
  const [, first = '', second = '', third = ''] = match;
  const yearFirst = dates(first, second, third);
  const yearLast = first.length <= 2 ? [...dates(third, second, first), ...dates(third, first, second)] : [];
  if (first.length === 4) return yearFirst;
  return third.length === 4 ? yearLast : [...yearFirst, ...yearLast];
};

const run = (digits: string): string[] => {
  const cut = (...lengths: number[]): string[] => {
    let at = 0;
    return lengths.map((length) => {
      at += length;
      return digits.slice(at - length, at);
    });
  };
  const read = (lengths: readonly [number, number, number], order: 'ymd' | 'dmy' | 'mdy'): string[] => {
    const [a = '', b = '', c = ''] = cut(...lengths);
    if (order === 'ymd') return dates(a, b, c);
    return order === 'dmy' ? dates(c, b, a) : dates(c, a, b);
  };
  switch (digits.length) {
    case 8:
      return [...read([4, 2, 2], 'ymd'), ...read([2, 2, 4], 'dmy'), ...read([2, 2, 4], 'mdy')];
    case 7:
      return [...read([4, 1, 2], 'ymd'), ...read([4, 2, 1], 'ymd')];
    case 6:
      return [...read([2, 2, 2], 'ymd'), ...read([4, 1, 1], 'ymd')];
    default:
      return [];
  }
};

/** The lunar calendar cannot be compared with the date on the policy. */
const lunar = /农历|阴历|旧历|腊月|冬月|正月|初[一二三四五六七八九十\d]/u;

/** Chinese numbers of a text without marks as figures: 八五-三-十五 → 85-3-15. */
const figures = (text: string): string =>
  text.replace(new RegExp(numeral, 'gu'), (number) => field(number) || number);

/** Every date the text may mean; duplicates removed. */
export const readDates = (text: string): string[] => {
  const spaced = text.normalize('NFKC').trim();
  if (lunar.test(spaced)) return [];
  const plain = plainText(spaced);
  if (/[年月]/u.test(plain)) return [...new Set(withMarks(plain))];
  const bySeparator = separated(
    figures(spaced)
      .replace(/\s*([-/.,、\\_·])\s*/gu, '$1')
      .replace(/(?<=\d)\s+(?=\d)/gu, '-'),
  );
  if (bySeparator.length > 0) return [...new Set(bySeparator)];
  const groups = digitsOf(plain).match(/\d+/g) ?? [];
  return groups.length === 1 ? [...new Set(run(groups[0] ?? ''))] : [];
};

/**
 * Whether the text can be read as more than one day, as 07/03/1985 can. A year of two digits is not counted: nobody
 * mistakes a birth of this century for one of the last.
 */
export const isAmbiguous = (found: readonly string[]): boolean =>
  new Set(found.map((date) => date.slice(2))).size > 1;
