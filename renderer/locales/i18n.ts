import i18next from 'i18next';
import type { TFunction } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Locale } from '../../core/ipc/features/app.ts';
import { en } from './en/catalogue.ts';
import { zhCn } from './zh-cn/catalogue.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof zhCn };
  }
}

export type T = TFunction;

/** Both catalogues are in the bundle: a language switch in mid-call must not wait for anything. */
export const startI18n = async (locale: Locale): Promise<void> => {
  await i18next.use(initReactI18next).init({
    lng: locale,
    fallbackLng: 'zh-CN',
    resources: { 'zh-CN': { translation: zhCn }, en: { translation: en } },
    interpolation: { escapeValue: false },
  });
};

/** Switches the language, and tells the document, so that signs get their right shapes and voices. */
export const showLocale = async (locale: Locale): Promise<void> => {
  if (i18next.language !== locale) await i18next.changeLanguage(locale);
  document.documentElement.lang = locale;
  document.title = i18next.t('common.appName');
};

/** Text of a key that is put together at run time; null when there is none. */
export const textOf = (key: string, values: Record<string, string | number> = {}): string | null =>
  i18next.t(key, { ...values, defaultValue: '' }) || null;

type OpenGroup = 'nextDial' | 'ending' | 'blocked' | 'refusal';

/** Text of a reason that main names by a code or a key of `group`; one that is not known is told with its code. */
export const reasonText = (t: T, group: OpenGroup, code: string): string => {
  const key = code.startsWith(`${group}.`) ? code : `${group}.${code}`;
  return textOf(key) ?? t(`${group}.other`, { code });
};

/** Name of a disposition, identity factor or robot's reason; codes that a pack added are shown as they are. */
export const codeText = (group: 'disposition' | 'factor' | 'robotReason', code: string): string => {
  return textOf(`${group}.${code}`) ?? code;
};
