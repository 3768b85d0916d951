import { localTime } from '../callback/zone-time.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** A moment for a document: local date and time with seconds in the zone of the rules, `2026-03-02 10:15:07`. */
export const momentText = (at: number, timeZone: string): string => {
  const { date, minute } = localTime(at, timeZone);
  return `${date} ${two(Math.floor(minute / 60))}:${two(minute % 60)}:${two(Math.floor(at / 1000) % 60)}`;
};

/** A place in a call, `03:07`; empty when the call was not recorded or answered. */
export const offsetText = (offsetMs: number | null): string => {
  if (offsetMs === null) return '';
  const seconds = Math.floor(offsetMs / 1000);
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
};
