import { CloudOff, CloudUpload, PhoneCall } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useAnnounceStore } from '../../lib/announce-store.ts';
import { useLocale } from '../../lib/app-store.ts';
import { useCallStore } from '../../lib/call-store.ts';
import { formatTime } from '../../lib/format.ts';
import { go, useRouteStore } from '../../lib/route-store.ts';
import { useSyncStore } from '../../lib/sync-store.ts';
import { SeatLine } from '../features/people/seat-line.tsx';
import { LineState } from './line-state.tsx';
import { syncLine } from './sync-line.ts';

const RunningCall = () => {
  const { t } = useTranslation();
  const session = useCallStore((state) => state.session);
  const away = useRouteStore((state) => state.screen !== 'call');
  if (!session || !away) return null;
  const up = session.phase === 'dialling' || session.phase === 'talking';
  return (
    <span className="status-call">
      {t(up ? 'status.runningCall' : 'status.runningWrapUp', { name: session.customer.holderName })}
      <Button icon={PhoneCall} onPress={() => go('call')}>
        {t('status.backToCall')}
      </Button>
    </span>
  );
};

/** Phone, head office, last message, agent: always at the foot of the window. */
export const StatusBar = () => {
  const { t } = useTranslation();
  const locale = useLocale();
  const sync = useSyncStore((state) => state.sync);
  const shown = useAnnounceStore((state) => state.shown);
  const calm = sync?.state === 'off' || sync?.state === 'offline';
  const SyncSign = calm ? CloudOff : CloudUpload;
  return (
    <footer className="status" aria-label={t('status.label')}>
      <LineState />
      {sync && (
        <span
          className={`status-item${sync.counts.refused > 0 && sync.state !== 'offline' ? ' status-refused' : ''}`}
          data-testid="sync-line"
        >
          <SyncSign aria-hidden size={14} />
          {syncLine(t, sync, sync.since === null ? '' : formatTime(sync.since, locale))}
        </span>
      )}
      <span className="status-message" aria-hidden>
        {shown?.text}
      </span>
      <RunningCall />
      <SeatLine />
      <span className="status-item" aria-hidden>
        F1 {t('status.keys')}
      </span>
    </footer>
  );
};
