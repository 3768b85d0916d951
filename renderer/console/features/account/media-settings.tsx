import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { audioCodecs } from '../../../../core/call/account.ts';
import { Button } from '../../../ui/button.tsx';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import { TextField } from '../../../ui/field.tsx';
import { changeForm, useAccountDraft } from './account-draft.ts';
import { moved, withAt, withoutAt } from './list-edits.ts';
import { OrderedRow } from './ordered-row.tsx';

type ErrorOf = { errorOf: (field: string) => string | null };

const mostIceServers = 5;

/** STUN and TURN, and whether all sound goes through the relay. */
export const IceSettings = ({ errorOf }: ErrorOf) => {
  const { t } = useTranslation();
  const { iceServers, iceTransport } = useAccountDraft((draft) => draft.form);
  const set = (next: typeof iceServers) => changeForm({ iceServers: next });
  return (
    <fieldset className="account-group">
      <legend>{t('account.ice')}</legend>
      <p className="field-help">{t('account.iceHelp')}</p>
      <ol>
        {iceServers.map((server, index) => {
          const name = t('account.iceNumber', { number: index + 1 });
          const change = (part: Partial<typeof server>) =>
            set(withAt(iceServers, index, { ...server, ...part }));
          return (
            <OrderedRow key={index} name={name} onRemove={() => set(withoutAt(iceServers, index))}>
              <TextField
                label={`${name} · ${t('account.iceUrl')}`}
                help={t('account.iceUrlHelp')}
                value={server.url}
                onChange={(url) => change({ url })}
                error={errorOf(`iceServers.${index}.url`)}
              />
              <TextField
                label={t('account.iceUser')}
                value={server.username}
                onChange={(username) => change({ username })}
                error={errorOf(`iceServers.${index}.username`)}
              />
              <TextField
                label={t('account.iceCredential')}
                type="password"
                value={server.credential}
                onChange={(credential) => change({ credential })}
                error={errorOf(`iceServers.${index}.credential`)}
              />
            </OrderedRow>
          );
        })}
      </ol>
      <Button
        icon={Plus}
        disabled={iceServers.length >= mostIceServers}
        onPress={() => set([...iceServers, { url: '', username: '', credential: '' }])}
      >
        {t('account.addIce')}
      </Button>
      <ChoiceGroup
        label={t('account.iceTransport')}
        choices={(['all', 'relay'] as const).map((id) => ({ id, label: t(`account.iceTransports.${id}`) }))}
        value={iceTransport}
        onChange={(next) => changeForm({ iceTransport: next })}
      />
      <p className="field-help">{t('account.iceTransportHelp')}</p>
      {errorOf('iceTransport') && (
        <p className="field-error" role="alert">
          {errorOf('iceTransport')}
        </p>
      )}
    </fieldset>
  );
};

/** Order of the codecs; those switched off stand below, without a place. */
export const CodecSettings = ({ errorOf }: ErrorOf) => {
  const { t } = useTranslation();
  const codecs = useAccountDraft((draft) => draft.form.codecs);
  const off = audioCodecs.filter((codec) => !codecs.includes(codec));
  return (
    <fieldset className="account-group">
      <legend>{t('account.codecs')}</legend>
      <p className="field-help">{t('account.codecsHelp')}</p>
      <ol>
        {codecs.map((name, index) => (
          <OrderedRow
            key={name}
            name={name}
            onUp={index === 0 ? null : () => changeForm({ codecs: moved(codecs, index, -1) })}
            onDown={
              index === codecs.length - 1 ? null : () => changeForm({ codecs: moved(codecs, index, 1) })
            }
          >
            <span className="codec-name">
              {index + 1}. {name}
            </span>
            <Button kind="plain" onPress={() => changeForm({ codecs: withoutAt(codecs, index) })}>
              {t('account.codecOff', { name })}
            </Button>
          </OrderedRow>
        ))}
        {off.map((name) => (
          <OrderedRow key={name} name={name}>
            <span className="codec-name soft">
              {name} · {t('account.codecNotOffered')}
            </span>
            <Button kind="plain" onPress={() => changeForm({ codecs: [...codecs, name] })}>
              {t('account.codecOn', { name })}
            </Button>
          </OrderedRow>
        ))}
      </ol>
      {errorOf('codecs') && (
        <p className="field-error" role="alert">
          {errorOf('codecs')}
        </p>
      )}
    </fieldset>
  );
};
