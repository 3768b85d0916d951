import { Mic } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../../ui/button.tsx';
import { LevelBar } from '../../../../ui/level-bar.tsx';
import { ErrorText } from '../../../shared/error-text.tsx';
import { useLevel } from './use-level.ts';

/** The bar shows -60 to 0 dB: below that nobody hears anything. */
const lowestDb = -60;
const overDb = -1;

/** The level bar; the microphone is open only while it shows. */
export const MicrophoneLevel = ({ on }: { on: boolean }) => {
  const { t } = useTranslation();
  const { level, error } = useLevel(on);
  const over = level !== null && level.peakDb > overDb;
  const share = level === null ? 0 : Math.min(1, Math.max(0, 1 - level.rmsDb / lowestDb));
  return (
    <>
      <LevelBar
        label={t('devices.meter')}
        value={share}
        valueText={level === null ? '–' : over ? t('devices.tooLoud') : `${Math.round(level.rmsDb)} dB`}
        over={over}
      />
      <ErrorText error={error} />
    </>
  );
};

/** Microphone level on demand: an open microphone lights the system's recording sign. */
export const MicrophoneMeter = () => {
  const { t } = useTranslation();
  const [on, setOn] = useState(false);
  return (
    <>
      {on && <MicrophoneLevel on />}
      <div className="settings-actions">
        <Button icon={Mic} pressed={on} onPress={() => setOn(!on)}>
          {t(on ? 'devices.meterOff' : 'devices.meterOn')}
        </Button>
      </div>
    </>
  );
};
