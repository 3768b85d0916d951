import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { KitRoot } from '../ui/kit-root.tsx';
import { showLocale } from '../locales/i18n.ts';
import { useAppStore } from '../lib/app-store.ts';
import { useCallStore } from '../lib/call-store.ts';
import { offeredScreens, seatShows } from '../lib/seat.ts';
import { useRouteStore } from '../lib/route-store.ts';
import type { Screen } from '../lib/route-store.ts';
import { pauseKeyboard } from './keyboard/keyboard.ts';
import { Frame } from './shell/frame.tsx';
import { CallScreen } from './features/call/call-screen.tsx';
import { FollowUpsScreen } from './features/follow-ups/follow-ups-screen.tsx';
import { ImportScreen } from './features/import/import-screen.tsx';
import { IssuesScreen } from './features/issues/issues-screen.tsx';
import { KnowledgeScreen } from './features/knowledge/knowledge-screen.tsx';
import { SignInScreen } from './features/people/sign-in-screen.tsx';
import { PracticeScreen } from './features/practice/practice-screen.tsx';
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
  practice: PracticeScreen,
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

  const shown = app !== null && seatShows(app);
  const kept = app?.seat.state === 'locked';
  useEffect(() => {
    document.documentElement.toggleAttribute('data-locked', !shown);
    return shown ? undefined : pauseKeyboard();
  }, [shown]);

  if (!app || (!callKnown && shown)) return <p className="starting">{t('common.loading')}</p>;
  const offered = offeredScreens(app);
  // A role that came with another person does not have every screen.
  const at = kept || offered.includes(screen) ? screen : (offered[0] ?? 'knowledge');
  const Part = screenParts[at];
  return (
    <KitRoot locale={locale}>
      {!shown && <SignInScreen app={app} />}
      {/* Behind the lock everything typed stays as it is, and nothing of it is on screen or takes a key. */}
      {(shown || (kept && callKnown)) && (
        <div className="app-work" hidden={!shown} inert={!shown}>
          {app.welcome && at === 'worklist' ? (
            <WelcomeScreen />
          ) : (
            <Frame>
              <main data-screen={at} className={`screen screen-${at}`}>
                <Part />
              </main>
            </Frame>
          )}
        </div>
      )}
    </KitRoot>
  );
};
