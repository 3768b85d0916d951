import type { Locale } from '../../../../core/ipc/features/app.ts';

/** Each language in its own words, so that somebody who cannot read the present one finds it. */
export const languageNames: readonly { id: Locale; label: string }[] = [
  { id: 'zh-CN', label: '中文' },
  { id: 'en', label: 'English' },
];
