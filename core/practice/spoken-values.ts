import type { Policy } from '../callback/policy.ts';
import type { SpokenValueName } from './drill-schema.ts';

/**
 * Policy values cannot be recorded beforehand, so the customer puts them together from recorded syllables:
 * 零…九, 十百千万, 年月号元. `caption` is what the agent reads, `words` what is played.
 */
export type SpokenValue = { caption: { 'zh-CN': string; en: string }; words: readonly SpokenWord[] };

/** Recorded syllables: id, how it is written, what it means. */
export const spokenWords = {
  'n-0': { zh: '零', en: '0' },
  'n-1': { zh: '一', en: '1' },
  /** 一 in strings of digits on the telephone. */
  'n-yao': { zh: '幺', en: '1' },
  'n-2': { zh: '二', en: '2' },
  /** 二 before 千 and 万. */
  'n-liang': { zh: '两', en: '2' },
  'n-3': { zh: '三', en: '3' },
  'n-4': { zh: '四', en: '4' },
  'n-5': { zh: '五', en: '5' },
  'n-6': { zh: '六', en: '6' },
  'n-7': { zh: '七', en: '7' },
  'n-8': { zh: '八', en: '8' },
  'n-9': { zh: '九', en: '9' },
  'n-10': { zh: '十', en: '10' },
  'n-100': { zh: '百', en: '100' },
  'n-1000': { zh: '千', en: '1,000' },
  'n-10000': { zh: '万', en: '10,000' },
  'n-point': { zh: '点', en: 'point' },
  'n-x': { zh: '艾克斯', en: 'X' },
  'u-year': { zh: '年', en: 'year' },
  'u-month': { zh: '月', en: 'month' },
  'u-day': { zh: '号', en: 'day' },
  'u-yuan': { zh: '元', en: 'yuan' },
} as const satisfies Record<string, { zh: string; en: string }>;
export type SpokenWord = keyof typeof spokenWords;

const digitWords: readonly SpokenWord[] = [
  'n-0',
  'n-1',
  'n-2',
  'n-3',
  'n-4',
  'n-5',
  'n-6',
  'n-7',
  'n-8',
  'n-9',
];
const digit = (value: number): SpokenWord => digitWords[value] ?? 'n-0';

/** How the customer says a value of the policy; null when the policy does not have it. */
export function spokenValue(name: SpokenValueName, policy: Policy): SpokenValue | null {
  switch (name) {
    case 'birth_date':
      return policy.holderBirthDate === null ? null : spokenDate(policy.holderBirthDate);
    case 'id4':
      return policy.holderIdLast4 === null ? null : spokenDigits(policy.holderIdLast4);
    case 'mobile':
      return spokenDigits(policy.holderMobile);
    case 'product':
      // A product name is shown, not spoken: any office can have any name.
      return { caption: { 'zh-CN': `（${policy.product}）`, en: `(${policy.product})` }, words: [] };
    case 'premium':
      return spokenPremium(policy.premiumFen);
  }
}

/** `YYYY-MM-DD` as 一九八五年三月七号. */
function spokenDate(date: string): SpokenValue {
  const [year = '', month = '', day = ''] = date.split('-');
  const words: SpokenWord[] = [
    ...[...year].map((char) => digit(Number(char))),
    'u-year',
    ...numberWords(Number(month)),
    'u-month',
    ...numberWords(Number(day)),
    'u-day',
  ];
  return { caption: { 'zh-CN': `${Number(year)}年${Number(month)}月${Number(day)}号。`, en: date }, words };
}

/** Digits one by one; 一 becomes 幺 as on the telephone, a final X is spoken as a letter. */
function spokenDigits(text: string): SpokenValue {
  const words = [...text].map((char): SpokenWord => {
    if (char.toUpperCase() === 'X') return 'n-x';
    return char === '1' ? 'n-yao' : digit(Number(char));
  });
  return { caption: { 'zh-CN': `${text}。`, en: text }, words };
}

/** Fen as yuan, with decimals only when there are any; null beyond the numbers that can be spoken. */
function spokenPremium(fen: number): SpokenValue | null {
  const yuan = Math.floor(fen / 100);
  if (yuan >= 100_000_000) return null;
  const rest = fen % 100;
  const decimals = rest === 0 ? '' : String(rest).padStart(2, '0').replace(/0$/, '');
  const tail: SpokenWord[] =
    decimals === '' ? [] : ['n-point', ...[...decimals].map((char) => digit(Number(char)))];
  const figure = decimals === '' ? String(yuan) : `${yuan}.${decimals}`;
  return {
    caption: { 'zh-CN': `${figure}元。`, en: `${figure} yuan` },
    words: [...numberWords(yuan), ...tail, 'u-yuan'],
  };
}

const places: readonly SpokenWord[] = ['n-1000', 'n-100', 'n-10'];

/** A whole number below a hundred million as it is spoken: 12005 is 一万两千零五, 15 is 十五. */
export function numberWords(value: number): SpokenWord[] {
  if (value === 0) return ['n-0'];
  const high = Math.floor(value / 10_000);
  const low = value % 10_000;
  if (high === 0) return belowTenThousand(low, false);
  const gap = low > 0 && low < 1_000;
  const thousands: SpokenWord[] = high === 2 ? ['n-liang'] : belowTenThousand(high, false);
  return [...thousands, 'n-10000', ...(gap ? (['n-0'] as const) : []), ...belowTenThousand(low, true)];
}

/** Up to 9999; `inside` a larger number 十 keeps its 一 (一万零一十). */
function belowTenThousand(value: number, inside: boolean): SpokenWord[] {
  const digits = [...String(value).padStart(4, '0')].map(Number);
  const words: SpokenWord[] = [];
  let skippedZero = false;
  digits.forEach((figure, at) => {
    if (figure === 0) {
      skippedZero = words.length > 0;
      return;
    }
    if (skippedZero) words.push('n-0');
    skippedZero = false;
    const place = places[at];
    const teens = at === 2 && figure === 1 && words.length === 0 && !inside;
    if (!teens) words.push(figure === 2 && at === 0 ? 'n-liang' : digit(figure));
    if (place !== undefined) words.push(place);
  });
  return words;
}
