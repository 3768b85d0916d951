import type { Locale } from '../../core/ipc/features/app.ts';
import { tradeTimeZone } from './trade-time.ts';

const cache = new Map<string, Intl.DateTimeFormat>();

const formatter = (
  locale: Locale,
  name: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat => {
  const key = `${locale} ${name}`;
  const known = cache.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone: tradeTimeZone, hourCycle: 'h23' });
  cache.set(key, made);
  return made;
};

/** Day and minute, e.g. `11/24 16:30`. */
export const formatMoment = (at: number, locale: Locale): string =>
  formatter(locale, 'moment', {
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);

/** Full date and second for records that may be looked at years later. */
export const formatFullMoment = (at: number, locale: Locale): string =>
  formatter(locale, 'full', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).format(at);

/** Clock only, e.g. `10:42`. */
export const formatTime = (at: number, locale: Locale): string =>
  formatter(locale, 'time', { hour: '2-digit', minute: '2-digit' }).format(at);

/** Length of a call: `03:07`, from one hour on `1:03:07`. Negative spans (clock set back) count as 0. */
export const formatSpan = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const pad = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
};

/** Figures in groups of three. */
export const formatCount = (value: number, locale: Locale): string =>
  new Intl.NumberFormat(locale).format(value);

/** Size of a file: `412 kB`, `2.4 MB`. */
export const formatBytes = (bytes: number, locale: Locale): string => {
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kilobyte'] : [bytes / 1_000_000, 'megabyte'];
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value);
};
