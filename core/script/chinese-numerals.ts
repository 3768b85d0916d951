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

/** Every Chinese digit by its Arabic one, character by character: 一九八六 → 1986. Units stay. */
export const digitsOf = (text: string): string =>
  [...plainText(text)]
    .map((character) => (digitValues[character] === undefined ? character : String(digitValues[character])))
    .join('');

/** A whole number below ten thousand in Chinese with units (二十一, 一千零五十, 五千八), or null. */
const belowTenThousand = (text: string): number | null => {
  let total = 0;
  let digit: number | null = null;
  let lastUnit = 0;
  let afterZero = false;
  for (const character of text) {
    const unit = unitValues[character];
    const value = digitValues[character];
    if (unit !== undefined) {
      if (lastUnit !== 0 && unit >= lastUnit) return null;
      total += (digit ?? (unit === 10 ? 1 : NaN)) * unit;
      digit = null;
      lastUnit = unit;
      afterZero = false;
    } else if (value === 0 && digit === null) {
      afterZero = true;
    } else if (value !== undefined && digit === null) {
      digit = value;
    } else {
      return null;
    }
  }
  // 五千八 means 5800, 五千零八 means 5008.
  if (digit !== null) total += lastUnit >= 100 && !afterZero ? digit * (lastUnit / 10) : digit;
  return Number.isNaN(total) ? null : total;
};

const arabic = /^\d+(?:\.\d+)?$/;

const part = (text: string): number | null => {
  if (arabic.test(text)) return Number(text);
  const mixed = /^(\d+(?:\.\d+)?)([十百千])(\d*)$/.exec(text);
  if (mixed !== null) {
    const unit = unitValues[mixed[2] ?? ''] ?? 1;
    const rest = mixed[3] ?? '';
    return Number(mixed[1]) * unit + (rest.length === 1 ? (Number(rest) * unit) / 10 : Number(rest || 0));
  }
  if (
    text === '' ||
    [...text].some((character) => digitValues[character] === undefined && unitValues[character] === undefined)
  )
    return null;
  // Digits alone are read one by one: 一二零零零.
  if ([...text].every((character) => digitValues[character] !== undefined) && text.length > 1)
    return Number(digitsOf(text));
  return belowTenThousand(text);
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
  const lowValue = part(low);
  if (lowValue === null) return null;
  return highValue * 10_000 + (spokenThousands ? lowValue * 1000 : lowValue);
};
