import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CorrectionList } from '../../../../core/ipc/features/cases.ts';
import { Notice } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { announce } from '../../../lib/announce-store.ts';
import { useAction } from '../../../lib/use-action.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { fieldError, formError } from '../settings/field-error.ts';

type RequestProps = {
  taskId: string;
  issueId: string | null;
  list: CorrectionList;
  onDone: () => void;
};

/** A new correction request, with the sentence for the customer beside it (domain.md row 83). */
export const CorrectionRequestForm = ({ taskId, issueId, list, onDone }: RequestProps) => {
  const { t } = useTranslation();
  const request = useAction('correction.request');
  const [field, setField] = useState(list.fields[0]?.code ?? '');
  const [source, setSource] = useState(list.sources[0]?.code ?? '');
  const [newValue, setNewValue] = useState('');
  const [note, setNote] = useState('');
  const atCounter = list.fields.find(({ code }) => code === field)?.counter === true;
  const send = async () => {
    const value = atCounter ? '' : newValue;
    const result = await request.run({ taskId, issueId, request: { field, newValue: value, source, note } });
    if (!result.ok) return;
    setNewValue('');
    setNote('');
    announce(t('correction.saved'));
    onDone();
  };
  const options = (all: readonly { code: string; name: string }[]) =>
    all.map(({ code, name }) => ({ id: code, label: name }));
  return (
    <div className="case-form">
      <Notice tone="accent">
        {t('correction.tell')} {list.tell}
      </Notice>
      <div className="case-grid">
        <SelectField
          label={t('correction.field.field')}
          choices={options(list.fields)}
          value={field}
          onChange={setField}
        />
        <SelectField
          label={t('correction.field.source')}
          choices={options(list.sources)}
          value={source}
          onChange={setSource}
        />
        {atCounter ? (
          <p className="case-wide">{t('correction.atCounter')}</p>
        ) : (
          <TextField
            className="case-wide"
            label={t('correction.field.newValue')}
            help={t('correction.newHelp')}
            value={newValue}
            onChange={setNewValue}
            maxLength={200}
            error={fieldError(t, request.error, 'newValue')}
          />
        )}
        <TextField
          className="case-wide"
          label={t('correction.field.note')}
          value={note}
          onChange={setNote}
          maxLength={500}
          error={fieldError(t, request.error, 'note')}
        />
      </div>
      <ErrorText error={formError(request.error, ['newValue', 'note'])} />
      <Button kind="primary" pending={request.pending} onPress={() => void send()}>
        {t('correction.do.request')}
      </Button>
      <p className="soft">{t('correction.notHere')}</p>
    </div>
  );
};
