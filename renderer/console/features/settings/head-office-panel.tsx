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

/** Where records go. */
export const HeadOfficePanel = ({ app }: { app: AppState }) => {
  const { t } = useTranslation();
  const [url, setUrl] = useState(app.headOffice.url);
  const [code, setCode] = useState('');
  const connect = useAppAction('headOffice.connect');
  const forget = useAppAction('headOffice.forget');
  const complete = url.trim() !== '' && code.trim() !== '';
  const submit = async () => {
    if (!complete || connect.pending) return;
    if (await connect.run({ url: url.trim(), code: code.trim() })) {
      setCode('');
      announce(t('settings.headOfficeConnected'));
    }
  };
  return (
    <Panel title={t('settings.headOffice')}>
      <p className="soft">
        {app.headOffice.configured
          ? t('settings.headOfficeConfigured', { url: app.headOffice.url })
          : t('settings.headOfficeNone')}
      </p>
      <div className="settings-form">
        <TextField
          label={t('settings.url')}
          inputMode="url"
          value={url}
          onChange={setUrl}
          help={t('settings.urlHelp')}
          error={fieldError(t, connect.error, 'url')}
          onEnter={() => void submit()}
        />
        <TextField
          label={t('settings.code')}
          value={code}
          onChange={setCode}
          error={fieldError(t, connect.error, 'code')}
          onEnter={() => void submit()}
        />
      </div>
      <ErrorText error={formError(connect.error, ['url', 'code']) ?? forget.error} />
      <div className="settings-actions">
        <Button
          label={`${t('settings.connect')} · ${t('settings.headOffice')}`}
          disabled={!complete}
          pending={connect.pending}
          onPress={() => void submit()}
        >
          {t('settings.connect')}
        </Button>
        {app.headOffice.configured && (
          <Button
            kind="plain"
            label={`${t('settings.forget')} · ${t('settings.headOffice')}`}
            onPress={() => void forget.run({})}
          >
            {t('settings.forget')}
          </Button>
        )}
      </div>
    </Panel>
  );
};
