/** Dates as `YYYY-MM-DD` text in the calendar of the policy (China Standard Time); no clock, no zones. */

const dayMs = 86_400_000;
const two = (value: number): string => String(value).padStart(2, '0');

/** The date, or null when the calendar has no such day. */
export const civilDate = (year: number, month: number, day: number): string | null => {
  if (!Number.isInteger(year) || year < 1 || year > 9999) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day)
    return null;
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
};

const toDays = (date: string): number => Math.round(Date.parse(`${date}T00:00:00Z`) / dayMs);

export const addDays = (date: string, days: number): string =>
  new Date((toDays(date) + days) * dayMs).toISOString().slice(0, 10);

/** Whole days from `from` to `to`, negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number => toDays(to) - toDays(from);

/** Completed years of life on a day. */
export const ageOn = (birthDate: string, day: string): number => {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
};

/** The date in China (UTC+8, no summer time) at a moment in UTC milliseconds. */
export const chinaDate = (utcMs: number): string =>
  new Date(utcMs + 8 * 3_600_000).toISOString().slice(0, 10);

/** Date of a spreadsheet's day number; fractions (times) are dropped. Null outside 1900 to 9999. */
export const serialDate = (serial: number, date1904: boolean): string | null => {
  const day = Math.floor(serial) + (date1904 ? 1462 : 0);
  if (!Number.isFinite(serial) || day < 1 || day > 2_958_465) return null;
  // The 1900 system counts a 29 February 1900 that never was (day 60).
  return addDays('1899-12-31', day > 59 ? day - 1 : day);
};
