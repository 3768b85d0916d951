import type { Locale } from '../../core/ipc/features/app.ts';

/** The text of a pack in the language of the screen. */
export const inLocale = (text: { zh: string; en: string }, locale: Locale): string =>
  locale === 'en' ? text.en : text.zh;
