import { daysBetween, endOfDay, localDate } from './zone-time.ts';

/**
 * When a callback has to be done: the end of the last day of the 犹豫期 (domain.md F7), as the last
 * millisecond of that day in the rules' zone, so that it also reads as that day on screen.
 */
export const deadlineOf = (coolingOffEnd: string, timeZone: string): number =>
  endOfDay(coolingOffEnd, timeZone);

/** Calendar days of the 犹豫期 that are left: 0 on its last day, negative once it is over. */
export const daysLeft = (coolingOffEnd: string, now: number, timeZone: string): number =>
  daysBetween(localDate(now, timeZone), coolingOffEnd);

/** Age in full years on the day `now` falls on in the zone; someone born on 29 February ages on 1 March. */
export const ageOf = (birthDate: string, now: number, timeZone: string): number => {
  const today = localDate(now, timeZone);
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
};

/** Whether the holder has reached the age of extra care (domain.md F16); null when the birth date is unknown. */
export const isElderly = (
  birthDate: string | null,
  now: number,
  fromAge: number,
  timeZone: string,
): boolean | null => (birthDate === null ? null : ageOf(birthDate, now, timeZone) >= fromAge);
