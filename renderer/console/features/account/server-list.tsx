import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { changeForm, useAccountDraft } from './account-draft.ts';
import { moved, withAt, withoutAt } from './list-edits.ts';
import { OrderedRow } from './ordered-row.tsx';

const most = 5;

/** Servers to fall back to. The first one stands among the basic fields; moving up past the top swaps with it. */
export const ServerList = ({ errorOf }: { errorOf: (field: string) => string | null }) => {
  const { t } = useTranslation();
  const servers = useAccountDraft((draft) => draft.form.servers);
  const set = (next: string[]) => changeForm({ servers: next });
  return (
    <fieldset className="account-group">
      <legend>{t('account.servers')}</legend>
      <p className="field-help">{t('account.serversHelp')}</p>
      <ol>
        {servers.map((server, index) => {
          if (index === 0) return null;
          const name = t('account.serverNumber', { number: index });
          return (
            <OrderedRow
              key={index}
              name={name}
              onUp={() => set(moved(servers, index, -1))}
              onDown={index === servers.length - 1 ? null : () => set(moved(servers, index, 1))}
              onRemove={() => set(withoutAt(servers, index))}
            >
              <TextField
                label={name}
                hideLabel
                inputMode="url"
                value={server}
                onChange={(value) => set(withAt(servers, index, value))}
                error={errorOf(`servers.${index}`)}
              />
            </OrderedRow>
          );
        })}
      </ol>
      <Button icon={Plus} disabled={servers.length >= most} onPress={() => set([...servers, ''])}>
        {t('account.addServer')}
      </Button>
    </fieldset>
  );
};
