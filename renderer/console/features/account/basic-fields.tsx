import { useTranslation } from 'react-i18next';
import { useAppStore } from '../../../lib/app-store.ts';
import { TextField } from '../../../ui/field.tsx';
import { changeForm, useAccountDraft } from './account-draft.ts';
import { withAt } from './list-edits.ts';

type BasicFieldsProps = { errorOf: (field: string) => string | null; onEnter: () => void };

/** The four things everybody needs. */
export const BasicFields = ({ errorOf, onEnter }: BasicFieldsProps) => {
  const { t } = useTranslation();
  const form = useAccountDraft((draft) => draft.form);
  const kept = useAccountDraft((draft) => draft.saved?.hasPassword === true);
  const vault = useAppStore((state) => state.app?.vault);
  const passwordHelp = kept
    ? 'account.passwordKept'
    : vault === 'none'
      ? 'account.passwordMemory'
      : 'account.passwordHelp';
  return (
    <div className="settings-form">
      <TextField
        label={t('account.server')}
        help={t('account.serverHelp')}
        inputMode="url"
        value={form.servers[0] ?? ''}
        onChange={(value) => changeForm({ servers: withAt(form.servers, 0, value) })}
        error={errorOf('servers.0')}
        onEnter={onEnter}
      />
      <TextField
        label={t('account.uri')}
        help={t('account.uriHelp')}
        value={form.uri}
        onChange={(uri) => changeForm({ uri })}
        error={errorOf('uri')}
        onEnter={onEnter}
      />
      <TextField
        label={t('account.authUser')}
        help={t('account.authUserHelp')}
        autoComplete="username"
        value={form.authUser}
        onChange={(authUser) => changeForm({ authUser })}
        error={errorOf('authUser')}
        onEnter={onEnter}
      />
      <TextField
        label={t('account.password')}
        help={t(passwordHelp)}
        type="password"
        autoComplete="current-password"
        value={form.password}
        onChange={(password) => changeForm({ password })}
        error={errorOf('password')}
        onEnter={onEnter}
      />
    </div>
  );
};
