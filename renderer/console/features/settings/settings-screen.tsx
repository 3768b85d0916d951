import { useTranslation } from 'react-i18next';
import { useAppStore } from '../../../lib/app-store.ts';
import { useMay } from '../../../lib/seat.ts';
import { PreshiftCheck } from '../preshift/preshift-check.tsx';
import { AccountSection } from '../account/account-section.tsx';
import { TransferTargetsPanel } from '../softphone/transfer-targets-panel.tsx';
import { AboutPanel } from './about-panel.tsx';
import { AudioPanel } from './audio/audio-panel.tsx';
import { DisplayPanel } from './display-panel.tsx';
import { HotkeyPanel } from './hotkeys/hotkey-panel.tsx';
import { LinkPanel } from './hotkeys/link-panel.tsx';
import { HeadOfficePanel } from './head-office-panel.tsx';
import { PeoplePanel } from './people-panel.tsx';
import { PeopleSection } from '../people/people-section.tsx';
import { PracticePanel } from './practice-panel.tsx';
import './settings.css';

/** Everything that can be set, on one page. */
export const SettingsScreen = () => {
  const { t } = useTranslation();
  const app = useAppStore((state) => state.app);
  const keeps = useMay('settings');
  const practises = useMay('practise');
  if (!app) return null;
  return (
    <div className="settings">
      <h1>{t('settings.title')}</h1>
      {keeps && <AccountSection app={app} />}
      <div className="settings-panels">
        <PeoplePanel app={app} />
        <PeopleSection app={app} />
        <DisplayPanel app={app} />
        {practises && <PracticePanel app={app} />}
        {keeps && <HeadOfficePanel app={app} />}
        <TransferTargetsPanel />
        <HotkeyPanel />
        <LinkPanel />
        <AudioPanel />
        <PreshiftCheck />
        <AboutPanel app={app} />
      </div>
    </div>
  );
};
