import { useTranslation } from 'react-i18next';
import type { FollowUpRow } from '../../../../core/ipc/features/follow-ups.ts';
import { announce } from '../../../lib/announce-store.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { formatBytes, formatMoment } from '../../../lib/format.ts';
import { useAction } from '../../../lib/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorText } from '../../shared/error-text.tsx';

/** The scans of a receipt, a copy of each on demand, and one more. They are filed at once, not with the outcome. */
export const ReceiptScans = ({ row, onAdded }: { row: FollowUpRow; onAdded: () => void }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const add = useAction('followUp.addScan');
  const save = useAction('followUp.saveScan');

  const attach = async () => {
    save.clear();
    const result = await add.run({ id: row.id });
    if (!result.ok || result.value === null) return;
    announce(t('scans.added'));
    onAdded();
  };
  const copy = async (scanId: string) => {
    add.clear();
    const result = await save.run({ scanId });
    if (result.ok && result.value !== null) announce(t('scans.saved', { name: result.value.name }));
  };

  return (
    <section className="receipt-scans" aria-label={t('scans.title')}>
      <h3>{t('scans.title')}</h3>
      {row.scans.length === 0 ? (
        <p className={row.state === 'done' ? 'receipt-scan-missing' : ''}>
          {t(row.state === 'done' ? 'scans.missing' : 'scans.none')}
        </p>
      ) : (
        <ul>
          {row.scans.map(({ id, kind, bytes, addedAt }) => (
            <li key={id}>
              <span>
                {t('scans.item', {
                  kind: kind.toUpperCase(),
                  size: formatBytes(bytes, locale),
                  at: formatMoment(addedAt, locale),
                })}
              </span>
              <Button pending={save.pending} onPress={() => void copy(id)}>
                {t('scans.save')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <ErrorText error={add.error ?? save.error} />
      <p className="receipt-scan-help">{t('scans.help')}</p>
      <Button pending={add.pending} onPress={() => void attach()}>
        {t('scans.add')}
      </Button>
    </section>
  );
};
