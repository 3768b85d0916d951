import type { IssueRow } from '../../../../core/ipc/features/issues.ts';
import type { T } from '../../../locales/i18n.ts';

const minuteMs = 60_000;

/** A length of time to the minute, in the two largest units: `2 天 3 小时`, `45 分钟`. */
export const lengthText = (t: T, ms: number): string => {
  const minutes = Math.max(0, Math.round(ms / minuteMs));
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor(minutes / 60) % 24;
  if (days > 0) return `${t('issues.days', { count: days })} ${t('issues.hours', { count: hours })}`;
  if (hours > 0)
    return `${t('issues.hours', { count: hours })} ${t('issues.minutes', { count: minutes % 60 })}`;
  return t('issues.minutes', { count: minutes });
};

/** The clock that ends next, with what is left or how late it is; null for a closed issue. */
export const clockText = (t: T, row: IssueRow, now: number): string | null => {
  if (row.next === null) return null;
  const { clock, at } = row.next;
  const key = at < now ? 'issues.lateBy' : 'issues.left';
  return t(key, { clock: t(`issues.clock.${clock}`), time: lengthText(t, Math.abs(at - now)) });
};
