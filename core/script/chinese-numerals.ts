/**
 * Numbers as people say and type them: 12,000 · 1.2万 · 一万二 · 两千五百 · 一二三四.
 */
const digitValues: Readonly<Record<string, number>> = {
  〇: 0,
  零: 0,
  一: 1,
  壹: 1,
  幺: 1,
  二: 2,
  贰: 2,
  两: 2,
  三: 3,
  叁: 3,
  四: 4,
  肆: 4,
  五: 5,
  伍: 5,
  六: 6,
  陆: 6,
  七: 7,
  柒: 7,
  八: 8,
  捌: 8,
  九: 9,
  玖: 9,
};
/** Digits as they are called out one by one on the telephone; in an amount these words mean other things. */
const calledDigits: Readonly<Record<string, number>> = { 洞: 0, 拐: 7, 勾: 9 };
const unitValues: Readonly<Record<string, number>> = {
  十: 10,
  拾: 10,
  百: 100,
  佰: 100,
  千: 1000,
  仟: 1000,
};

/** Full-width forms, case and spaces evened out. */
export const plainText = (text: string): string =>
  text.normalize('NFKC').replace(/[\s\u200b-\u200f\u2060\ufeff]+/gu, '');

/** `digitsOf` for digits called out one by one, with 洞, 拐 and 勾 as well. */
export const calledOut = (text: string): string =>
  [...digitsOf(text)].map((character) => String(calledDigits[character] ?? character)).join('');

/** Every Chinese digit by its Arabic one, character by character: 一九八六 → 1986. Units stay. */
export const digitsOf = (text: string): string =>
  [...plainText(text)]
    .map((character) => (digitValues[character] === undefined ? character : String(digitValues[character])))
    .join('');

type Token = { number: number; zeros: boolean } | { unit: number };

/** Figures and Chinese digits with their units, in order; null for anything else. */
const tokensOf = (text: string): Token[] | null => {
  const tokens: Token[] = [];
  let rest = text;
  while (rest !== '') {
    const figures = /^\d+/.exec(rest)?.[0];
    if (figures !== undefined) {
      tokens.push({ number: Number(figures), zeros: figures.startsWith('0') });
      rest = rest.slice(figures.length);
      continue;
    }
    const [character = ''] = rest;
    const unit = unitValues[character];
    const value = digitValues[character];
    if (unit !== undefined) tokens.push({ unit });
    else if (value !== undefined) tokens.push({ number: value, zeros: value === 0 });
    else return null;
    rest = rest.slice(character.length);
  }
  return tokens;
};

/** A whole number below ten thousand with units (二十一, 一千零五十, 五千八, 3千5百), or null. */
const belowTenThousand = (text: string): number | null => {
  let total = 0;
  let pending: number | null = null;
  let lastUnit = 0;
  let afterZero = false;
  const tokens = tokensOf(text);
  if (tokens === null) return null;
  for (const token of tokens) {
    if ('unit' in token) {
      if (lastUnit !== 0 && token.unit >= lastUnit) return null;
      if (pending === null && token.unit !== 10) return null;
      total += (pending ?? 1) * token.unit;
      pending = null;
      lastUnit = token.unit;
      afterZero = false;
    } else if (token.number === 0 && pending === null) {
      afterZero = true;
    } else if (pending === null) {
      pending = token.number;
      afterZero ||= token.zeros;
    } else {
      // 七八千 is between two numbers.
      return null;
    }
  }
  if (pending === null) return total;
  if (lastUnit !== 0 && pending >= lastUnit) return null;
  // 五千八 means 5800, 五千零八 means 5008.
  return total + (lastUnit >= 100 && !afterZero && pending < 10 ? pending * (lastUnit / 10) : pending);
};

const arabic = /^\d+(?:\.\d+)?$/;
const chineseDigit = (character: string): boolean => digitValues[character] !== undefined;

const part = (text: string): number | null => {
  const plain = text.replace(/(?<=[\d〇零一二两三四五六七八九])点(?=[\d〇零一二三四五六七八九])/u, '.');
  if (arabic.test(plain)) return Number(plain);
  const [whole = '', decimals, ...more] = plain.split('.');
  if (decimals !== undefined) {
    if (more.length > 0 || whole === '') return null;
    // 1.2千: the decimals belong to what the unit counts.
    const scaled = /^(\d+)([十百千])$/.exec(decimals);
    if (arabic.test(whole) && scaled !== null)
      return Number(`${whole}.${scaled[1] ?? ''}`) * (unitValues[scaled[2] ?? ''] ?? 1);
    const figures = digitsOf(decimals);
    const value = part(whole);
    return value === null || !/^\d+$/.test(figures) ? null : Number(`${value}.${figures}`);
  }
  // Digits alone are read one by one: 一二零零零.
  if (plain.length > 1 && [...plain].every(chineseDigit)) return Number(digitsOf(plain));
  return plain === '' ? null : belowTenThousand(plain);
};

/**
 * An amount in any usual form, or null when the text is not one amount.
 * A single digit after 万 stands for thousands (一万二 = 12,000), as it is spoken.
 */
export const readNumber = (text: string): number | null => {
  const plain = plainText(text)
    .toLowerCase()
    .replace(/(?<=\d),(?=\d{3})/g, '')
    .replace(/萬|w/gu, '万')
    .replace(/仟|k/gu, '千')
    .replace(/佰/gu, '百')
    .replace(/拾/gu, '十');
  if (plain === '') return null;
  const pieces = plain.split('万');
  if (pieces.length > 2) return null;
  const [high = '', low] = pieces;
  const highValue = part(high);
  if (highValue === null) return null;
  if (low === undefined) return highValue;
  if (low === '') return highValue * 10_000;
  const spokenThousands = [...low].length === 1;
  // 一万二三 lies between two amounts; only all four digits of 一万二三四五 are an amount.
  if (
    !spokenThousands &&
    [...low].length < 4 &&
    [...low].every((one) => chineseDigit(one) && digitValues[one] !== 0)
  )
    return null;
  const lowValue = part(low);
  if (lowValue === null) return null;
  return highValue * 10_000 + (spokenThousands ? lowValue * 1000 : lowValue);
};
