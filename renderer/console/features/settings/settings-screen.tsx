import { useTranslation } from 'react-i18next';
import { useAppStore } from '../../../lib/app-store.ts';
import { AboutPanel } from './about-panel.tsx';
import { DisplayPanel } from './display-panel.tsx';
import { HeadOfficePanel } from './head-office-panel.tsx';
import { MicrophonePanel } from './microphone-panel.tsx';
import { PbxPanel } from './pbx-panel.tsx';
import { PeoplePanel } from './people-panel.tsx';
import { PracticePanel } from './practice-panel.tsx';
import './settings.css';

/** Everything that can be set, on one page. */
export const SettingsScreen = () => {
  const { t } = useTranslation();
  const app = useAppStore((state) => state.app);
  if (!app) return null;
  return (
    <div className="settings">
      <h1>{t('settings.title')}</h1>
      <div className="settings-panels">
        <PeoplePanel app={app} />
        <DisplayPanel app={app} />
        <PracticePanel app={app} />
        <PbxPanel app={app} />
        <HeadOfficePanel app={app} />
        <MicrophonePanel />
        <AboutPanel app={app} />
      </div>
    </div>
  );
};
