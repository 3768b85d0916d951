const masked = (count: number): string => '*'.repeat(count);

/**
 * A telephone number fit for a screen, a record or a log: `199****0012`. Shorter numbers keep their last four
 * digits, and never more than half of what there is.
 */
export const maskMobile = (number: string): string => {
  if (number.length >= 11) return `${number.slice(0, 3)}${masked(number.length - 7)}${number.slice(-4)}`;
  const kept = Math.min(4, Math.floor(number.length / 2));
  return `${masked(number.length - kept)}${number.slice(number.length - kept)}`;
};

/** Chinese surnames of two characters; the rest of a Chinese surname is the first character. */
const longSurnames = [
  '欧阳',
  '上官',
  '司马',
  '诸葛',
  '东方',
  '皇甫',
  '尉迟',
  '公孙',
  '慕容',
  '令狐',
  '司徒',
  '夏侯',
  '宇文',
  '长孙',
  '端木',
  '南宫',
  '独孤',
  '西门',
  '轩辕',
  '百里',
];

/** Surname of a Chinese name; the whole name when it is not written in Chinese characters. */
export const surnameOf = (name: string): string => {
  const characters = [...name.trim()];
  if (!/^\p{Script=Han}/u.test(name.trim()) || name.includes('·')) return name.trim();
  const two = characters.slice(0, 2).join('');
  return characters.length > 2 && longSurnames.includes(two) ? two : (characters[0] ?? '');
};

/**
 * A name where it needs not be whole (notifications, window titles, logs of a call): the surname stays, as in
 * `王**`; of a name in another script only the first character stays.
 */
export const maskName = (name: string): string => {
  const characters = [...name.trim()];
  const surname = [...surnameOf(name)];
  const kept = surname.length < characters.length ? surname.length : Math.min(1, characters.length - 1);
  return characters.slice(0, Math.max(0, kept)).join('') + masked(characters.length - Math.max(0, kept));
};
