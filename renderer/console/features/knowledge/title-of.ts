import type { KnowledgeView } from '../../../../core/ipc/features/knowledge.ts';
import type { Locale } from '../../../../core/ipc/features/app.ts';

/** Title in the language on screen; the texts themselves are Chinese, as the customer hears them. */
export const titleOf = (entry: Pick<KnowledgeView, 'title' | 'titleEn'>, locale: Locale): string =>
  locale === 'en' ? entry.titleEn : entry.title;
