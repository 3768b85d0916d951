import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppState } from '../../../../core/ipc/features/app.ts';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { announce } from '../../../lib/announce-store.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { fieldError, formError } from './field-error.ts';
import { useAppAction } from './use-app-action.ts';

const fields = ['server', 'uri', 'authUser', 'password'] as const;

/** The SIP account. Main tests it by a registration and keeps only what worked. */
export const PbxPanel = ({ app }: { app: AppState }) => {
  const { t } = useTranslation();
  const [form, setForm] = useState({
    server: app.pbx.server,
    uri: app.pbx.uri,
    authUser: app.pbx.authUser,
    password: '',
  });
  const connect = useAppAction('pbx.connect');
  const forget = useAppAction('pbx.forget');
  const complete = form.server.trim() !== '' && form.uri.trim() !== '';
  const submit = async () => {
    if (!complete || connect.pending) return;
    if (await connect.run(form)) {
      setForm((before) => ({ ...before, password: '' }));
      announce(t('settings.pbxConnected'));
    }
  };
  const help = { server: t('settings.serverHelp'), uri: t('settings.uriHelp'), authUser: '', password: '' };
  return (
    <Panel title={t('settings.pbx')}>
      <p className="soft">
        {app.pbx.configured
          ? t('settings.pbxConfigured', { server: app.pbx.server, uri: app.pbx.uri })
          : t('settings.pbxNone')}
      </p>
      <div className="settings-form">
        {fields.map((field) => (
          <TextField
            key={field}
            label={t(`settings.${field}`)}
            type={field === 'password' ? 'password' : 'text'}
            autoComplete={
              field === 'password' ? 'current-password' : field === 'authUser' ? 'username' : 'off'
            }
            value={form[field]}
            onChange={(value) => setForm({ ...form, [field]: value })}
            help={help[field]}
            error={fieldError(t, connect.error, field)}
            onEnter={() => void submit()}
          />
        ))}
      </div>
      <ErrorText error={formError(connect.error, fields) ?? forget.error} />
      <div className="settings-actions">
        <Button disabled={!complete} pending={connect.pending} onPress={() => void submit()}>
          {t(connect.pending ? 'settings.connecting' : 'settings.connect')}
        </Button>
        {app.pbx.configured && (
          <Button kind="plain" onPress={() => void forget.run({})}>
            {t('settings.forget')}
          </Button>
        )}
      </div>
    </Panel>
  );
};
