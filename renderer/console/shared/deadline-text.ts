import type { T } from '../../locales/i18n.ts';

/** Days left as words. */
export const deadlineText = (t: T, days: number): string => {
  if (days < 0) return t('deadline.overdue', { count: -days });
  return days === 0 ? t('deadline.today') : t('deadline.left', { count: days });
};

/** Red only when a day or less is left, or none. */
export const deadlineTone = (days: number): 'rule' | 'plain' => (days <= 1 ? 'rule' : 'plain');
