/**
 * Finds full identity numbers and account numbers in typed text (design.md I10, domain.md row 29). They are
 * refused wherever the agent can type: replies to identity factors, the customer's words, notes, reasons.
 */
export type SensitiveNumber = {
  kind: 'identity' | 'account';
  /** Offsets in the text as given (UTF-16), end exclusive. The digits themselves are not handed out. */
  start: number;
  end: number;
};

export type SensitiveNumberOptions = {
  /** Numbers that may stand in the text, such as the policy number of the task. */
  allow?: readonly string[];
};

type Group = { digits: string; start: number; end: number };

const chineseDigits: Readonly<Record<string, string>> = {
  〇: '0',
  零: '0',
  一: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
  幺: '1',
  两: '2',
  // As digits are called out on the telephone, and as they are written on cheques.
  洞: '0',
  拐: '7',
  勾: '9',
  壹: '1',
  贰: '2',
  叁: '3',
  肆: '4',
  伍: '5',
  陆: '6',
  柒: '7',
  捌: '8',
  玖: '9',
};

/** The digit (or X) a character stands for, in any script that Unicode knows; null for anything else. */
const digitOf = (character: string): string | null => {
  const plain = character.normalize('NFKC');
  if (/^[0-9]$/.test(plain)) return plain;
  if (plain === 'x' || plain === 'X') return 'X';
  if (chineseDigits[character] !== undefined) return chineseDigits[character];
  return null;
};

const separator = /^[\s\-‐‑‒–—―−－_.·•・,，、/\\|*#~\u200b-\u200f\u2060\ufeff]$/u;
/** A longer gap ends a number. */
const maxSeparators = 3;

/** Runs of digit groups that only separators part. An X counts only as the end of a group. */
const runsOf = (text: string): Group[][] => {
  const runs: Group[][] = [];
  let run: Group[] = [];
  let group: Group | null = null;
  let gap = 0;
  const endGroup = (): void => {
    if (group !== null && /\d/.test(group.digits)) run.push(group);
    group = null;
  };
  const endRun = (): void => {
    endGroup();
    if (run.length > 0) runs.push(run);
    run = [];
  };
  let at = 0;
  for (const character of text) {
    const end = at + character.length;
    const digit = digitOf(character);
    if (digit !== null && !(digit === 'X' && run.length === 0 && group === null)) {
      gap = 0;
      if (group === null) group = { digits: digit, start: at, end };
      else group = { digits: group.digits + digit, start: group.start, end };
      if (digit === 'X') {
        const last: Group = group;
        // "002X" closes a number; a lone X after a gap belongs to the group before it.
        if (last.digits === 'X') {
          const before = run.pop();
          group = before === undefined ? null : { digits: `${before.digits}X`, start: before.start, end };
        }
        endRun();
      }
    } else if (separator.test(character)) {
      endGroup();
      gap += 1;
      if (gap > maxSeparators) endRun();
    } else {
      endRun();
      gap = 0;
    }
    at = end;
  }
  endRun();
  return runs;
};

const isDay = (year: number, month: number, day: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();

/** GB 11643: six digits of region, birth date, three of sequence, check character; 15 digits before 1999. */
const looksLikeIdentity = (digits: string): boolean => {
  if (/^[1-9]\d{16}[\dX]$/.test(digits)) {
    const year = Number(digits.slice(6, 10));
    return (
      year >= 1880 && year <= 2100 && isDay(year, Number(digits.slice(10, 12)), Number(digits.slice(12, 14)))
    );
  }
  if (/^[1-9]\d{14}$/.test(digits)) {
    return isDay(
      1900 + Number(digits.slice(6, 8)),
      Number(digits.slice(8, 10)),
      Number(digits.slice(10, 12)),
    );
  }
  return false;
};

/** Mobile with country code, or a land line with area code: long enough to be mistaken for an account. */
const isTelephone = (digits: string): boolean =>
  /^(?:0{0,2}86)?1[3-9]\d{9}$/.test(digits) || /^0[1-9]\d{8,10}$/.test(digits);

const passesLuhn = (digits: string): boolean => {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
};

/**
 * Groups written apart are an account number when they stand in even groups as on a card, or when they carry
 * a card's check digit. Dates and amounts side by side do neither.
 */
const isGroupedAccount = (groups: readonly Group[], digits: string): boolean => {
  if (digits.length < 12 || digits.length > 19 || !/^\d+$/.test(digits)) return false;
  if (groups.some((group) => isTelephone(group.digits))) return false;
  const size = groups[0]?.digits.length ?? 0;
  const last = groups.at(-1)?.digits.length ?? 0;
  if (size <= 4 && last <= size && groups.slice(0, -1).every((group) => group.digits.length === size))
    return true;
  return digits.length >= 16 && groups.every((group) => group.digits.length >= 3) && passesLuhn(digits);
};

const kindOf = (groups: readonly Group[], allowed: ReadonlySet<string>): SensitiveNumber['kind'] | null => {
  const digits = groups.map((group) => group.digits).join('');
  if (allowed.has(digits)) return null;
  if (groups.length === 1) {
    if (isTelephone(digits)) return null;
    if (looksLikeIdentity(digits)) return 'identity';
    return digits.replace('X', '').length >= 12 ? 'account' : null;
  }
  if (looksLikeIdentity(digits) && !groups.some((group) => isTelephone(group.digits))) return 'identity';
  return isGroupedAccount(groups, digits) ? 'account' : null;
};

/** Every full identity number (15 or 18 characters) and account number (12 digits and more) in the text. */
export const findSensitiveNumbers = (
  text: string,
  options: SensitiveNumberOptions = {},
): SensitiveNumber[] => {
  const allowed = new Set((options.allow ?? []).map((number) => number.replace(/\D/g, '')));
  return runsOf(text).flatMap((run) => {
    const found: SensitiveNumber[] = [];
    let from = 0;
    while (from < run.length) {
      let next = from + 1;
      // The longest stretch of groups first, so that one number is reported once.
      for (let to = run.length; to > from; to -= 1) {
        const groups = run.slice(from, to);
        const kind = kindOf(groups, allowed);
        if (kind === null) continue;
        found.push({ kind, start: groups[0]?.start ?? 0, end: groups.at(-1)?.end ?? 0 });
        next = to;
        break;
      }
      from = next;
    }
    return found;
  });
};
