/**
 * Wall-clock maths in a named zone, right whatever zone the machine is in and across changes of summer time.
 * Dates are `YYYY-MM-DD`, minutes count from local midnight, instants are UTC milliseconds.
 */

const dayMs = 86_400_000;
const minuteMs = 60_000;

const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format;
};

export type LocalTime = { date: string; minute: number };

const fieldsAt = (at: number, timeZone: string): Record<string, number> => {
  const fields: Record<string, number> = {};
  for (const part of formatOf(timeZone).formatToParts(at)) {
    if (part.type !== 'literal') fields[part.type] = Number(part.value);
  }
  return fields;
};

/** Zone offset in ms (local minus UTC) at the instant, asked of the time zone data. */
const askOffset = (at: number, timeZone: string): number => {
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = fieldsAt(at, timeZone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
};

/** Offset of each UTC day that has only one; null for a day on which the clocks change. */
const dayOffsets = new Map<string, number | null>();
const rememberedDays = 4000;

/** Same as `askOffset`, without asking twice for a day: the work list asks for thousands of moments of few days. */
const offsetAt = (at: number, timeZone: string): number => {
  const day = Math.floor(at / dayMs);
  const key = `${timeZone} ${day}`;
  let offset = dayOffsets.get(key);
  if (offset === undefined) {
    const first = askOffset(day * dayMs, timeZone);
    offset = first === askOffset((day + 1) * dayMs - 1000, timeZone) ? first : null;
    if (dayOffsets.size >= rememberedDays) dayOffsets.clear();
    dayOffsets.set(key, offset);
  }
  return offset ?? askOffset(at, timeZone);
};

const dateTexts = new Map<number, string>();

/** `YYYY-MM-DD` of a day counted from 1970-01-01. */
const dateOfDay = (day: number): string => {
  const known = dateTexts.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * dayMs).toISOString().slice(0, 10);
  if (dateTexts.size >= rememberedDays) dateTexts.clear();
  dateTexts.set(day, text);
  return text;
};

/** Date and minute that a clock in the zone shows at the instant. */
export const localTime = (at: number, timeZone: string): LocalTime => {
  const local = at + offsetAt(at, timeZone);
  const day = Math.floor(local / dayMs);
  return { date: dateOfDay(day), minute: Math.floor((local - day * dayMs) / minuteMs) };
};

export const localDate = (at: number, timeZone: string): string => localTime(at, timeZone).date;

const utcMidnight = (date: string): number => {
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)));
};

/** Whole days from one date to another, negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((utcMidnight(to) - utcMidnight(from)) / dayMs);

export const addDays = (date: string, days: number): string =>
  dateOfDay(Math.round(utcMidnight(date) / dayMs) + days);

/**
 * First instant at which a clock in the zone shows the given minute of the date (1440 = the next midnight).
 * A minute that summer time skips gives the moment as far behind the jump; one that comes twice, the first.
 */
export const instantOf = (date: string, minute: number, timeZone: string): number => {
  const guess = utcMidnight(date) + minute * minuteMs;
  const wantedDate = addDays(date, Math.floor(minute / 1440));
  const wantedMinute = minute % 1440;
  // The offset in force lies between those of a day earlier and a day later.
  const candidates = [guess - offsetAt(guess - dayMs, timeZone), guess - offsetAt(guess + dayMs, timeZone)];
  const fits = candidates.filter((at) => {
    const local = localTime(at, timeZone);
    return local.date > wantedDate || (local.date === wantedDate && local.minute >= wantedMinute);
  });
  return Math.min(...(fits.length === 0 ? [Math.max(...candidates)] : fits));
};

/** Last millisecond of the date in the zone. */
export const endOfDay = (date: string, timeZone: string): number => instantOf(date, 1440, timeZone) - 1;

/** Minute of the day of an `HH:MM` text. */
export const minuteOf = (clock: string): number => {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
};
