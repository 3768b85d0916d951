import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.tsx';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import { TextField } from '../../../ui/field.tsx';
import { changeForm, useAccountDraft } from './account-draft.ts';
import { withAt, withoutAt } from './list-edits.ts';
import { CodecSettings, IceSettings } from './media-settings.tsx';
import { OrderedRow } from './ordered-row.tsx';
import { ServerList } from './server-list.tsx';

type ErrorOf = { errorOf: (field: string) => string | null };

const mostHeaders = 10;
const words = ['outboundProxy', 'conference', 'echo', 'registerExpires', 'sessionExpires'] as const;
const numbers: readonly (typeof words)[number][] = ['registerExpires', 'sessionExpires'];

/** Everything that most offices leave as it is. */
export const MoreSettings = ({ errorOf }: ErrorOf) => {
  const { t } = useTranslation();
  const form = useAccountDraft((draft) => draft.form);
  return (
    <div className="account-more">
      <ServerList errorOf={errorOf} />
      <div className="settings-form">
        {words.map((name) => (
          <TextField
            key={name}
            label={t(`account.${name}`)}
            help={t(`account.${name}Help`)}
            inputMode={numbers.includes(name) ? 'numeric' : 'text'}
            value={form[name]}
            onChange={(value) => changeForm({ [name]: value })}
            error={errorOf(name)}
          />
        ))}
      </div>
      <CodecSettings errorOf={errorOf} />
      <div>
        <ChoiceGroup
          label={t('account.dtmf')}
          choices={(['auto', 'rfc4733', 'info'] as const).map((id) => ({
            id,
            label: t(`account.dtmfs.${id}`),
          }))}
          value={form.dtmf}
          onChange={(dtmf) => changeForm({ dtmf })}
        />
        <p className="field-help">{t('account.dtmfHelp')}</p>
      </div>
      <IceSettings errorOf={errorOf} />
      <HeaderList errorOf={errorOf} />
    </div>
  );
};

/** Headers of the office's own, e.g. for routing by branch. */
const HeaderList = ({ errorOf }: ErrorOf) => {
  const { t } = useTranslation();
  const headers = useAccountDraft((draft) => draft.form.headers);
  const set = (next: typeof headers) => changeForm({ headers: next });
  return (
    <fieldset className="account-group">
      <legend>{t('account.headers')}</legend>
      <p className="field-help">{t('account.headersHelp')}</p>
      <ol>
        {headers.map((header, index) => {
          const name = t('account.headerNumber', { number: index + 1 });
          return (
            <OrderedRow key={index} name={name} onRemove={() => set(withoutAt(headers, index))}>
              <TextField
                label={`${name} · ${t('account.headerName')}`}
                value={header.name}
                onChange={(value) => set(withAt(headers, index, { ...header, name: value }))}
                error={errorOf(`headers.${index}.name`)}
              />
              <TextField
                label={`${name} · ${t('account.headerValue')}`}
                value={header.value}
                onChange={(value) => set(withAt(headers, index, { ...header, value }))}
                error={errorOf(`headers.${index}.value`)}
              />
            </OrderedRow>
          );
        })}
      </ol>
      <Button
        icon={Plus}
        disabled={headers.length >= mostHeaders}
        onPress={() => set([...headers, { name: '', value: '' }])}
      >
        {t('account.addHeader')}
      </Button>
    </fieldset>
  );
};
