import type { CallView } from '../../../../core/ipc/features/softphone.ts';
import { codeText } from '../../../locales/i18n.ts';
import type { T } from '../../../locales/i18n.ts';

/** `建议处置：占线（D31）`, or null when the ending suggests none. */
export const suggestionText = (t: T, { suggestedDisposition: code }: CallView): string | null =>
  code === null ? null : t('strip.suggested', { code, name: codeText('disposition', code) });
