import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportField } from '../../../../core/import/fields.ts';
import type { ImportPreview } from '../../../../core/ipc/features/import.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { announce } from '../../../lib/announce-store.ts';
import { useAction } from '../../../lib/use-action.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { importFieldIds } from './import-field-ids.ts';

/** Choice of a column that is not imported. */
const skipped = 'skipped';

type MappingTableProps = { preview: ImportPreview; onPreview: (preview: ImportPreview) => void };

/** Which column holds what; a change is checked by main at once, a good mapping can be kept by name. */
export const MappingTable = ({ preview, onPreview }: MappingTableProps) => {
  const { t } = useTranslation();
  const [open, setOpen] = useState(preview.missingFields.length > 0);
  const [name, setName] = useState(preview.savedMapping ?? '');
  const remap = useAction('import.remap');
  const mapping = preview.columns.map(({ index, field }) => ({ index, field }));
  const choices = [
    { id: skipped, label: t('import.skip') },
    ...importFieldIds.map((id) => ({ id, label: t(`importField.${id}`) })),
  ];

  const send = async (next: typeof mapping, saveAs: string | null) => {
    const result = await remap.run({ importId: preview.importId, mapping: next, saveAs });
    if (!result.ok) return;
    onPreview(result.value);
    if (saveAs !== null) announce(t('import.mappingSaved'));
  };
  const change = (index: number, id: string) => {
    const field = id === skipped ? null : (id as ImportField);
    // A field has one column: giving it to another one frees the first.
    void send(
      mapping.map((one) => {
        if (one.index === index) return { index, field };
        return field !== null && one.field === field ? { ...one, field: null } : one;
      }),
      null,
    );
  };

  return (
    <Panel
      title={t('import.mapping')}
      className="mapping"
      aside={
        <span className="mapping-aside">
          {preview.savedMapping !== null && (
            <Badge tone="accent">{t('import.mappingFound', { name: preview.savedMapping })}</Badge>
          )}
          <Button kind="plain" pressed={open} onPress={() => setOpen(!open)}>
            {t(open ? 'import.hideMapping' : 'import.showMapping')}
          </Button>
        </span>
      }
    >
      <ErrorText error={remap.error} />
      {open && (
        <>
          <p className="soft">{t('import.mappingHint')}</p>
          <ul className="mapping-columns">
            {preview.columns.map((column) => (
              <li key={column.index}>
                <span className="mapping-heading">
                  <span className="question-id">{column.letter}</span> {column.heading}
                </span>
                <span className="mapping-samples">{column.samples.slice(0, 3).join(' · ')}</span>
                <SelectField
                  label={t('import.fieldOf', { letter: column.letter, heading: column.heading })}
                  hideLabel
                  choices={choices}
                  value={column.field ?? skipped}
                  onChange={(id) => change(column.index, id)}
                  disabled={remap.pending}
                />
              </li>
            ))}
          </ul>
          <div className="mapping-save">
            <TextField
              label={t('import.saveName')}
              value={name}
              onChange={setName}
              placeholder={t('import.saveNamePlaceholder')}
              maxLength={60}
            />
            <Button
              disabled={name.trim() === '' || remap.pending}
              onPress={() => void send(mapping, name.trim())}
            >
              {t('import.saveMapping')}
            </Button>
          </div>
        </>
      )}
    </Panel>
  );
};
