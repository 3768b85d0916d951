import { digitsOf, plainText, readNumber } from './chinese-numerals.ts';

/**
 * Dates as a customer says and an agent types them. The result is every calendar date the text may mean, as
 * `YYYY-MM-DD`; an empty list = no full date can be read from it.
 */
const exists = (year: number, month: number, day: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();

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

/** A number of one date field: 八六, 1986, 十五, 二十一, 廿一. */
const field = (text: string): string => {
  const plain = text.replace(/廿/gu, '二十').replace(/卅/gu, '三十');
  const digits = digitsOf(plain);
  if (/^\d+$/.test(digits)) return digits;
  const value = readNumber(plain);
  return value === null ? '' : String(value);
};

const withWords = (text: string): string[] => {
  const match = /(\S+?)年(?:的)?(\S+?)月(?:份)?(?:的)?(\S+?)(?:[日号號]|$)/u.exec(text);
  if (match === null) return [];
  const month = match[2] === '元' ? '1' : field(match[2] ?? '');
  const year = field((match[1] ?? '').replace(/^.*?(?=[\d〇零一二三四五六七八九幺两]+$)/u, ''));
  return dates(year, month, field(match[3] ?? ''));
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

/** Every date the text may mean; duplicates removed. */
export const readDates = (text: string): string[] => {
  const spaced = text.normalize('NFKC').trim();
  if (lunar.test(spaced)) return [];
  const plain = plainText(spaced);
  const words = withWords(plain);
  if (words.length > 0 || plain.includes('月')) return [...new Set(words)];
  const bySeparator = separated(
    digitsOf(spaced.replace(/\s*([-/.,、\\_·])\s*/gu, '$1').replace(/(?<=\d)\s+(?=\d)/gu, '-')),
  );
  if (bySeparator.length > 0) return [...new Set(bySeparator)];
  const groups = digitsOf(plain).match(/\d+/g) ?? [];
  return groups.length === 1 ? [...new Set(run(groups[0] ?? ''))] : [];
};
