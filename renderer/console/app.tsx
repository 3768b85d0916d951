import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { KitRoot } from '../ui/kit-root.tsx';
import { showLocale } from '../locales/i18n.ts';
import { useAppStore } from '../lib/app-store.ts';
import { useCallStore } from '../lib/call-store.ts';
import { useRouteStore } from '../lib/route-store.ts';
import type { Screen } from '../lib/route-store.ts';
import { Frame } from './shell/frame.tsx';
import { CallScreen } from './features/call/call-screen.tsx';
import { FollowUpsScreen } from './features/follow-ups/follow-ups-screen.tsx';
import { ImportScreen } from './features/import/import-screen.tsx';
import { IssuesScreen } from './features/issues/issues-screen.tsx';
import { KnowledgeScreen } from './features/knowledge/knowledge-screen.tsx';
import { RecordsScreen } from './features/records/records-screen.tsx';
import { SettingsScreen } from './features/settings/settings-screen.tsx';
import { SyncScreen } from './features/sync/sync-screen.tsx';
import { WelcomeScreen } from './features/welcome/welcome-screen.tsx';
import { WorklistScreen } from './features/worklist/worklist-screen.tsx';

const screenParts: Record<Screen, () => React.ReactNode> = {
  worklist: WorklistScreen,
  call: CallScreen,
  records: RecordsScreen,
  issues: IssuesScreen,
  followUps: FollowUpsScreen,
  knowledge: KnowledgeScreen,
  sync: SyncScreen,
  import: ImportScreen,
  settings: SettingsScreen,
};

/** The whole window. What is on screen follows main's state: language, theme, first launch, running call. */
export const App = () => {
  const { t } = useTranslation();
  const app = useAppStore((state) => state.app);
  const callKnown = useCallStore((state) => state.known);
  const screen = useRouteStore((state) => state.screen);
  const locale = app?.locale ?? 'zh-CN';
  const theme = app?.theme ?? 'system';

  useEffect(() => void showLocale(locale), [locale]);
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);

  if (!app || !callKnown) return <p className="starting">{t('common.loading')}</p>;
  const Part = screenParts[screen];
  return (
    <KitRoot locale={locale}>
      {app.welcome && screen === 'worklist' ? (
        <WelcomeScreen />
      ) : (
        <Frame>
          <main data-screen={screen} className={`screen screen-${screen}`}>
            <Part />
          </main>
        </Frame>
      )}
    </KitRoot>
  );
};
