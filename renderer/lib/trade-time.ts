/**
 * Time as the trade reads it. Policy dates and dial windows are China Standard Time (core/callback/policy.ts),
 * which has no daylight saving; a workstation set to another zone must not shift a deadline by a day.
 */
export const tradeTimeZone = 'Asia/Shanghai';
const offsetMs = 8 * 3_600_000;
const dayMs = 86_400_000;

/** Calendar day number (days since 1970-01-01, China Standard Time) of a UTC moment. */
export const dayNumber = (at: number): number => Math.floor((at + offsetMs) / dayMs);

/** Whole days from `now` to the day of the deadline: 0 = ends today, negative = over. */
export const daysLeft = (deadlineAt: number, now: number): number =>
  // A deadline is the END of its day; written as the next midnight it still belongs to the day before.
  dayNumber(deadlineAt - 1) - dayNumber(now);

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

/** `YYYY-MM-DD` and `HH:mm` in China Standard Time, as date and time inputs hold them. */
export const toDateAndTime = (at: number): { date: string; time: string } => {
  const shifted = new Date(at + offsetMs);
  return {
    date: `${pad(shifted.getUTCFullYear(), 4)}-${pad(shifted.getUTCMonth() + 1)}-${pad(shifted.getUTCDate())}`,
    time: `${pad(shifted.getUTCHours())}:${pad(shifted.getUTCMinutes())}`,
  };
};

/**
 * A typed date as `YYYY-MM-DD`: 2026-11-24, 20261124, 11-24 and 1124 are read, the last two as the next such
 * day from `now` on; null for anything else.
 */
export const readDate = (text: string, now: number): string | null => {
  const plain = text
    .trim()
    .replace(/[./年月]/gu, '-')
    .replace(/日$/u, '');
  const whole = /^(\d{4})-?(\d{1,2})-?(\d{1,2})$/.exec(
    plain.length === 8 || plain.includes('-') ? plain : '',
  );
  const short = /^(?:(\d{1,2})-(\d{1,2})|(\d{2})(\d{2}))$/.exec(plain);
  const today = toDateAndTime(now).date;
  const make = (year: string, month: string, day: string): string | null => {
    const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    const at = Date.parse(`${date}T00:00:00Z`);
    return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== date ? null : date;
  };
  if (whole) return make(whole[1] ?? '', whole[2] ?? '', whole[3] ?? '');
  if (!short) return null;
  const month = short[1] ?? short[3] ?? '';
  const day = short[2] ?? short[4] ?? '';
  const year = Number(today.slice(0, 4));
  const thisYear = make(String(year), month, day);
  return thisYear !== null && thisYear >= today ? thisYear : make(String(year + 1), month, day);
};

/** A typed time as `HH:mm`: 15:30, 15.30, 1530 and 15 are read; null for anything else. */
export const readTime = (text: string): string | null => {
  const found = /^(\d{1,2})(?:[:：.点]?(\d{2}))?[点分]?$/u.exec(text.trim());
  if (!found) return null;
  const hour = Number(found[1]);
  const minute = Number(found[2] ?? '0');
  return hour > 23 || minute > 59 ? null : `${pad(hour)}:${pad(minute)}`;
};

/** UTC ms of a date and time typed in China Standard Time; null while one of them is not complete. */
export const fromDateAndTime = (date: string, time: string): number | null => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !/^\d{2}:\d{2}$/.test(time)) return null;
  const at = Date.parse(`${date}T${time}:00Z`);
  return Number.isNaN(at) ? null : at - offsetMs;
};

export type AppointmentChoice = {
  id: 'in_one_hour' | 'tonight' | 'tomorrow_morning' | 'tomorrow_afternoon' | 'day_after';
  at: number;
};

/** Hours of the day as `HH:mm`, the end not among them. */
export type Band = { from: string; to: string };

/**
 * Moments a customer names most often; those already over, after the deadline, or outside of the hours in which he may
 * be called are left out.
 */
export const appointmentChoices = (
  now: number,
  deadlineAt: number,
  bands: readonly Band[],
): AppointmentChoice[] => {
  const at = (day: number, hour: number, minute = 0) =>
    day * dayMs + (hour * 60 + minute) * 60_000 - offsetMs;
  const today = dayNumber(now);
  const roundedHour = Math.ceil((now + 3_600_000) / 900_000) * 900_000;
  const all: AppointmentChoice[] = [
    { id: 'in_one_hour', at: roundedHour },
    { id: 'tonight', at: at(today, 19) },
    { id: 'tomorrow_morning', at: at(today + 1, 10) },
    { id: 'tomorrow_afternoon', at: at(today + 1, 15) },
    { id: 'day_after', at: at(today + 2, 10) },
  ];
  const isOpen = (choice: AppointmentChoice): boolean => {
    const { time } = toDateAndTime(choice.at);
    return bands.some(({ from, to }) => time >= from && time < to);
  };
  return all.filter((choice) => choice.at > now && choice.at < deadlineAt && isOpen(choice));
};
