import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { listFormats } from '../../../../core/ipc/features/documents.ts';
import type { ListFormat } from '../../../../core/ipc/features/documents.ts';
import { Button } from '../../../ui/button.tsx';
import { announce } from '../../../lib/announce-store.ts';
import { useMay } from '../../../lib/seat.ts';
import { useAction } from '../../../lib/use-action.ts';
import { ErrorText } from '../../shared/error-text.tsx';

/** Saves the list that the present search shows, as a file for a spreadsheet or another program. */
export const ListExport = ({ search, total }: { search: string; total: number }) => {
  const { t } = useTranslation();
  const id = useId();
  const allowed = useMay('export');
  const save = useAction('records.export');
  const saveAs = async (format: ListFormat) => {
    const result = await save.run({ format, search });
    if (!result.ok || result.value.path === null) return;
    const { path, count, masked } = result.value;
    announce(t(masked ? 'documents.listMasked' : 'documents.listOpen', { path, count }));
  };
  if (!allowed) return null;
  return (
    <div className="record-list-export" role="group" aria-labelledby={id}>
      <span id={id} className="soft">
        {t('documents.list', { count: total })}
      </span>
      {listFormats.map((format) => (
        <Button key={format} disabled={save.pending || total === 0} onPress={() => void saveAs(format)}>
          {t(`documents.format.${format}`)}
        </Button>
      ))}
      {save.pending && <span role="status">{t('documents.writing')}</span>}
      <ErrorText error={save.error} />
    </div>
  );
};
