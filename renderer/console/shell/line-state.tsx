import { Grid3x3, Headset, Volume2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useCallStore } from '../../lib/call-store.ts';
import { go } from '../../lib/route-store.ts';
import { useSoftphoneStore } from '../../lib/softphone-store.ts';
import { useNow } from '../../lib/use-now.ts';
import { togglePanel } from '../features/softphone/panel-store.ts';
import { chordFor } from '../keyboard/keymap.ts';
import { lineText } from './line-text.ts';

/** The phone line at the foot of the window; while it is down, the way to the check of the line. */
export const LineState = () => {
  const { t } = useTranslation();
  const registration = useCallStore((state) => state.registration);
  const front = useSoftphoneStore(({ softphone }) => softphone?.foreground ?? null);
  const now = useNow(1000);
  return (
    <span className={`status-item status-phone-${registration.state}`}>
      <Headset aria-hidden size={14} />
      <span className="status-phone-text">{lineText(t, registration, now)}</span>
      {registration.state === 'failed' && (
        <Button kind="plain" className="status-button" onPress={() => go('settings')}>
          {t('line.check')}
        </Button>
      )}
      <Button
        kind="plain"
        className="status-button"
        icon={Grid3x3}
        keyHint={chordFor('keypad')}
        onPress={() => togglePanel({ kind: 'keypad', callId: front })}
      >
        {t('line.keypad')}
      </Button>
      <Button
        kind="plain"
        className="status-button"
        icon={Volume2}
        keyHint={chordFor('sound')}
        onPress={() => togglePanel({ kind: 'sound', callId: null })}
      >
        {t('line.sound')}
      </Button>
    </span>
  );
};
