import { useTranslation } from 'react-i18next';
import { useRequest } from '../../../lib/use-request.ts';
import { CorrectionBadge } from './correction-item.tsx';

/** On the pre-call card: which data of the policy are being corrected, without any value (design.md I4). */
export const CardCorrections = ({ taskId, version }: { taskId: string; version: number | string }) => {
  const { t } = useTranslation();
  const found = useRequest('correction.ofTask', { taskId }, version);
  const rows = found.value?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <section className="card-part">
      <h3>{t('correction.onCard')}</h3>
      <ul>
        {rows.map((row) => (
          <li key={row.id}>
            {row.fieldName} <CorrectionBadge row={row} />
          </li>
        ))}
      </ul>
    </section>
  );
};
