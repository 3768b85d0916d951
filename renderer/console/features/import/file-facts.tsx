import { useTranslation } from 'react-i18next';
import type { ImportPreview } from '../../../../core/ipc/features/import.ts';
import type { T } from '../../../locales/i18n.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { formatCount } from '../../../lib/format.ts';

const delimiterNames = { ',': 'comma', ';': 'semicolon', '\t': 'tab' } as const;

const delimiterText = (t: T, sign: string): string =>
  sign in delimiterNames
    ? t(`import.delimiterName.${delimiterNames[sign as keyof typeof delimiterNames]}`)
    : t('import.delimiterName.other', { sign });

/** How the file was read, so that a wrong guess is seen at once. */
export const FileFacts = ({ preview }: { preview: ImportPreview }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const facts = [
    [t('import.format'), preview.format.toUpperCase()],
    [t('import.encoding'), preview.encoding && t(`encoding.${preview.encoding}`)],
    [t('import.sheet'), preview.sheet],
    [t('import.delimiter'), preview.delimiter && delimiterText(t, preview.delimiter)],
    [t('import.rows'), formatCount(preview.totals.rows, locale)],
  ] as const;
  return (
    <div className="file-facts">
      <strong>{preview.fileName}</strong>
      <dl>
        {facts.map(([term, value]) =>
          value === null ? null : (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </div>
  );
};
