import { useState } from 'react';
import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ChannelInput, ChannelOutput } from '../../../../core/ipc/contract.ts';
import type { ImportPreview } from '../../../../core/ipc/features/import.ts';
import { Notice } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import { useLocale } from '../../../lib/app-store.ts';
import { formatCount } from '../../../lib/format.ts';
import { useAction } from '../../../lib/use-action.ts';
import { chordFor } from '../../keyboard/keymap.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { FileFacts } from './file-facts.tsx';
import { MappingTable } from './mapping-table.tsx';
import { RowsTable } from './rows-table.tsx';

type Only = ChannelInput<'import.rows'>['only'];

const countOf = (preview: ImportPreview, only: Only): number => {
  const { totals } = preview;
  const counts: Record<Only, number> = {
    all: totals.rows,
    new: totals.new,
    changed: totals.changed,
    same: totals.same,
    error: totals.error,
    notice: totals.notices,
  };
  return counts[only];
};

type ImportPreviewProps = {
  preview: ImportPreview;
  onPreview: (preview: ImportPreview) => void;
  onDone: (counts: ChannelOutput<'import.commit'>) => void;
  onAnother: () => void;
};

/** What the file holds and what would become of every row. */
export const ImportPreviewView = ({ preview, onPreview, onDone, onAnother }: ImportPreviewProps) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const [only, setOnly] = useState<Only>(preview.totals.error > 0 ? 'error' : 'all');
  const commit = useAction('import.commit');
  /** Counts the previews, so that the rows are fetched anew after a change of the mapping. */
  const [round, setRound] = useState(0);
  const taken = preview.totals.new + preview.totals.changed;
  const possible = preview.missingFields.length === 0 && taken > 0;
  const write = async () => {
    if (!possible || commit.pending) return;
    const result = await commit.run({ importId: preview.importId });
    if (result.ok) onDone(result.value);
  };
  useKey('importRows', () => void write(), possible);

  return (
    <div className="import">
      <div className="import-head">
        <h1>{t('import.title')}</h1>
        <FileFacts preview={preview} />
        <Button onPress={onAnother}>{t('import.another')}</Button>
        <Button
          kind="primary"
          size="l"
          keyHint={chordFor('importRows')}
          disabled={!possible}
          pending={commit.pending}
          onPress={() => void write()}
        >
          {commit.pending
            ? t('import.importing')
            : taken > 0
              ? t('import.commit', { count: formatCount(taken, locale) })
              : t('import.commitNone')}
        </Button>
      </div>
      <ErrorText error={commit.error} />
      {preview.missingFields.length > 0 && (
        <Notice tone="rule" icon={CircleAlert}>
          {t('import.missing', {
            fields: preview.missingFields.map((field) => t(`importField.${field}`)).join('、'),
          })}
        </Notice>
      )}
      <MappingTable
        preview={preview}
        onPreview={(next) => {
          setRound((before) => before + 1);
          onPreview(next);
        }}
      />
      <ChoiceGroup<Only>
        label={t('import.verdicts')}
        hideLabel
        value={only}
        onChange={setOnly}
        choices={(['all', 'new', 'changed', 'same', 'error', 'notice'] as const).map((id) => ({
          id,
          label: (
            <>
              {t(`import.only.${id}`)}
              <span
                className={`filter-count${id === 'error' && preview.totals.error > 0 ? ' count-rule' : ''}`}
              >
                {formatCount(countOf(preview, id), locale)}
              </span>
            </>
          ),
        }))}
      />
      <RowsTable importId={preview.importId} only={only} version={round} />
    </div>
  );
};
