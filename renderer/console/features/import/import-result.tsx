import { CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ChannelOutput } from '../../../../core/ipc/contract.ts';
import type { ImportPreview } from '../../../../core/ipc/features/import.ts';
import { Button } from '../../../ui/button.tsx';
import { announce } from '../../../lib/announce-store.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { formatCount } from '../../../lib/format.ts';
import { go } from '../../../lib/route-store.ts';
import { useAction } from '../../../lib/use-action.ts';
import { ErrorText } from '../../shared/error-text.tsx';

type ImportResultProps = {
  preview: ImportPreview;
  counts: ChannelOutput<'import.commit'>;
  onMore: () => void;
};

/** What was written, and the refused rows to take home and mend. */
export const ImportResult = ({ preview, counts, onMore }: ImportResultProps) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const refused = useAction('import.saveRefused');
  const saveRefused = async () => {
    const result = await refused.run({ importId: preview.importId });
    if (result.ok && result.value.path !== null)
      announce(t('import.refusedSaved', { path: result.value.path }));
  };
  const figures = {
    inserted: formatCount(counts.inserted, locale),
    updated: formatCount(counts.updated, locale),
    unchanged: formatCount(counts.unchanged, locale),
    refused: formatCount(counts.refused, locale),
  };
  return (
    <div className="import-choose">
      <CircleCheck aria-hidden size={40} strokeWidth={1.25} />
      <h1>{t('import.done')}</h1>
      <p>{t('import.result', figures)}</p>
      <div className="import-choices">
        <Button kind="primary" size="l" autoFocus onPress={() => go('worklist', { taskId: null })}>
          {t('import.toWorklist')}
        </Button>
        {counts.refused > 0 && (
          <Button size="l" pending={refused.pending} onPress={() => void saveRefused()}>
            {t('import.saveRefused')}
          </Button>
        )}
        <Button size="l" onPress={onMore}>
          {t('import.importMore')}
        </Button>
      </div>
      <ErrorText error={refused.error} />
    </div>
  );
};
