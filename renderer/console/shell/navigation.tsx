import {
  BookOpenText,
  CircleAlert,
  ClipboardList,
  CloudUpload,
  FileInput,
  GraduationCap,
  History,
  ListTodo,
  Phone,
  Settings,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { NavButton } from '../../ui/nav-button.tsx';
import { useAppStore } from '../../lib/app-store.ts';
import { useCallStore } from '../../lib/call-store.ts';
import { useFollowUpStore } from '../../lib/follow-up-store.ts';
import { offeredScreens } from '../../lib/seat.ts';
import { go, useRouteStore } from '../../lib/route-store.ts';
import type { Screen } from '../../lib/route-store.ts';
import { useIssueStore } from '../../lib/issue-store.ts';
import { useSyncStore } from '../../lib/sync-store.ts';
import type { KeyId } from '../keyboard/keymap.ts';
import { useKey } from '../keyboard/use-key.ts';
import { AgentSeat } from '../features/agent/agent-seat.tsx';

const parts: Record<Screen, { icon: LucideIcon; key: KeyId }> = {
  worklist: { icon: ListTodo, key: 'goWorklist' },
  call: { icon: Phone, key: 'goCall' },
  records: { icon: History, key: 'goRecords' },
  issues: { icon: CircleAlert, key: 'goIssues' },
  followUps: { icon: ClipboardList, key: 'goFollowUps' },
  knowledge: { icon: BookOpenText, key: 'goKnowledge' },
  sync: { icon: CloudUpload, key: 'goSync' },
  import: { icon: FileInput, key: 'goImport' },
  practice: { icon: GraduationCap, key: 'goPractice' },
  settings: { icon: Settings, key: 'goSettings' },
};

const Item = ({ screen }: { screen: Screen }) => {
  const { t } = useTranslation();
  const here = useRouteStore((state) => state.screen === screen);
  const marked = useCallStore((state) => screen === 'call' && state.session !== null);
  const refused = useSyncStore((state) => (screen === 'sync' ? (state.sync?.counts.refused ?? 0) : 0));
  const late = useIssueStore((state) => (screen === 'issues' ? (state.counts?.overdue ?? 0) : 0));
  const lateFollowUps = useFollowUpStore((state) =>
    screen === 'followUps' ? (state.news?.overdue ?? 0) : 0,
  );
  const { icon, key } = parts[screen];
  useKey(key, () => go(screen));
  return (
    <li>
      <NavButton
        icon={icon}
        current={here}
        marked={marked}
        count={refused + late + lateFollowUps}
        onPress={() => go(screen)}
      >
        {t(`nav.${screen}`)}
      </NavButton>
    </li>
  );
};

export const Navigation = () => {
  const { t } = useTranslation();
  const app = useAppStore((state) => state.app);
  const offered = app === null ? [] : offeredScreens(app);
  return (
    <nav className="nav" aria-label={t('nav.label')}>
      <ul>
        {offered.map((screen) => (
          <Item key={screen} screen={screen} />
        ))}
      </ul>
      <div className="nav-foot">
        {app?.mode === 'practice' && <p className="nav-practice">{t('common.practice')}</p>}
        <AgentSeat />
      </div>
    </nav>
  );
};
