/**
 * Telephone numbers as people write them and links carry them, brought to what is dialled from a line in China.
 * The numbering is that of 电信网编号计划 (2017): mobiles of 11 digits, area codes 010, 02x and 0xxx with 7 or 8
 * digits behind, 400 and 800 numbers, short service numbers.
 */
export type NumberKind =
  'mobile' | 'landline' | 'service' | 'local' | 'extension' | 'international' | 'other';

export type PhoneNumber = {
  /** What is dialled: digits, with `+` in front only for another country. */
  dial: string;
  /** To be keyed in after the answer, digits; null when there is none. */
  extension: string | null;
  kind: NumberKind;
};

export type NumberRefusal =
  | 'empty'
  /** Letters or signs that no telephone number has. */
  | 'not_a_number'
  /** `*` and `#` switch features of the exchange, such as call forwarding. */
  | 'feature_code'
  | 'too_short'
  | 'too_long';

export type NumberReading = { ok: true; number: PhoneNumber } | { ok: false; reason: NumberRefusal };

/** Extensions are short and belong to colleagues; what is longer belongs to a customer or another firm. */
export const longestExtension = 6;

/** Digits of E.164 (15) and of the prefixes in front of them. */
const maxDigits = 18;

const mobile = /^1[3-9]\d{9}$/;
/** With the trunk zero: 010 and 02x have eight digits behind, the other area codes seven or eight. */
const landline = /^0(?:(?:10|2\d)[2-9]\d{7}|(?![48]00)[3-9]\d{2}[2-9]\d{6,7})$/;
const service = /^(?:[48]00\d{7}|9[56]\d{3,7}|1[0-2]\d{1,3})$/;
const local = /^[2-8]\d{6,7}$/;

const nationalKind = (digits: string): NumberKind | null => {
  if (mobile.test(digits)) return 'mobile';
  if (landline.test(digits)) return 'landline';
  return service.test(digits) ? 'service' : null;
};

/** The number within China behind a country code 86; null when what follows is none. */
const withoutCountry = (rest: string): string | null => {
  if (nationalKind(rest) !== null) return rest;
  // The trunk zero is the one digit that is ever added: E.164 leaves it out, and here it must be dialled.
  return landline.test(`0${rest}`) ? `0${rest}` : null;
};

/** `86` without a sign is a country code only before a mobile or an area code: 8612 3456 is a local number. */
const national = (plus: boolean, digits: string): string | null => {
  const written = plus ? /^86(\d+)$/.exec(digits) : /^(?:00)?86(\d+)$/.exec(digits);
  if (written === null) return null;
  const number = withoutCountry(written[1] ?? '');
  const signed = plus || digits.startsWith('0');
  return number !== null && (signed || mobile.test(number) || landline.test(number)) ? number : null;
};

const classify = (plus: boolean, digits: string): PhoneNumber => {
  const home = national(plus, digits);
  if (home !== null) return { dial: home, extension: null, kind: nationalKind(home) ?? 'other' };
  if (plus) return { dial: `+${digits}`, extension: null, kind: 'international' };
  // 0138… is how a mobile of another province used to be dialled.
  if (digits.startsWith('0') && mobile.test(digits.slice(1)))
    return { dial: digits.slice(1), extension: null, kind: 'mobile' };
  const kind = nationalKind(digits);
  if (kind !== null) return { dial: digits, extension: null, kind };
  if (local.test(digits)) return { dial: digits, extension: null, kind: 'local' };
  if (/^00[1-9]\d{6,}$/.test(digits)) return { dial: digits, extension: null, kind: 'international' };
  return { dial: digits, extension: null, kind: digits.length <= longestExtension ? 'extension' : 'other' };
};

const separators = /[\s\-–—‐‑−.()（）·/]/gu;
/** Without what people put between digits to read them. */
export const withoutSeparators = (text: string): string => text.replace(separators, '');

const extensionPart = /^(.*?)(?:转|轉|分机号?|ext(?:ension)?\.?|x|,+)[\s:：]*(\d[\d\s-]{0,10})$/iu;

/**
 * Reads a number: full-width signs, separators, `+86`, `0086` and `86` are taken away, an extension is split off.
 * Reading what it gave gives the same again, and no digit is added but the trunk zero of an area code that came
 * behind the country code.
 */
export const readPhoneNumber = (text: string): NumberReading => {
  const plain = text.normalize('NFKC').trim();
  const split = extensionPart.exec(plain);
  const main = withoutSeparators(split?.[1] ?? plain);
  const extension = split?.[2] === undefined ? null : withoutSeparators(split[2]);
  if (main === '') return { ok: false, reason: 'empty' };
  if (/^\+?[0-9*#]+$/.test(main) && /[*#]/.test(main)) return { ok: false, reason: 'feature_code' };
  const parts = /^(\+?)([0-9]+)$/.exec(main);
  if (parts === null) return { ok: false, reason: 'not_a_number' };
  const digits = parts[2] ?? '';
  const plus = parts[1] === '+';
  if (digits.length > maxDigits) return { ok: false, reason: 'too_long' };
  if (digits.length < (plus ? 7 : 2)) return { ok: false, reason: 'too_short' };
  return { ok: true, number: { ...classify(plus, digits), extension } };
};

/** What a caller is looked up by: the number as a policy has it. Null for extensions, short numbers and names. */
export const customerNumber = (text: string): string | null => {
  const reading = readPhoneNumber(text);
  return reading.ok && reading.number.dial.length > longestExtension ? reading.number.dial : null;
};

/** A number that reaches no customer: an extension of the PBX, or a firm's service number (955xx, 400). */
export const isInternalNumber = (text: string): boolean => {
  const reading = readPhoneNumber(text);
  return reading.ok && (reading.number.kind === 'extension' || reading.number.kind === 'service');
};

/** A number in groups, as it is read out: `138 0013 8000`, `010 6655 4433`, `400 820 8820`. */
export const groupedNumber = ({ dial, kind, extension }: PhoneNumber): string => {
  const grouped =
    kind === 'mobile'
      ? dial.replace(/^(\d{3})(\d{4})(\d{4})$/, '$1 $2 $3')
      : kind === 'landline'
        ? dial.replace(/^(0(?:10|2\d)|0\d{3})(\d{3,4})(\d{4})$/, '$1 $2 $3')
        : kind === 'service' && dial.length === 10
          ? dial.replace(/^(\d{3})(\d{3})(\d{4})$/, '$1 $2 $3')
          : kind === 'local'
            ? dial.replace(/^(\d{3,4})(\d{4})$/, '$1 $2')
            : dial;
  return extension === null ? grouped : `${grouped} - ${extension}`;
};
