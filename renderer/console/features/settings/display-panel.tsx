import { useTranslation } from 'react-i18next';
import type { AppState, Locale } from '../../../../core/ipc/features/app.ts';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ErrorText } from '../../shared/error-text.tsx';
import { languageNames } from './language-names.ts';
import { useAppAction } from './use-app-action.ts';

/** Language and look take effect at once. */
export const DisplayPanel = ({ app }: { app: AppState }) => {
  const { t } = useTranslation();
  const locale = useAppAction('app.setLocale');
  const theme = useAppAction('app.setTheme');
  return (
    <Panel title={t('settings.display')}>
      <ChoiceGroup<Locale>
        label={t('settings.language')}
        choices={languageNames}
        value={app.locale}
        onChange={(next) => void locale.run({ locale: next })}
      />
      <ChoiceGroup<AppState['theme']>
        label={t('settings.theme')}
        choices={(['system', 'light', 'dark'] as const).map((id) => ({
          id,
          label: t(`settings.themes.${id}`),
        }))}
        value={app.theme}
        onChange={(next) => void theme.run({ theme: next })}
      />
      <ErrorText error={locale.error ?? theme.error} />
    </Panel>
  );
};
