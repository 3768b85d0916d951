import type { NextDialView } from '../../core/callback/next-dial-view.ts';
import type { Locale } from '../../core/ipc/features/app.ts';
import type { T } from '../locales/i18n.ts';
import { formatMoment, formatTime } from './format.ts';
import { inLocale } from './in-locale.ts';
import { dayNumber } from './trade-time.ts';

/** The clock for today, the day as well for other days. */
const moment = (at: number, now: number, locale: Locale): string =>
  dayNumber(at) === dayNumber(now) ? formatTime(at, locale) : formatMoment(at, locale);

/** The next dial time of a task by the rules, with its reason, as one sentence; never empty. */
export const dialRule = (t: T, dial: NextDialView, now: number, locale: Locale): string => {
  const at = dial.followUp?.dueAt ?? dial.at;
  const isHours = dial.gapMinutes % 60 === 0;
  const reason = dial.reason === 'next_day' && dial.who !== null ? 'next_day_by' : dial.reason;
  return t(`dialWhy.${reason}`, {
    at: at === null ? '' : moment(at, now, locale),
    tries: dial.tries,
    needed: dial.triesNeeded,
    today: dial.triesToday,
    max: dial.maxPerDay,
    gap: isHours
      ? t('dialWhy.hours', { count: dial.gapMinutes / 60 })
      : t('dialWhy.minutes', { count: dial.gapMinutes }),
    who: dial.who === null ? '' : inLocale(dial.who, locale),
    name: dial.followUp === null ? '' : inLocale(dial.followUp.name, locale),
  });
};

/** The same, and in practice, where dialling is possible at any time, that it is. */
export const dialText = (t: T, dial: NextDialView, now: number, locale: Locale): string => {
  const rule = dialRule(t, dial, now, locale);
  const isHeldOnlyInRealWork = dial.practice && dial.possible && dial.at !== null;
  return isHeldOnlyInRealWork ? t('dialWhy.practice', { rule }) : rule;
};
