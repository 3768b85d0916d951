import { Volume2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../../../lib/use-action.ts';
import { Button } from '../../../../ui/button.tsx';
import { CheckBox } from '../../../../ui/check-box.tsx';
import { Panel } from '../../../../ui/panel.tsx';
import { ErrorText } from '../../../shared/error-text.tsx';
import { DevicePair } from './device-pair.tsx';
import { HeadsetList } from './headset-list.tsx';
import { MicrophoneMeter } from './microphone-meter.tsx';
import { RingerList } from './ringer-list.tsx';
import { useAudioState } from './use-audio-state.ts';
import './audio.css';

const processing = ['echoCancellation', 'noiseSuppression', 'autoGainControl'] as const;

/** Microphone, speaker, ringing devices and headsets; every change applies at once, also inside a call. */
export const AudioPanel = () => {
  const { t } = useTranslation();
  const { audio, error, choose } = useAudioState();
  const test = useAction('devices.testRing');
  return (
    <Panel title={t('devices.title')}>
      {audio && (
        <>
          <DevicePair audio={audio} choose={choose}>
            <MicrophoneMeter />
          </DevicePair>
          <div className="settings-actions">
            <Button
              icon={Volume2}
              label={t('devices.ringNowOn', { name: audio.inUse.speaker ?? t('devices.systemDefault') })}
              onPress={() => void test.run({ label: null })}
            >
              {t('devices.ringNow')}
            </Button>
          </div>
          <RingerList audio={audio} choose={choose} />
          <fieldset className="audio-group">
            <legend className="field-label">{t('devices.processing')}</legend>
            <div className="audio-switches">
              {processing.map((name) => (
                <CheckBox
                  key={name}
                  checked={audio.preferences[name]}
                  onChange={(on) => choose({ [name]: on })}
                >
                  {t(`devices.${name}`)}
                </CheckBox>
              ))}
            </div>
          </fieldset>
          <HeadsetList />
        </>
      )}
      <ErrorText error={error ?? test.error} />
    </Panel>
  );
};
